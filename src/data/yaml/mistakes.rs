//! What people get wrong in YAML, told in terms of what they wrote.
//!
//! A parser names the rule that the text breaks, at the character where it noticed. Here that
//! becomes the mistake behind it: the quote left open three lines above, the `: ` in a title.

use super::lines::{Line, lines_from};
use crate::data::shortened;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::Level;
use crate::source::SourceFile;
use crate::source::Span;
use granit_parser::ErrorKind as Kind;

pub(super) const CODE: &str = "broken-yaml";

/// Explains an error that a parser met at byte `at` of the file; `matter` is the YAML's range.
pub(super) fn explain(file: &SourceFile, matter: Span, at: usize, kind: Option<&Kind>) -> Diagnostic {
    let at = file.floor(at.clamp(matter.start, matter.end));
    let before = lines_from(file, matter, at);
    let context = Context { file, matter, at, before };
    context
        .tab(kind)
        .or_else(|| kind.and_then(|kind| context.by_kind(kind)))
        .unwrap_or_else(|| context.fallback())
}

struct Context<'a> {
    file: &'a SourceFile,
    matter: Span,
    at: usize,
    /// The line of the error and those above it, nearest first, blank ones left out.
    before: Vec<Line<'a>>,
}

impl Context<'_> {
    fn by_kind(&self, kind: &Kind) -> Option<Diagnostic> {
        match kind {
            Kind::UnexpectedCharacter { .. }
            | Kind::UnknownAnchor
            | Kind::MissingAnchorOrAliasName
            | Kind::DirectiveDisallowed
            | Kind::InvalidBlockScalarHeader
            | Kind::ExpectedNodeContent
            | Kind::UnexpectedEofBlockMapping
            | Kind::UnexpectedEofBlockSequence
            | Kind::PlainScalarStartsWithDashFlowIndicator => self.reserved_start(),
            Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement => {
                self.unclosed_bracket().or_else(|| self.colon())
            }
            Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => {
                self.missing_space().or_else(|| self.no_key())
            }
            Kind::InvalidTrailingDoubleQuotedScalar | Kind::InvalidTrailingSingleQuotedScalar => {
                self.after_quote()
            }
            Kind::InvalidQuotedScalarIndent
            | Kind::UnclosedQuotedScalar
            | Kind::DocumentIndicatorInQuotedScalar
            | Kind::UnexpectedEof => self.unclosed_quote(),
            Kind::UnclosedFlowCollection { .. }
            | Kind::ExpectedFlowMappingSeparator
            | Kind::ExpectedFlowSequenceSeparator
            | Kind::UnexpectedEofFlowMapping
            | Kind::UnexpectedEofFlowSequence
            | Kind::BlockEntryInFlowCollection
            | Kind::InvalidFlowScalarIndent => self.unclosed_bracket().or_else(|| self.separator()),
            Kind::MisplacedFlowCollectionEnd | Kind::MismatchedFlowCollectionEnd { .. } => {
                Some(self.stray_bracket())
            }
            Kind::ExpectedBlockMappingKey
            | Kind::ExpectedBlockSequenceEntry
            | Kind::ExpectedDocumentStart
            | Kind::InvalidIndentation => self.text_after_list().or_else(|| self.misplaced_line()),
            Kind::BlockSequenceEntryNotAllowed => self.list_beside_key(),
            Kind::UnknownQuotedScalarEscape
            | Kind::InvalidQuotedScalarHexEscape
            | Kind::InvalidUnicodeEscape
            | Kind::InvalidLowSurrogate
            | Kind::MissingLowSurrogate
            | Kind::UnpairedLowSurrogate => Some(self.escape()),
            Kind::CommentNotSeparated | Kind::CommentInterceptedScalar => Some(self.comment()),
            _ => None,
        }
    }

    fn report(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(Level::Error, CODE, self.file, span, message)
    }

    /// A tab among the spaces that indent the line of the error, or one soon after it.
    fn tab(&self, kind: Option<&Kind>) -> Option<Diagnostic> {
        let about_tabs = matches!(
            kind,
            Some(
                Kind::TabNotAllowed
                    | Kind::TabInBlockIndentation
                    | Kind::TabInIndentation
                    | Kind::TabInPlainScalar
                    | Kind::TabAtBlockScalarStart
            )
        );
        let start = self.before.first()?.start;
        let text = &self.file.text()[start..self.matter.end];
        let mut offset = start;
        for line in text.split_inclusive('\n').take(if about_tabs { usize::MAX } else { 1 }) {
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            if let Some(tab) = line[..indent].find('\t') {
                let span = Span::new(offset + tab, offset + indent);
                return Some(
                    self.report(span, "this line is indented with a tab, which YAML does not allow")
                        .label("a tab")
                        .help("indent with spaces, two a level"),
                );
            }
            offset += line.len();
        }
        None
    }

    /// A value that begins with a character that means something to YAML.
    fn reserved_start(&self) -> Option<Diagnostic> {
        let line = self.before.first()?;
        let (start, value) = line.value_before(self.at).or_else(|| line.item())?;
        let first = value.chars().next()?;
        let meaning = match first {
            '@' | '`' | '%' | ',' | ']' | '}' => String::new(),
            '*' => ": it would refer to a value marked with `&`, and there is none of that name".to_owned(),
            '&' => ": it would mark the value for later use, and needs a name".to_owned(),
            '|' | '>' => ": it announces text on the lines below, and nothing may follow it here".to_owned(),
            '-' => ": it would be an item of a list".to_owned(),
            _ => return None,
        };
        let shown = if first == '`' { "a backtick".to_owned() } else { format!("`{first}`") };
        let help = match first {
            '|' | '>' => format!("{}, or begin the text on the next line, indented", quote_it(value)),
            _ => quote_it(value),
        };
        Some(
            self.report(
                Span::new(start, start + value.len()),
                format!("a value without quotes cannot begin with {shown}{meaning}"),
            )
            .label("needs quotes")
            .help(help),
        )
    }

    /// A colon where no key can end.
    fn colon(&self) -> Option<Diagnostic> {
        let line = self.before.first()?;
        if let Some((start, value)) = line.value_before(self.at) {
            return Some(
                self.report(
                    Span::new(start, start + value.len()),
                    "a value that contains a colon and a space needs quotes",
                )
                .label("reads as a key inside a value")
                .help(quote_it(value)),
            );
        }
        if let Some(found) = self.missing_space() {
            return Some(found);
        }
        let above = self.before.get(1)?;
        let key = line.key()?;
        let at = line.start + line.indent;
        if line.indent > above.indent {
            return Some(
                self.report(
                    Span::new(at, at + key.len()),
                    format!(
                        "`{}` is indented more than the line above, which has a value already",
                        shortened(key)
                    ),
                )
                .label("unexpected indentation")
                .help("begin it in the same column as the other keys"),
            );
        }
        None
    }

    /// `key:value`, on the line of the error or the one above.
    fn missing_space(&self) -> Option<Diagnostic> {
        self.before.iter().take(2).find_map(|line| {
            let (at, key, value) = line.glued()?;
            Some(
                self.report(Span::new(at, at + 1), format!("a space is missing after `{}:`", shortened(key)))
                    .label("a space belongs after this colon")
                    .help(format!("write `{}: {}`", shortened(key), shortened(value))),
            )
        })
    }

    /// A line of text where a key must stand.
    fn no_key(&self) -> Option<Diagnostic> {
        let line = self.before.first()?;
        let text = line.text.trim();
        let at = line.start + line.indent;
        Some(
            self.report(Span::new(at, at + text.len()), "expected a key and a value on this line")
                .label("no `key:` here")
                .help("write `key: value`; to continue the text above, indent the line"),
        )
    }

    fn after_quote(&self) -> Option<Diagnostic> {
        let line = self.before.first()?;
        let (start, value) = line.value_before(self.at).or_else(|| line.item())?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let apostrophe = quote == '\'' && value.len() > 1 && value.ends_with('\'');
        let help = if apostrophe {
            let inner = &value[1..value.len() - 1];
            format!(
                "write an apostrophe inside single quotes twice: `'{}'`",
                shortened(&inner.replace('\'', "''"))
            )
        } else {
            quote_it(value)
        };
        let rest = Span::new(self.at, (start + value.len()).max(self.at));
        Some(self.report(rest, "text follows the closing quote").label("outside of the quotes").help(help))
    }

    /// The nearest line at or above the error whose value opens a quote and does not close it.
    fn unclosed_quote(&self) -> Option<Diagnostic> {
        self.before.iter().find_map(|line| {
            let (start, value) = line.value().or_else(|| line.item())?;
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            if closes(value, quote) {
                return None;
            }
            Some(
                self.report(
                    Span::new(start, start + value.len()),
                    format!("the quote `{quote}` is never closed"),
                )
                .label("opened here")
                .help(format!("end the text with `{quote}`; a text of several lines must be indented")),
            )
        })
    }

    /// The nearest line at or above the error whose value opens a bracket and does not close it.
    fn unclosed_bracket(&self) -> Option<Diagnostic> {
        self.before.iter().enumerate().find_map(|(nth, line)| {
            let (start, value) = line.value().or_else(|| line.item())?;
            let open = value.chars().next().filter(|c| matches!(c, '[' | '{'))?;
            let close = if open == '[' { ']' } else { '}' };
            if value.contains(close) || (nth == 0 && self.at < start) {
                return None;
            }
            Some(
                self.report(Span::new(start, start + 1), format!("the bracket `{open}` is never closed"))
                    .label("opened here")
                    .help(format!(
                        "end it with `{close}`, or put the text in quotes if the bracket is part of it"
                    )),
            )
        })
    }

    fn separator(&self) -> Option<Diagnostic> {
        let c = self.file.text()[self.at..self.matter.end].chars().next()?;
        Some(
            self.report(Span::new(self.at, self.at + c.len_utf8()), "expected `,` or the closing bracket")
                .label("not expected here")
                .help("separate items with `,`; an item that holds `: `, `,` or a bracket needs quotes"),
        )
    }

    fn stray_bracket(&self) -> Diagnostic {
        let c = self.file.text()[self.at..self.matter.end].chars().next().unwrap_or(' ');
        self.report(Span::new(self.at, self.at + c.len_utf8()), format!("`{c}` closes nothing that is open"))
            .label("unexpected bracket")
            .help("remove it, or put the text in quotes if it is part of it")
    }

    /// `[text] and more`: to YAML a list, and then something after it.
    fn text_after_list(&self) -> Option<Diagnostic> {
        let line = self.before.first()?;
        let (start, value) = line.value_before(self.at)?;
        let open = value.chars().next()?;
        let what = match open {
            '[' => "list",
            '{' => "table",
            _ => return None,
        };
        Some(
            self.report(
                Span::new(start, start + value.len()),
                format!("a value without quotes cannot begin with `{open}`: it opens a {what}, and text follows it"),
            )
            .label("needs quotes")
            .help(quote_it(value)),
        )
    }

    /// A line in a column where nothing above it stands, or a list among keys.
    fn misplaced_line(&self) -> Option<Diagnostic> {
        let line = self.before.first()?;
        let text = line.text.trim();
        let span = Span::new(line.start + line.indent, line.start + line.indent + text.len());
        let item = text.starts_with("- ") || text == "-";
        let fits = self.before.iter().skip(1).any(|above| above.indent == line.indent);
        if !fits {
            return Some(
                self.report(span, "the indentation of this line fits no line above")
                    .label(format!(
                        "indented by {} space{}",
                        line.indent,
                        if line.indent == 1 { "" } else { "s" }
                    ))
                    .help("begin it in the same column as the line that it belongs with"),
            );
        }
        if item {
            return Some(
                self.report(span, "an item of a list stands where a key is expected")
                    .label("expected `key:`")
                    .help("name the list with a key on a line above, such as `services:`, and give that key no other value"),
            );
        }
        Some(
            self.report(span, "a key stands where an item of a list is expected")
                .label("expected `- `")
                .help("begin each item with `- `; a list and keys cannot share a column"),
        )
    }

    fn list_beside_key(&self) -> Option<Diagnostic> {
        let line = self.before.first()?;
        let (start, value) = line.value_before(self.at + 1)?;
        let item = value.trim_start_matches('-').trim();
        Some(
            self.report(Span::new(start, start + value.len()), "a list cannot begin on the line of its key")
                .label("reads as an item of a list")
                .help(format!(
                    "write `- {}` on the next line; if it is text, {}",
                    shortened(item),
                    quote_it(value)
                )),
        )
    }

    fn escape(&self) -> Diagnostic {
        let text = &self.file.text()[self.at..self.matter.end];
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(found) = text[at..].find('\\').map(|found| at + found) {
            let next = bytes.get(found + 1).copied().unwrap_or(b' ');
            at = found;
            if !b"0abtnvfre \"/\\N_LP\t\r\n".contains(&next) {
                break;
            }
            at = (found + 2).min(text.len());
            if !text.is_char_boundary(at) {
                break;
            }
        }
        let start = self.at + at.min(text.len());
        let end = start + self.file.text()[start..].chars().take(2).map(char::len_utf8).sum::<usize>();
        let shown = &self.file.text()[start..end];
        self.report(Span::new(start, end), format!("`{}` is no escape that YAML knows", shortened(shown)))
            .label("unknown escape")
            .help("write `\\\\` for a backslash, or use single quotes, in which it is an ordinary character")
    }

    fn comment(&self) -> Diagnostic {
        let text = &self.file.text()[self.at..self.matter.end];
        let at = self.at + text.find('#').unwrap_or(0);
        self.report(Span::new(at, (at + 1).min(self.matter.end)), "a comment cannot begin here")
            .label("read as a comment")
            .help("put a space before `#`, or quotes around the text if it is part of it")
    }

    fn fallback(&self) -> Diagnostic {
        if let Some(found) = self.reserved_start() {
            return found;
        }
        let line = self.before.first().map_or("", |line| line.text.trim_end());
        let start = self.before.first().map_or(self.at, |line| line.start);
        let end = (start + line.len()).max(self.at);
        self.report(Span::new(self.at, end), "this cannot be read as YAML")
            .label("not understood from here")
            .help("look for a quote or bracket left open, or an indentation that differs, here or on the lines above")
    }
}

/// Whether a value that begins with `quote` also ends it on its line.
fn closes(value: &str, quote: char) -> bool {
    let mut chars = value.chars().skip(1).peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quote == '"' => drop(chars.next()),
            c if c == quote && quote == '\'' && chars.peek() == Some(&'\'') => drop(chars.next()),
            c if c == quote => return true,
            _ => {}
        }
    }
    false
}

/// "put it in quotes", with the quoted text if that is short.
pub(super) fn quote_it(value: &str) -> String {
    if value.chars().count() > 60 {
        return "put it in quotes".to_owned();
    }
    if value.contains(['"', '\\']) {
        return format!("put it in quotes: `'{}'`", value.replace('\'', "''"));
    }
    format!("put it in quotes: `\"{value}\"`")
}
