use super::*;

fn read(text: &str) -> String {
    let mut shown = String::new();
    for line in lines(text) {
        let form = match line.form {
            Form::Blank => continue,
            Form::Heading(level) => format!("h{level}"),
            Form::Item { ordered: true } => "1.".to_owned(),
            Form::Item { ordered: false } => "-".to_owned(),
            Form::Text => "t".to_owned(),
            Form::Row => "row".to_owned(),
            Form::Code => "code".to_owned(),
            Form::Rule => "rule".to_owned(),
        };
        shown.push_str(&format!("{}:{} {form} {}\n", line.number, line.indent, line.text));
    }
    shown
}

#[test]
fn headings_of_every_form_are_known() {
    insta::assert_snapshot!(
        read("# A\n##B ##\nC\n===\n**D**\n-----\n<h3>E</h3>\n#123 is a ticket\n- item\n---\n"),
        @r"
    1:0 h1 A
    2:0 h2 B
    3:0 h1 C
    5:0 h2 D
    7:0 h3 E
    8:0 t #123 is a ticket
    9:0 - item
    10:0 rule
    "
    );
}

#[test]
fn items_of_every_form_are_known() {
    insta::assert_snapshot!(
        read("- a\n* b\n• c\n&nbsp;•d\n— e\n1. f\n2) g\n10.12:30 PM h\n(3) i\n-j\n-5 percent\n10.30 k\n    - l\n"),
        @r"
    1:0 - a
    2:0 - b
    3:0 - c
    4:1 - d
    5:1 - e
    6:0 1. f
    7:0 1. g
    8:0 1. 12:30 PM h
    9:0 1. i
    10:0 - j
    11:0 t -5 percent
    12:0 t 10.30 k
    13:4 - l
    "
    );
}

#[test]
fn items_run_together_part() {
    insta::assert_snapshot!(
        read("- It failed. - **Impact:** all - some\n• a • b\n1. one 2. two 3. three\na<br>b<br/>\n"),
        @r"
    1:0 - It failed.
    1:0 - Impact: all - some
    2:0 - a
    2:0 - b
    3:0 1. one
    3:0 1. two
    3:0 1. three
    4:0 t a
    4:0 t b
    "
    );
}

#[test]
fn headings_of_wikis_and_lists_by_letters_are_known() {
    insta::assert_snapshot!(
        read("= Queue down =\n== Tasks ==\n# Add disks\n# Add an alert\na. Replace the fan\na. m. is no item\n"),
        @r"
    1:0 h1 Queue down
    2:0 h2 Tasks
    3:0 1. Add disks
    4:0 1. Add an alert
    5:0 1. Replace the fan
    6:0 t a. m. is no item
    "
    );
    // Without headings of their kind, equals signs are nothing and a number sign heads.
    insta::assert_snapshot!(
        read("a == b ==\n# Add disks\n"),
        @r"
    1:0 t a == b ==
    2:0 h1 Add disks
    "
    );
}

#[test]
fn fences_tables_and_quotes_are_known() {
    insta::assert_snapshot!(
        read("```\n# no heading\n```\n> ## Quoted\n| A | B |\n|---|:-:|\n| 1 \\| 2 | **x** |\n```sh\nnever closed\n"),
        @r"
    2:0 code # no heading
    4:0 h2 Quoted
    5:0 row A B
    6:0 rule 
    7:0 row 1 | 2 x
    9:0 t never closed
    "
    );
}

proptest::proptest! {
    #[test]
    fn no_text_is_too_strange(text in "(\\PC|[-*#|<>`~\n 1.()•=]){0,80}") {
        let _ = lines(&text);
    }
}
