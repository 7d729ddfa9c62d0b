//! Addresses of the web, in settings and in front matter.

use crate::diagnostic::{Diagnostic, Diagnostics, Level};
use crate::model::is_web_address;
use crate::source::{SourceFile, Spanned};

/// Takes an address that pages will link to. Anything else is reported: a `javascript:` in its place
/// would run in the reader's browser.
pub fn web_address(
    file: &SourceFile,
    word: Option<Spanned<String>>,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let Spanned { value, span } = word?;
    if is_web_address(&value) {
        return Some(value);
    }
    let message = format!("`{value}` is not an address of the web");
    diagnostics.push(
        Diagnostic::at(Level::Error, "invalid-url", file, span, message)
            .label("must start with `https://` or `http://`, and hold no spaces"),
    );
    None
}
