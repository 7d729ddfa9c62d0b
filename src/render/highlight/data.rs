//! Tables of configuration, query and style languages.

use super::painter::Class::{Attribute, Function, Keyword, Number, Type, Variable};
use super::syntax::{
    CALLS, CAPITALS, Delim, FIRST_WORD, FOLD, Keys, LETTERS_BEGIN, Place, SECTIONS, Spec, Syntax,
};

/// JSON and its dialects with comments or a value per line.
pub(super) static JSON: Syntax = Spec {
    words: &[(Number, "true false null NaN Infinity")],
    delims: &[Delim::text("\""), Delim::text("'"), Delim::comment("//"), Delim::block("/*", "*/")],
    keys: Keys::Strings,
    ..Spec::EMPTY
}
.compile();

/// TOML.
pub(super) static TOML: Syntax = Spec {
    words: &[(Number, "true false inf nan")],
    delims: &[
        Delim::comment("#"),
        Delim::long("\"\"\""),
        Delim::raw("'''", "'''"),
        Delim::text("\""),
        Delim { lines: false, ..Delim::raw("'", "'") },
    ],
    letters: b"-.",
    keys: Keys::Equals,
    habits: SECTIONS,
    ..Spec::EMPTY
}
.compile();

/// INI files, properties, `.env` files and systemd units.
pub(super) static INI: Syntax = Spec {
    words: &[(Number, "true false yes no on off none null")],
    delims: &[
        Delim::comment("#").at(Place::LineStart),
        Delim::comment(";").at(Place::LineStart),
        Delim::comment("!").at(Place::LineStart),
        Delim::text("\""),
    ],
    letters: b"-./",
    keys: Keys::LineStart,
    habits: SECTIONS | FOLD,
    ..Spec::EMPTY
}
.compile();

/// SQL; the union of the usual dialects.
///
/// A backslash is an ordinary character in standard strings, and a doubled
/// quote comes out right as two strings side by side.
pub(super) static SQL: Syntax = Spec {
    words: &[
        (
            Keyword,
            "add all alter analyze and any as asc begin between by call cascade case cast check cluster collate \
             column commit concurrently conflict constraint create cross current cursor database declare default \
             deferrable delete desc describe distinct do drop each else end engine escape exists explain explicit \
             fetch filter first for force foreign from full function global grant group having if ignore ilike in \
             index inner insert instead intersect interval into is isolation join key kill last lateral left level \
             like limit local lock materialized matched merge minus modify natural no not nothing nowait of offset \
             on only option or order outer over overwrite partition path prepare primary procedure processlist \
             query range recursive references refresh reindex release rename repeatable replace reset restrict \
             returning returns revoke right rollback row rows savepoint schema select sequence session set show \
             skip some start statistics status table tables tablespace temporary then ties to top transaction \
             trigger truncate type union unique unlock unnest unlogged update use user using vacuum values variables \
             verbose view wait when where window with within work zone",
        ),
        (
            Type,
            "bigint bigserial blob bool boolean bytea char date datetime decimal double enum float int integer json \
             jsonb mediumint money numeric precision real serial smallint text time timestamp timestamptz tinyint \
             unsigned uuid varbinary varchar varying",
        ),
        (Number, "true false null"),
    ],
    delims: &[
        Delim::comment("--"),
        Delim::block("/*", "*/"),
        Delim::comment("#").at(Place::LineStart),
        Delim::raw("'", "'"),
        Delim { lines: false, ..Delim::raw("\"", "\"").as_class(Variable) },
        Delim { lines: false, ..Delim::raw("`", "`").as_class(Variable) },
    ],
    sigils: &[(b'$', Variable), (b'@', Variable), (b':', Variable)],
    habits: CALLS | FOLD,
    ..Spec::EMPTY
}
.compile();

/// `PromQL`, and `LogQL` as far as it is the same.
pub(super) static PROMQL: Syntax = Spec {
    words: &[
        (
            Keyword,
            "and atan2 bool by group_left group_right ignoring offset on or unless without ALERT FOR IF ANNOTATIONS \
             LABELS",
        ),
        (Function, "avg bottomk count count_values group max min quantile stddev stdvar sum topk"),
        (Number, "Inf NaN inf nan"),
    ],
    delims: &[Delim::comment("#"), Delim::text("\""), Delim::text("'"), Delim::raw("`", "`")],
    sigils: &[(b'$', Variable)],
    letters: b":",
    keys: Keys::Matcher,
    habits: CALLS,
}
.compile();

/// `GraphQL`.
pub(super) static GRAPHQL: Syntax = Spec {
    words: &[
        (
            Keyword,
            "directive enum extend fragment implements input interface mutation on query repeatable scalar schema \
             subscription type union",
        ),
        (Number, "true false null"),
    ],
    delims: &[Delim::comment("#"), Delim::long("\"\"\""), Delim::text("\"")],
    sigils: &[(b'$', Variable), (b'@', Attribute)],
    keys: Keys::Colon,
    habits: CALLS | CAPITALS,
    ..Spec::EMPTY
}
.compile();

/// HCL: Terraform, Nomad, Packer.
pub(super) static HCL: Syntax = Spec {
    words: &[
        (Keyword, "for in if else endif endfor"),
        (Type, "any bool list map number object set string tuple"),
        (Number, "true false null"),
    ],
    delims: &[Delim::comment("#"), Delim::comment("//"), Delim::block("/*", "*/"), Delim::text("\"")],
    letters: b"-",
    keys: Keys::Equals,
    habits: CALLS | FIRST_WORD,
    ..Spec::EMPTY
}
.compile();

/// nginx.
pub(super) static NGINX: Syntax = Spec {
    words: &[(Number, "on off")],
    delims: &[Delim::comment("#").at(Place::WordStart), Delim::long("\""), Delim::long("'")],
    sigils: &[(b'$', Variable)],
    letters: b"-./",
    habits: FIRST_WORD,
    ..Spec::EMPTY
}
.compile();

/// CSS and its preprocessors.
pub(super) static CSS: Syntax = Spec {
    words: &[(Number, "auto inherit initial none unset revert")],
    delims: &[
        Delim::block("/*", "*/"),
        Delim::comment("//").at(Place::WordStart),
        Delim::text("\""),
        Delim::text("'"),
    ],
    sigils: &[(b'@', Keyword), (b'$', Variable), (b'.', Type), (b'#', Number)],
    letters: b"-",
    keys: Keys::Declaration,
    habits: CALLS | LETTERS_BEGIN,
}
.compile();

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn json_tells_keys_from_values() {
        assert_eq!(
            html("json", r#"{"a": [1, -2.5e3, true], "b\"c" : "d"}"#),
            r#"{<span class="hl-v">"a"</span>: [<span class="hl-n">1</span>, -<span class="hl-n">2.5e3</span>, <span class="hl-n">true</span>], <span class="hl-v">"b\"c"</span> : <span class="hl-s">"d"</span>}"#
        );
    }

    #[test]
    fn toml() {
        assert_eq!(
            html("toml", "[pool.main] # c"),
            r#"<span class="hl-h">[pool.main]</span> <span class="hl-c"># c</span>"#
        );
        assert_eq!(
            html("toml", "size = 30"),
            r#"<span class="hl-v">size</span> = <span class="hl-n">30</span>"#
        );
        assert_eq!(
            html("toml", "at = 2024-05-12T10:00:00Z"),
            r#"<span class="hl-v">at</span> = <span class="hl-n">2024-05-12T10:00:00Z</span>"#
        );
        assert_eq!(
            html("toml", r"x = { a = 'C:\', b = true }"),
            r#"<span class="hl-v">x</span> = { <span class="hl-v">a</span> = <span class="hl-s">'C:\'</span>, <span class="hl-v">b</span> = <span class="hl-n">true</span> }"#
        );
        assert_eq!(
            html(
                "toml",
                r"list = [
  [1, 2],
  [3]
]"
            ),
            r#"<span class="hl-v">list</span> = [
  [<span class="hl-n">1</span>, <span class="hl-n">2</span>],
  [<span class="hl-n">3</span>]
]"#
        );
    }

    #[test]
    fn ini() {
        assert_eq!(
            html(
                "ini",
                r"[Service]
; c
ExecStart=/usr/bin/x --n=1
ssl = on"
            ),
            r#"<span class="hl-h">[Service]</span>
<span class="hl-c">; c</span>
<span class="hl-v">ExecStart</span>=/usr/bin/x --n=<span class="hl-n">1</span>
<span class="hl-v">ssl</span> = <span class="hl-n">on</span>"#
        );
    }

    #[test]
    fn sql_in_any_case() {
        assert_eq!(
            html("sql", r#"SELECT count(*) from "orders" where at > $1 and n::int <> 'it''s' -- c"#),
            r#"<span class="hl-k">SELECT</span> <span class="hl-f">count</span>(*) <span class="hl-k">from</span> <span class="hl-v">"orders"</span> <span class="hl-k">where</span> at &gt; <span class="hl-v">$1</span> <span class="hl-k">and</span> n::<span class="hl-t">int</span> &lt;&gt; <span class="hl-s">'it''s'</span> <span class="hl-c">-- c</span>"#
        );
    }

    #[test]
    fn promql() {
        assert_eq!(
            html("promql", r#"sum by (job) (rate(requests_total{code=~"5.."}[5m])) > 0.1"#),
            r#"<span class="hl-f">sum</span> <span class="hl-k">by</span> (job) (<span class="hl-f">rate</span>(requests_total{<span class="hl-v">code</span>=~<span class="hl-s">"5.."</span>}[<span class="hl-n">5m</span>])) &gt; <span class="hl-n">0.1</span>"#
        );
    }

    #[test]
    fn graphql() {
        assert_eq!(
            html("graphql", "query Q($id: ID!) { user(id: $id) @include(if: true) { name } }"),
            r#"<span class="hl-k">query</span> <span class="hl-t">Q</span>(<span class="hl-v">$id</span>: ID!) { <span class="hl-f">user</span>(<span class="hl-v">id</span>: <span class="hl-v">$id</span>) <span class="hl-a">@include</span>(<span class="hl-v">if</span>: <span class="hl-n">true</span>) { name } }"#
        );
    }

    #[test]
    fn hcl() {
        assert_eq!(
            html(
                "hcl",
                r#"resource "aws_instance" "db" {
  count = 2 # n
  ids = [
    var.b
  ]
}"#
            ),
            r#"<span class="hl-k">resource</span> <span class="hl-s">"aws_instance" "db"</span> {
  <span class="hl-v">count</span> = <span class="hl-n">2</span> <span class="hl-c"># n</span>
  <span class="hl-v">ids</span> = [
    var.b
  ]
}"#
        );
    }

    #[test]
    fn nginx() {
        assert_eq!(
            html(
                "nginx",
                r"location ~ ^/api { # c
  proxy_pass http://up$uri; gzip on;
}"
            ),
            r#"<span class="hl-k">location</span> ~ ^/api { <span class="hl-c"># c</span>
  <span class="hl-k">proxy_pass</span> http://up<span class="hl-v">$uri</span>; <span class="hl-k">gzip</span> <span class="hl-n">on</span>;
}"#
        );
    }

    #[test]
    fn css() {
        assert_eq!(
            html("css", "/* c */ @media (width > 4em) { .nav > a:hover { color: #fff; --x: 1px } }"),
            r#"<span class="hl-c">/* c */</span> <span class="hl-k">@media</span> (width &gt; <span class="hl-n">4em</span>) { <span class="hl-t">.nav</span> &gt; a:hover { <span class="hl-v">color</span>: <span class="hl-n">#fff</span>; <span class="hl-v">--x</span>: <span class="hl-n">1px</span> } }"#
        );
        assert_eq!(
            html("css", r#"a:hover { background: url("x") }"#),
            r#"a:hover { <span class="hl-v">background</span>: <span class="hl-f">url</span>(<span class="hl-s">"x"</span>) }"#
        );
    }
}
