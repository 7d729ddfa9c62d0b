use super::yaml;
use crate::data::told::told;
use crate::data::{DEEPEST, LARGEST_FRONT_MATTER, Node, Value};
use crate::diagnostic::Diagnostics;
use crate::source::{SourceFile, Span};
use proptest::prelude::*;
use std::fmt::Write as _;

fn read(text: &str) -> (SourceFile, Option<Node>, Diagnostics) {
    let file = SourceFile::new("a.md", text);
    let mut diagnostics = Diagnostics::new();
    let node = yaml(&file, Span::new(0, file.text().len()), LARGEST_FRONT_MATTER, &mut diagnostics);
    (file, node, diagnostics)
}

fn tree(text: &str) -> (SourceFile, Node) {
    let (file, node, diagnostics) = read(text);
    let node = node.unwrap_or_else(|| panic!("{}", told(&file, &diagnostics)));
    (file, node)
}

#[track_caller]
fn complains(text: &str, expected: &str) {
    let (file, _, diagnostics) = read(text);
    assert_eq!(told(&file, &diagnostics), expected, "{text:?}");
}

fn spans(file: &SourceFile, node: &Node, out: &mut String) {
    let _ = write!(out, "<{}>", &file.text()[node.span.range()]);
    for item in node.items().unwrap_or_default() {
        spans(file, item, out);
    }
    for entry in node.entries().unwrap_or_default() {
        let _ = write!(out, "{}=", &file.text()[entry.key.span.range()]);
        spans(file, &entry.value, out);
    }
}

#[test]
fn every_key_and_value_knows_its_place() {
    let (file, root) = tree(
        "\u{feff}# note\ntïtle: \"ä \\u00e9\" # why\r\n'b':\r\n  - 1.10\r\n  - {x: [y]}\r\nc: |\r\n  d\r\n  e\r\nf:\n",
    );
    let mut out = String::new();
    spans(&file, &root, &mut out);
    let inner = "tïtle: \"ä \\u00e9\" # why\r\n'b':\r\n  - 1.10\r\n  - {x: [y]}\r\nc: |\r\n  d\r\n  e\r\nf";
    let list = "- 1.10\r\n  - {x: [y]}";
    assert!(out.starts_with(&format!("<{inner}")), "{out}");
    let rest = &out[out.find(":>").or_else(|| out.find(">tïtle")).unwrap()..];
    assert!(rest.contains("tïtle=<\"ä \\u00e9\">'b'=<"), "{rest}");
    assert!(rest.contains(&format!("<{list}><1.10><{{x: [y]}}>x=<[y]><y>c=<d\r\n  e>f=<>")), "{rest}");
}

#[test]
fn values_are_what_yaml_means_and_keep_how_they_were_written() {
    let (_, root) = tree(
        "a: 1.10\nb: 2024-05-12\nc: no\nd: true\ne: 0x1F\nf: ~\ng: '7'\nh: 99999999999999999999\n2024: x\ni: !!str 5\n",
    );
    assert_eq!(
        root.to_json().to_string(),
        r#"{"a":1.1,"b":"2024-05-12","c":"no","d":true,"e":31,"f":null,"g":"7","h":1e+20,"2024":"x","i":"5"}"#
    );
    let text = |key| root.get(key).and_then(Node::text);
    assert_eq!((text("a"), text("e"), text("d")), (Some("1.10"), Some("0x1F"), Some("true")));
    assert_eq!((text("g"), text("h"), text("f")), (Some("7"), Some("99999999999999999999"), None));
}

#[test]
fn nothing_but_comments_is_an_empty_table() {
    for text in ["", "\n \n", "# nothing\r\n"] {
        assert_eq!(tree(text).1.value, Value::Table(Vec::new()));
    }
}

#[test]
fn an_alias_is_the_value_of_its_anchor_at_its_own_place() {
    let (file, root) = tree("a: &x {n: 1.10, l: [1]}\nb: *x\nc: &y 07\nd: [*y, *x]\n");
    assert_eq!(root.to_json()["b"], root.to_json()["a"]);
    let b = root.get("b").unwrap();
    assert_eq!(&file.text()[b.span.range()], "*x");
    let inner = b.get("n").unwrap();
    assert_eq!((&file.text()[inner.span.range()], inner.text()), ("*x", Some("1.10")));
    assert_eq!(root.get("d").unwrap().items().unwrap()[0].text(), Some("07"));
}

#[test]
fn each_repeated_key_is_reported_with_the_first() {
    complains(
        "a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n",
        "2:11 duplicate-key: `c` is set more than once <c> (set again here; keep one of them; if several values are meant, make them one list) [2: `c` is first set here]\n\
         3:1 duplicate-key: `a` is set more than once <a> (set again here; keep one of them; if several values are meant, make them one list) [1: `a` is first set here]\n\
         4:1 duplicate-key: `a` is set more than once <a> (set again here; keep one of them; if several values are meant, make them one list) [1: `a` is first set here]",
    );
    assert_eq!(read("a: 1\na: 2\n").1.unwrap().to_json().to_string(), r#"{"a":1}"#);
}

#[test]
fn values_that_need_quotes_are_shown_with_them() {
    let cases = [
        (
            "title: Foo: bar\r\nid: x\r\n",
            "1:8 broken-yaml: a value that contains a colon and a space needs quotes <Foo: bar> (reads as a key inside a value; put it in quotes: `\"Foo: bar\"`)",
        ),
        (
            "a: 😀: x\n",
            "1:4 broken-yaml: a value that contains a colon and a space needs quotes <😀: x> (reads as a key inside a value; put it in quotes: `\"😀: x\"`)",
        ),
        (
            "a: say \"x: y\"\n",
            "1:4 broken-yaml: a value that contains a colon and a space needs quotes <say \"x: y\"> (reads as a key inside a value; put it in quotes: `'say \"x: y\"'`)",
        ),
        (
            "title: @foo\n",
            "1:8 broken-yaml: a value without quotes cannot begin with `@` <@foo> (needs quotes; put it in quotes: `\"@foo\"`)",
        ),
        (
            "- `x`\n",
            "1:3 broken-yaml: a value without quotes cannot begin with a backtick <`x`> (needs quotes; put it in quotes: `\"`x`\"`)",
        ),
        (
            "a: [x] y\n",
            "1:4 broken-yaml: a value without quotes cannot begin with `[`: it opens a list, and text follows it <[x] y> (needs quotes; put it in quotes: `\"[x] y\"`)",
        ),
        (
            "a: **x** y\n",
            "1:4 broken-yaml: a value without quotes cannot begin with `*`: it would refer to a value marked with `&`, and there is none of that name <**x** y> (needs quotes; put it in quotes: `\"**x** y\"`)",
        ),
        (
            "a: !x y\n",
            "1:4 broken-yaml: a value without quotes cannot begin with `!`: it would be a tag, and tags mean nothing here <!x y> (needs quotes; put it in quotes: `\"!x y\"`)",
        ),
        (
            "a: > x\n",
            "1:4 broken-yaml: a value without quotes cannot begin with `>`: it announces text on the lines below, and nothing may follow it here <> x> (needs quotes; put it in quotes: `\"> x\"`, or begin the text on the next line, indented)",
        ),
        (
            "a: \"x\" y\n",
            "1:8 broken-yaml: text follows the closing quote <y> (outside of the quotes; put it in quotes: `'\"x\" y'`)",
        ),
        (
            "a: 'it's down'\n",
            "1:8 broken-yaml: text follows the closing quote <s down'> (outside of the quotes; write an apostrophe inside single quotes twice: `'it''s down'`)",
        ),
        (
            "a: - b\n",
            "1:4 broken-yaml: a list cannot begin on the line of its key <- b> (reads as an item of a list; write `- b` on the next line; if it is text, put it in quotes: `\"- b\"`)",
        ),
        (
            "a: #incidents\nb: # note\n",
            "1:4 value-is-comment: `a` is empty: what begins with `#` is a comment <#incidents> (a comment, not a value; put it in quotes: `\"#incidents\"`)",
        ),
    ];
    for (text, expected) in cases {
        complains(text, expected);
    }
}

#[test]
fn missing_spaces_and_keys_are_named() {
    let space = "a space belongs after this colon";
    complains(
        "title:foo\n",
        &format!("1:6 broken-yaml: a space is missing after `title:` <:> ({space}; write `title: foo`)"),
    );
    complains(
        "title:foo\nid: x\n",
        &format!("1:6 broken-yaml: a space is missing after `title:` <:> ({space}; write `title: foo`)"),
    );
    complains(
        "a: b\nid:x\nc: d\n",
        &format!("2:3 broken-yaml: a space is missing after `id:` <:> ({space}; write `id: x`)"),
    );
    complains(
        "a: b\nmore\nc: d\n",
        "2:1 broken-yaml: expected a key and a value on this line <more> (no `key:` here; write `key: value`; to continue the text above, indent the line)",
    );
    complains(
        ": x\n",
        "1:1 broken-yaml: a key is missing before this colon <:> (no key; write `key: value`)",
    );
    complains(
        "? [a]\n: b\n",
        "1:3 broken-yaml: a key must be text, not a list or a table <[> (not a key; write `key: value`; quote the key if the bracket or `?` is part of it)",
    );
}

#[test]
fn what_is_left_open_is_shown_where_it_was_opened() {
    let quote = "opened here; end the text with `\"`; a text of several lines must be indented";
    complains(
        "a: \"b\nc: d\ne: f\n",
        &format!("1:4 broken-yaml: the quote `\"` is never closed <\"b> ({quote})"),
    );
    let list = "opened here; end it with `]`, or put the text in quotes if the bracket is part of it";
    complains("a: [x, y\nb: c\n", &format!("1:4 broken-yaml: the bracket `[` is never closed <[> ({list})"));
    complains("a: [x\n", &format!("1:4 broken-yaml: the bracket `[` is never closed <[> ({list})"));
    complains(
        "a: [x]]\n",
        "1:7 broken-yaml: `]` closes nothing that is open <]> (unexpected bracket; remove it, or put the text in quotes if it is part of it)",
    );
    complains(
        "a: \"\\d+\"\n",
        "1:5 broken-yaml: `\\d` is no escape that YAML knows <\\d> (unknown escape; write `\\\\` for a backslash, or use single quotes, in which it is an ordinary character)",
    );
}

#[test]
fn indentation_that_fits_nothing_is_shown() {
    let tab = "a tab; indent with spaces, two a level";
    complains(
        "s:\n\t- a\n",
        &format!("2:1 broken-yaml: this line is indented with a tab, which YAML does not allow <\t> ({tab})"),
    );
    complains(
        "a: b\n\tc: d\n",
        &format!("2:1 broken-yaml: this line is indented with a tab, which YAML does not allow <\t> ({tab})"),
    );
    let column = "begin it in the same column as the line that it belongs with";
    complains(
        "s:\n  - a\n - b\n",
        &format!(
            "3:2 broken-yaml: the indentation of this line fits no line above <- b> (indented by 1 space; {column})"
        ),
    );
    complains(
        "a: b\n  c: d\n",
        "2:3 broken-yaml: `c` is indented more than the line above, which has a value already <c> (unexpected indentation; begin it in the same column as the other keys)",
    );
    complains(
        "a: b\n- c\n",
        "2:1 broken-yaml: an item of a list stands where a key is expected <- c> (expected `key:`; name the list with a key on a line above, such as `services:`, and give that key no other value)",
    );
    complains(
        "- a\nb: c\n",
        "2:1 broken-yaml: a key stands where an item of a list is expected <b: c> (expected `- `; begin each item with `- `; a list and keys cannot share a column)",
    );
}

#[test]
fn only_one_table_is_front_matter() {
    complains(
        "just text\n",
        "1:1 broken-yaml: expected a table of keys and values, but found text <just text> (not a table; write one key a line, such as `title: What broke`)",
    );
    complains(
        "- a\n",
        "1:1 broken-yaml: expected a table of keys and values, but found a list <- a> (not a table; write one key a line, such as `title: What broke`)",
    );
    complains(
        "a: b\n---\nc: d\n",
        "2:1 broken-yaml: a second YAML document begins here <---> (only one can be read; keep one document; lines of `---` or `...` inside of it are not allowed)",
    );
    complains(
        "a: \u{7}b\n",
        "1:4 broken-yaml: an invisible control character (U+0007) stands here <\u{7}> (invisible; delete it)",
    );
}

#[test]
fn depth_size_and_aliases_are_bounded_in_time() {
    let code = |text: &str| read(text).2.sorted().iter().map(|d| d.code).collect::<Vec<_>>();
    let ladder = |n: usize| (0..n).fold(String::new(), |text, n| text + &" ".repeat(n) + "a:\n");
    for deep in
        ["[".repeat(10_000), "{a: ".repeat(4_000), "- ".repeat(8_000), ladder(170), "[{".repeat(8_000)]
    {
        let started = std::time::Instant::now();
        assert_eq!(code(&deep), ["front-matter-too-deep"], "{deep:.20}");
        assert!(started.elapsed().as_millis() < 500);
    }
    assert_eq!(code(&"? ".repeat(8_000)), ["broken-yaml"]);
    let fits = format!("a: {}{}\n", "[".repeat(DEEPEST - 1), "]".repeat(DEEPEST - 1));
    assert_eq!(code(&fits), [""; 0]);
    assert_eq!(
        code(&format!("a: {}{}\n", "[".repeat(DEEPEST), "]".repeat(DEEPEST))),
        ["front-matter-too-deep"]
    );
    assert_eq!(code(&format!("a: {}\n", "x".repeat(17 * 1024))), ["front-matter-too-large"]);
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..12 {
        let _ = writeln!(bomb, "a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 9].join(", "));
    }
    assert_eq!(code(&bomb), ["too-many-aliases"]);
    complains(
        "a: &x [*x]\n",
        "1:8 broken-yaml: this alias stands inside of the value that it refers to <*x> (refers to what contains it; write the value out, or quote it if `*` is part of the text)",
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_explained(text in r#"([a-c:#&*!|>'"%@`\[\]{},?\t\r\n \-.é😀\\0-9]|: |\n  |- |\*a|&a ){0,60}"#) {
        let (file, node, diagnostics) = read(&text);
        prop_assert_eq!(node.is_none(), diagnostics.has_errors() && diagnostics.sorted().iter().all(|d| d.code != "duplicate-key"));
        if let Some(node) = node {
            let mut out = String::new();
            spans(&file, &node, &mut out);
        }
        for found in diagnostics.sorted() {
            prop_assert!(file.text().get(found.span.range()).is_some());
            prop_assert!(found.help.is_some() && found.label.is_some());
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read(&String::from_utf8_lossy(&bytes));
    }
}
