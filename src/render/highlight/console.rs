//! Terminal sessions: a prompt, what was typed, what came back.
//!
//! Typed lines are lexed as what the prompt says they are; what came back
//! is treated like a log.

use super::painter::{Class, Painter};
use super::syntax::Syntax;
use super::{data, lexer, log, scan, script, shell};

/// A prompt is not longer than this.
const LONGEST_PROMPT: usize = 80;

/// What reads the line behind a prompt.
enum Reader {
    /// A shell.
    Shell,
    /// The interpreter of a table's language.
    Table(&'static Syntax),
}

/// Paints a script, or a session that was called one.
pub(super) fn paint_script(text: &[u8], painter: &mut Painter<'_>) {
    if text.trim_ascii_start().starts_with(b"$ ") {
        paint(text, painter);
    } else {
        shell::paint(text, 0, painter);
    }
}

/// Paints a session.
pub(super) fn paint(text: &[u8], painter: &mut Painter<'_>) {
    // `# ` is root's prompt, unless somebody else is typing as well.
    let dollars = scan::lines(text, 0).any(|(start, end)| text[start..end].starts_with(b"$ "));
    let mut next = 0;
    while next < text.len() {
        let start = next;
        let mut end = scan::line_end(text, start);
        if dollars && text[start..end].starts_with(b"# ") {
            painter.paint(Class::Comment, start, end);
        } else if let Some((length, reader)) = prompt(&text[start..end]) {
            painter.paint(Class::Meta, start, start + length);
            let from = start + length;
            match reader {
                Reader::Shell => {
                    while end < text.len() && text[end - 1] == b'\\' {
                        end = scan::line_end(text, end + 1);
                    }
                    shell::paint(&text[..end], from, painter);
                }
                Reader::Table(syntax) => lexer::paint(syntax, &text[..end], from, painter),
            }
        } else {
            log::paint_line(text, start, end, painter);
        }
        next = end + 1;
    }
}

/// The length of the prompt that `line` starts with, and who prompts.
fn prompt(line: &[u8]) -> Option<(usize, Reader)> {
    if line.starts_with(b">>> ") || line == b">>>" {
        return Some((3, Reader::Table(&script::PYTHON)));
    }
    let head = &line[..line.len().min(LONGEST_PROMPT)];
    let is_mark =
        |at: usize| matches!(head[at], b'$' | b'#' | b'>') && matches!(line.get(at + 1), None | Some(b' '));
    let mark = (0..head.len()).find(|&at| is_mark(at))?;
    let (name, symbol) = (&head[..mark], head[mark]);
    let length = mark + 1;
    let Some(&first) = name.first() else {
        return (symbol != b'>').then_some((length, Reader::Shell));
    };
    if name.starts_with(b"PS ") && symbol == b'>' {
        return Some((length, Reader::Table(&script::POWERSHELL)));
    }
    let blank = name.contains(&b' ');
    let framed = matches!(first, b'[' | b'(') && name.contains(&b'@');
    if framed || !blank && (name.contains(&b'@') || name.contains(&b'~') || name.starts_with(b"bash-")) {
        return (symbol != b'>').then_some((length, Reader::Shell));
    }
    let plain = name.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:=()[]\\/".contains(byte));
    if blank || !plain || !first.is_ascii_alphanumeric() {
        return None;
    }
    let sql = name.starts_with(b"mysql") || name.starts_with(b"MariaDB") || name.starts_with(b"sqlite");
    if sql || name.ends_with(b"=") {
        return Some((length, Reader::Table(&data::SQL)));
    }
    if name.starts_with(b"irb") {
        return Some((length, Reader::Table(&script::RUBY)));
    }
    // `C:\>`, `redis>`, `127.0.0.1:6379>`, `router#`.
    (symbol != b'$').then_some((length, Reader::Shell))
}

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn typed_lines_and_their_output() {
        assert_eq!(
            html(
                "console",
                r"$ kubectl get pods \
    -n prod
ERROR: x=1
# then"
            ),
            r#"<span class="hl-m">$</span> <span class="hl-f">kubectl</span> get pods \
    <span class="hl-a">-n</span> prod
<span class="hl-e">ERROR</span>: <span class="hl-v">x</span>=<span class="hl-n">1</span>
<span class="hl-c"># then</span>"#
        );
    }

    #[test]
    fn a_script_with_a_prompt_is_a_session() {
        assert_eq!(
            html(
                "bash",
                r"$ ls
not a command"
            ),
            r#"<span class="hl-m">$</span> <span class="hl-f">ls</span>
not a command"#
        );
    }

    #[test]
    fn prompts_say_who_reads() {
        assert_eq!(
            html("console", "root@db1:~# ls"),
            r#"<span class="hl-m">root@db1:~#</span> <span class="hl-f">ls</span>"#
        );
        assert_eq!(
            html("console", "mysql> SELECT 1;"),
            r#"<span class="hl-m">mysql&gt;</span> <span class="hl-k">SELECT</span> <span class="hl-n">1</span>;"#
        );
        assert_eq!(
            html("console", ">>> len([1])"),
            r#"<span class="hl-m">&gt;&gt;&gt;</span> <span class="hl-f">len</span>([<span class="hl-n">1</span>])"#
        );
        assert_eq!(
            html("console", r"PS C:\> $x"),
            r#"<span class="hl-m">PS C:\&gt;</span> <span class="hl-v">$x</span>"#
        );
        assert_eq!(html("console", "a -> b"), "a -&gt; b");
    }
}
