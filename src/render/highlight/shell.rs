//! Shell commands, and Dockerfiles, which are half made of them.
//!
//! What matters in a postmortem's command line is which program ran with
//! which flags against what, so the lexer tracks where a command is expected
//! and leaves ordinary arguments alone.

use super::painter::{Class, Painter};
use super::scan::{self, Search};
use super::syntax::{FOLD, Spec, Syntax};

/// Words that mean something where a command is expected.
static WORDS: Syntax = Spec {
    words: &[
        (
            Class::Keyword,
            "! [[ case do done elif else esac fi for function if in select then time until while { }",
        ),
        // After these comes the command proper.
        (Class::Function, "command doas env exec nice nohup strace sudo timeout watch xargs"),
    ],
    ..Spec::EMPTY
}
.compile();

/// What a Dockerfile's lines begin with.
static INSTRUCTIONS: Syntax = Spec {
    words: &[
        // These are followed by a command.
        (Class::Function, "cmd entrypoint run shell healthcheck"),
        (
            Class::Keyword,
            "add arg copy env expose from label maintainer onbuild stopsignal user volume workdir",
        ),
    ],
    habits: FOLD,
    ..Spec::EMPTY
}
.compile();

/// Paints `text` from `from` on as shell commands.
pub(super) fn paint(text: &[u8], from: usize, painter: &mut Painter<'_>) {
    Shell { text, at: from, command: true, heredoc: None, painter }.run();
}

/// Paints a Dockerfile.
pub(super) fn paint_dockerfile(text: &[u8], painter: &mut Painter<'_>) {
    let mut next = 0;
    while next < text.len() {
        let start = scan::skip_blanks(text, next);
        let mut end = scan::line_end(text, start);
        while end < text.len() && end > start && text[end - 1] == b'\\' {
            end = scan::line_end(text, end + 1);
        }
        let word_end = scan::find(text, start, |byte| !byte.is_ascii_alphabetic());
        let class = INSTRUCTIONS.word(&text[start..word_end]);
        if class.is_some() {
            painter.paint(Class::Keyword, start, word_end);
        }
        let at = if class.is_some() { word_end } else { start };
        // `CMD ["server", "--port=80"]` is a list, not a command line.
        let list = scan::byte(text, scan::skip_blanks(text, at)) == b'[';
        let command = class == Some(Class::Function) && !list;
        Shell { text: &text[..end], at, command, heredoc: None, painter }.run();
        next = end + 1;
    }
}

/// A here-document whose body is still to come.
struct Heredoc {
    /// Where its tag starts.
    start: usize,
    /// Where its tag ends.
    end: usize,
    /// Whether the closing tag may be indented.
    indented: bool,
}

/// The state of one pass.
struct Shell<'a, 'p> {
    /// The script, cut where it ends.
    text: &'a [u8],
    /// The next byte to look at.
    at: usize,
    /// Whether a command is expected.
    command: bool,
    /// The here-document announced on this line.
    heredoc: Option<Heredoc>,
    /// Where the findings go.
    painter: &'a mut Painter<'p>,
}

impl Shell<'_, '_> {
    /// Goes through the script.
    fn run(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'\n' => self.newline(),
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\\' => self.at += 2,
                b'#' if self.word_start() => self.take(Class::Comment, scan::line_end(self.text, self.at)),
                b'\'' => self.quoted(b"'", false),
                b'"' => self.quoted(b"\"", true),
                b'$' => self.variable(),
                b'`' | b'(' | b')' => {
                    self.at += 1;
                    self.command = true;
                }
                b'|' | b'&' | b';' => {
                    let end = scan::find(self.text, self.at, |byte| !matches!(byte, b'|' | b'&' | b';'));
                    self.take(Class::Operator, end);
                    self.command = true;
                }
                b'<' | b'>' => self.redirection(),
                _ => self.word(),
            }
        }
    }

    /// Gives the bytes from here to `end` a class and goes there.
    fn take(&mut self, class: Class, end: usize) {
        self.painter.paint(class, self.at, end);
        self.at = end;
    }

    /// Whether a word can start here.
    fn word_start(&self) -> bool {
        self.at == 0 || matches!(self.text[self.at - 1], b' ' | b'\t' | b'\n' | b';' | b'(' | b'|' | b'&')
    }

    /// The end of a line, and the here-document that follows it.
    fn newline(&mut self) {
        self.at += 1;
        self.command = true;
        let Some(heredoc) = self.heredoc.take() else {
            return;
        };
        let tag = &self.text[heredoc.start..heredoc.end];
        let body = self.at;
        let closes = |&(start, end): &(usize, usize)| {
            let line = &self.text[start..end];
            if heredoc.indented { line.trim_ascii_start() == tag } else { line == tag }
        };
        let end = scan::lines(self.text, body).find(closes).map_or(self.text.len(), |(_, end)| end);
        self.take(Class::Text, end);
    }

    /// A string.
    fn quoted(&mut self, quote: &[u8], escape: bool) {
        // `NAME="value" command`: a string stuck to a word is part of it.
        if self.word_start() {
            self.command = false;
        }
        let end = Search::text(quote).escaped(escape).end(self.text, self.at + 1);
        self.take(Class::Text, end);
    }

    /// `$name`, `${…}`, `$1`, `$?`; `$(` only opens a command.
    fn variable(&mut self) {
        let next = scan::byte(self.text, self.at + 1);
        let end = match next {
            b'{' => Search::line(b"}").end(self.text, self.at + 2),
            b'0'..=b'9' | b'?' | b'#' | b'@' | b'*' | b'!' | b'$' | b'-' => self.at + 2,
            _ => scan::find(self.text, self.at + 1, |byte| !is_name(byte)),
        };
        if end > self.at + 1 {
            self.command = self.command && !self.word_start();
            self.take(Class::Variable, end);
        } else {
            self.at += 1;
        }
    }

    /// `>`, `>>`, `2>&1`, `<<EOF`.
    fn redirection(&mut self) {
        if scan::looking_at(self.text, self.at, b"<<") && scan::byte(self.text, self.at + 2) != b'<' {
            let indented = scan::byte(self.text, self.at + 2) == b'-';
            let at = scan::skip_blanks(self.text, self.at + if indented { 3 } else { 2 });
            let start = if matches!(scan::byte(self.text, at), b'\'' | b'"' | b'\\') { at + 1 } else { at };
            let end = scan::find(self.text, start, |byte| !is_name(byte));
            if end > start {
                self.heredoc = Some(Heredoc { start, end, indented });
                let quoted = matches!(scan::byte(self.text, end), b'\'' | b'"') && start > at;
                self.take(Class::Operator, if quoted { end + 1 } else { end });
                return;
            }
        }
        let mut end = scan::find(self.text, self.at, |byte| !matches!(byte, b'<' | b'>' | b'&' | b'|'));
        if self.text[end - 1] == b'&' {
            end = scan::find(self.text, end, |byte| !byte.is_ascii_digit() && byte != b'-');
        }
        self.take(Class::Operator, end);
    }

    /// A bare word: a command, a flag, an assignment, a number, or nothing.
    fn word(&mut self) {
        let start = self.at;
        // One byte at least, so that every word moves on.
        let end = scan::find(self.text, start + 1, ends_word);
        let word = &self.text[start..end];
        let fresh = self.word_start();
        self.at = end;
        if !fresh {
            return;
        }
        if word[0] == b'-' && word.len() > 1 {
            let name_end = word.iter().position(|&byte| byte == b'=').map_or(end, |at| start + at);
            self.painter.paint(Class::Attribute, start, name_end);
        } else if word.iter().all(u8::is_ascii_digit) {
            let class = if matches!(scan::byte(self.text, end), b'<' | b'>') {
                Class::Operator
            } else {
                Class::Number
            };
            self.painter.paint(class, start, end);
        } else if self.command {
            self.command_word(start, end);
        } else if matches!(word, b"in" | b"AS" | b"as") {
            self.painter.paint(Class::Keyword, start, end);
        }
    }

    /// A word where a command is expected.
    fn command_word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        let name_end = scan::find(self.text, start, |byte| !is_name(byte));
        if name_end > start && matches!(scan::byte(self.text, name_end), b'=') {
            self.painter.paint(Class::Variable, start, name_end);
            return;
        }
        let known = WORDS.word(word);
        self.painter.paint(known.unwrap_or(Class::Function), start, end);
        self.command = match known {
            None => false,
            Some(Class::Keyword) => {
                !matches!(word, b"case" | b"for" | b"in" | b"function" | b"select" | b"[[")
            }
            Some(_) => true,
        };
    }
}

/// Whether a variable's name can contain `byte`.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a bare word ends before `byte`.
fn ends_word(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(byte, b';' | b'|' | b'&' | b'<' | b'>' | b'(' | b')' | b'"' | b'\'' | b'`' | b'$' | b'\\')
}

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn commands_flags_and_variables() {
        assert_eq!(
            html("sh", r#"sudo systemctl restart --now=yes "$h" 2>&1 | tee -a x && echo 'done' # ok"#),
            r#"<span class="hl-f">sudo systemctl</span> restart <span class="hl-a">--now</span>=yes <span class="hl-s">"$h"</span> <span class="hl-o">2&gt;&amp;1 |</span> <span class="hl-f">tee</span> <span class="hl-a">-a</span> x <span class="hl-o">&amp;&amp;</span> <span class="hl-f">echo</span> <span class="hl-s">'done'</span> <span class="hl-c"># ok</span>"#
        );
        assert_eq!(
            html("sh", r#"LIMIT=3 PGHOST="db 1" psql -c x"#),
            r#"<span class="hl-v">LIMIT</span>=3 <span class="hl-v">PGHOST</span>=<span class="hl-s">"db 1"</span> <span class="hl-f">psql</span> <span class="hl-a">-c</span> x"#
        );
        assert_eq!(
            html("sh", "x=$(curl -s $url/${id})"),
            r#"<span class="hl-v">x</span>=$(<span class="hl-f">curl</span> <span class="hl-a">-s</span> <span class="hl-v">$url</span>/<span class="hl-v">${id}</span>)"#
        );
    }

    #[test]
    fn control_flow() {
        assert_eq!(
            html(
                "sh",
                r"for h in a b; do
  if [ $? -ne 0 ]; then exit 1; fi
done"
            ),
            r#"<span class="hl-k">for</span> h <span class="hl-k">in</span> a b<span class="hl-o">;</span> <span class="hl-k">do</span>
  <span class="hl-k">if</span> <span class="hl-f">[</span> <span class="hl-v">$?</span> <span class="hl-a">-ne</span> <span class="hl-n">0</span> ]<span class="hl-o">;</span> <span class="hl-k">then</span> <span class="hl-f">exit</span> <span class="hl-n">1</span><span class="hl-o">;</span> <span class="hl-k">fi</span>
<span class="hl-k">done</span>"#
        );
    }

    #[test]
    fn heredocs() {
        assert_eq!(
            html(
                "sh",
                r"psql <<'EOF' | cat
drop $x
EOF
ls"
            ),
            r#"<span class="hl-f">psql</span> <span class="hl-o">&lt;&lt;'EOF' |</span> <span class="hl-f">cat</span>
<span class="hl-s">drop $x
EOF</span>
<span class="hl-f">ls</span>"#
        );
    }

    #[test]
    fn dockerfiles() {
        assert_eq!(
            html(
                "dockerfile",
                r#"# c
FROM rust:1.95 AS build
RUN apt-get update && \
    make -j
COPY --from=build /a /b
CMD ["run", "-x"]"#
            ),
            r#"<span class="hl-c"># c</span>
<span class="hl-k">FROM</span> rust:1.95 <span class="hl-k">AS</span> build
<span class="hl-k">RUN</span> <span class="hl-f">apt-get</span> update <span class="hl-o">&amp;&amp;</span> \
    <span class="hl-f">make</span> <span class="hl-a">-j</span>
<span class="hl-k">COPY</span> <span class="hl-a">--from</span>=build /a /b
<span class="hl-k">CMD</span> [<span class="hl-s">"run"</span>, <span class="hl-s">"-x"</span>]"#
        );
    }
}
