//! Findings as workflow commands, which GitHub shows beside the lines of a pull request.
//!
//! A command is one line: `::level property=…,property=…::data`. Text of the content may hold line
//! breaks, `::` or `,`; what is escaped here cannot start a command of its own.

use super::text::printable;
use super::{Diagnostic, Diagnostics, Level};

/// One command a line for each finding, sorted; empty when nothing was found.
pub fn render(diagnostics: &Diagnostics) -> String {
    diagnostics.sorted().iter().map(|diagnostic| command(diagnostic)).collect()
}

fn command(diagnostic: &Diagnostic) -> String {
    let name = match diagnostic.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let mut text = diagnostic.message.clone();
    if let Some(help) = &diagnostic.help {
        text.push('\n');
        text.push_str(help);
    }
    format!(
        "::{name} file={}{},title={}::{}\n",
        property(&diagnostic.path),
        place(diagnostic),
        property(diagnostic.code),
        data(&text)
    )
}

/// `,line=3,col=5,endColumn=8`; nothing for a file as a whole.
fn place(diagnostic: &Diagnostic) -> String {
    if diagnostic.excerpt.is_none() {
        return String::new();
    }
    let ((line, column), (_, end)) = (diagnostic.position, diagnostic.end_position());
    // Here the end is the last column, as `endLine` is the last line; nothing is less than a column.
    format!(",line={line},col={column},endColumn={}", end.saturating_sub(1).max(column))
}

/// Text after the second `::`.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::diagnostic::{Diagnostic, Diagnostics, Level};
    use crate::source::{SourceFile, Span};

    fn rendered(findings: impl IntoIterator<Item = Diagnostic>) -> String {
        let mut all = Diagnostics::new();
        findings.into_iter().for_each(|finding| all.push(finding));
        render(&all)
    }

    #[test]
    fn every_level_has_its_command() {
        let file = SourceFile::new("content/db.md", "---\nseverity: sev9\n");
        let found = [
            Diagnostic::at(Level::Error, "unknown-severity", &file, Span::new(14, 18), "`sev9` is unknown")
                .help("write `sev1`"),
            Diagnostic::at(Level::Warning, "empty", &file, Span::new(18, 18), "nothing here"),
            Diagnostic::about(Level::Info, "no-base-url", "book.toml", "no feeds"),
        ];
        let expected = "\
::notice file=book.toml,title=no-base-url::no feeds
::error file=content/db.md,line=2,col=11,endColumn=14,title=unknown-severity::`sev9` is unknown%0Awrite `sev1`
::warning file=content/db.md,line=2,col=15,endColumn=15,title=empty::nothing here
";
        assert_eq!(rendered(found), expected);
        assert_eq!(rendered([]), "");
    }

    #[test]
    fn content_cannot_start_a_command_or_a_property() {
        let hostile = "100%\r\n::error file=a::x\n##[group]\u{1b}]0;,:%0A";
        let file = SourceFile::new("content/a,line=9::b%\n.md", hostile);
        let found = [Diagnostic::at(Level::Error, "x", &file, Span::new(0, 3), hostile).help(hostile)];
        let data = "100%25%0D%0A::error file=a::x%0A##[group]\u{fffd}]0;,:%250A";
        let file = "content/a%2Cline=9%3A%3Ab%25%0A.md";
        let expected = format!("::error file={file},line=1,col=1,endColumn=3,title=x::{data}%0A{data}\n");
        assert_eq!(rendered(found), expected);
    }
}
