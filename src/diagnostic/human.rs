//! Diagnostics as people read them, in the form that rustc made familiar.

use super::{Diagnostic, Diagnostics, Level};
use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet};

/// All findings, sorted, with excerpts; a count of them at the end. Holds ANSI colours: print
/// it through a stream that drops them where they are not wanted.
pub fn render(diagnostics: &Diagnostics) -> String {
    let renderer = Renderer::styled();
    let mut out = String::new();
    for diagnostic in diagnostics.sorted() {
        out.push_str(&one(&renderer, diagnostic));
        out.push_str("\n\n");
    }
    out.push_str(&count(diagnostics));
    out
}

/// `2 errors, 1 warning`; empty when nothing was found.
pub fn count(diagnostics: &Diagnostics) -> String {
    let mut parts = Vec::new();
    for level in [Level::Error, Level::Warning, Level::Info] {
        // Counted from the sorted list, which shows each finding once.
        let n = diagnostics.sorted().iter().filter(|d| d.level == level).count();
        match (level, n) {
            (_, 0) => {}
            (Level::Info, n) => parts.push(format!("{n} note{}", if n == 1 { "" } else { "s" })),
            (level, n) => parts.push(format!("{n} {}{}", level.name(), if n == 1 { "" } else { "s" })),
        }
    }
    parts.join(", ")
}

fn one(renderer: &Renderer, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Info => Title::INFO,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let mut group = match &diagnostic.excerpt {
        Some(excerpt) => {
            let mut mark = AnnotationKind::Primary.span(excerpt.span.range());
            if let Some(label) = &diagnostic.label {
                mark = mark.label(label.as_str());
            }
            Group::with_title(title).element(
                Snippet::source(excerpt.text.as_str())
                    .line_start(excerpt.first_line)
                    .path(diagnostic.path.as_ref())
                    .annotation(mark),
            )
        }
        None => Group::with_title(title).element(Origin::path(diagnostic.path.as_ref())),
    };
    for related in &diagnostic.related {
        group = group
            .element(Title::NOTE.message(format!("{}:{}: {}", related.path, related.line, related.message)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Title::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}
