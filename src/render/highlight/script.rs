//! Tables of scripting languages.

use super::painter::Class::{Attribute, Keyword, Number, Text, Type, Variable};
use super::syntax::{BRACKETS, CALLS, CALLS_FIRST, CAPITALS, Delim, FOLD, Keys, Place, REGEX, Spec, Syntax};

/// Python, and Starlark, which is a part of it.
pub(super) static PYTHON: Syntax = Spec {
    words: &[
        (
            Keyword,
            "and as assert async await break case class continue def del elif else except finally for from global if \
             import in is lambda match nonlocal not or pass raise return try while with yield",
        ),
        (Type, "bool bytes cls dict float frozenset int list object self set str super tuple type"),
        (Number, "True False None"),
    ],
    delims: &[
        Delim::comment("#"),
        Delim::long("\"\"\""),
        Delim::long("'''"),
        Delim::text("\""),
        Delim::text("'"),
    ],
    sigils: &[(b'@', Attribute)],
    habits: CALLS | CAPITALS,
    ..Spec::EMPTY
}
.compile();

/// Ruby.
pub(super) static RUBY: Syntax = Spec {
    words: &[
        (
            Keyword,
            "BEGIN END alias and begin break case class def defined? do else elsif end ensure extend for if in include \
             loop module next not or prepend private protected public raise redo require require_relative rescue \
             retry return then undef unless until when while yield attr_accessor attr_reader attr_writer",
        ),
        (Type, "self super"),
        (Number, "true false nil"),
    ],
    delims: &[
        Delim::block("=begin", "\n=end").at(Place::LineStart),
        Delim::comment("#"),
        Delim::long("\""),
        Delim::long("'"),
        Delim::text("`"),
    ],
    sigils: &[(b'@', Variable), (b'$', Variable), (b':', Text)],
    letters: b"?",
    keys: Keys::Colon,
    habits: CALLS | CAPITALS | REGEX,
}
.compile();

/// PHP.
pub(super) static PHP: Syntax = Spec {
    words: &[
        (
            Keyword,
            "abstract and array as break callable case catch class clone const continue declare default do echo else \
             elseif empty enum exit extends final finally fn for foreach function global goto if implements include \
             include_once instanceof insteadof interface isset list match namespace new or print private protected \
             public readonly require require_once return static switch throw trait try unset use var while xor \
             yield",
        ),
        (Type, "bool float int iterable mixed never object parent self string void"),
        (Number, "true false null TRUE FALSE NULL"),
    ],
    delims: &[
        Delim::comment("//"),
        Delim::comment("#"),
        Delim::block("/*", "*/"),
        Delim::long("\""),
        Delim::long("'"),
    ],
    sigils: &[(b'$', Variable)],
    letters: b"\\",
    habits: CALLS | CAPITALS | BRACKETS,
    ..Spec::EMPTY
}
.compile();

/// Lua.
pub(super) static LUA: Syntax = Spec {
    words: &[
        (
            Keyword,
            "and break do else elseif end for function goto if in local not or repeat return then until while",
        ),
        (Type, "self"),
        (Number, "true false nil"),
    ],
    delims: &[
        Delim::block("--[[", "]]"),
        Delim::comment("--"),
        Delim::raw("[[", "]]"),
        Delim::text("\""),
        Delim::text("'"),
    ],
    habits: CALLS,
    ..Spec::EMPTY
}
.compile();

/// Elixir.
pub(super) static ELIXIR: Syntax = Spec {
    words: &[
        (
            Keyword,
            "after alias and case catch cond def defdelegate defguard defimpl defmacro defmodule defp defprotocol \
             defstruct do else end fn for if import in not or quote raise receive require rescue super throw try \
             unless unquote use when with",
        ),
        (Number, "true false nil"),
    ],
    delims: &[
        Delim::comment("#"),
        Delim::long("\"\"\""),
        Delim::long("\""),
        Delim::text("'"),
    ],
    sigils: &[(b'@', Attribute), (b':', Text)],
    letters: b"?!",
    keys: Keys::Colon,
    habits: CALLS | CAPITALS,
}
.compile();

/// Erlang.
pub(super) static ERLANG: Syntax = Spec {
    words: &[
        (
            Keyword,
            "after and andalso band begin bnot bor bsl bsr bxor case catch div end fun if not of or orelse receive rem \
             try when xor",
        ),
        (Number, "true false undefined"),
    ],
    delims: &[Delim::comment("%"), Delim::long("\""), Delim::text("'")],
    sigils: &[(b'?', Attribute)],
    letters: b"@",
    habits: CALLS,
    ..Spec::EMPTY
}
.compile();

/// Perl.
pub(super) static PERL: Syntax = Spec {
    words: &[(
        Keyword,
        "and cmp die do else elsif eq foreach for ge gt if last le local lt my ne next no not or our package print \
         require return sub unless until use while x xor",
    )],
    delims: &[
        Delim::comment("#").at(Place::WordStart),
        Delim::block("=pod", "\n=cut").at(Place::LineStart),
        Delim::long("\""),
        Delim::long("'"),
    ],
    sigils: &[(b'$', Variable), (b'@', Variable), (b'%', Variable)],
    habits: CALLS | REGEX,
    ..Spec::EMPTY
}
.compile();

/// PowerShell.
pub(super) static POWERSHELL: Syntax = Spec {
    words: &[(
        Keyword,
        "begin break catch class continue do else elseif end exit filter finally for foreach function if in param \
         process return switch throw trap try until using while",
    )],
    delims: &[
        Delim::block("<#", "#>"),
        Delim::comment("#").at(Place::WordStart),
        Delim::raw("@\"", "\n\"@"),
        Delim::raw("@'", "\n'@"),
        Delim::raw("\"", "\""),
        Delim::raw("'", "'"),
    ],
    sigils: &[(b'$', Variable), (b'-', Attribute)],
    letters: b"-",
    habits: CALLS | CAPITALS | CALLS_FIRST | FOLD,
    ..Spec::EMPTY
}
.compile();

/// Makefiles: targets, variables and comments.
pub(super) static MAKE: Syntax = Spec {
    words: &[(
        Keyword,
        "define else endef endif export ifdef ifeq ifndef ifneq include override undefine unexport vpath",
    )],
    delims: &[Delim::comment("#").at(Place::WordStart), Delim::text("\""), Delim::text("'")],
    sigils: &[(b'$', Variable)],
    letters: b"-.%/",
    keys: Keys::LineStart,
    ..Spec::EMPTY
}
.compile();

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn python() {
        assert_eq!(
            html("python", r#"@app.route("/x")"#),
            r#"<span class="hl-a">@app.route</span>(<span class="hl-s">"/x"</span>)"#
        );
        assert_eq!(
            html("python", "def take(self, n=3): return None  # c"),
            r#"<span class="hl-k">def</span> <span class="hl-f">take</span>(<span class="hl-t">self</span>, n=<span class="hl-n">3</span>): <span class="hl-k">return</span> <span class="hl-n">None</span>  <span class="hl-c"># c</span>"#
        );
        assert_eq!(
            html(
                "python",
                r#""""a
b""" if x is True else Foo("it\'s")"#
            ),
            r#"<span class="hl-s">"""a
b"""</span> <span class="hl-k">if</span> x <span class="hl-k">is</span> <span class="hl-n">True</span> <span class="hl-k">else</span> <span class="hl-t">Foo</span>(<span class="hl-s">"it\'s"</span>)"#
        );
    }

    #[test]
    fn ruby() {
        assert_eq!(
            html("ruby", r#"def x(a:) = @b.fetch(:c) { |d| d ? "e" : A::F } # c"#),
            r#"<span class="hl-k">def</span> <span class="hl-f">x</span>(<span class="hl-v">a</span>:) = <span class="hl-v">@b</span>.<span class="hl-f">fetch</span>(<span class="hl-s">:c</span>) { |d| d ? <span class="hl-s">"e"</span> : <span class="hl-t">A</span>::<span class="hl-t">F</span> } <span class="hl-c"># c</span>"#
        );
    }

    #[test]
    fn php() {
        assert_eq!(
            html("php", "function f(array $a): ?string { return $this->x['k']; } // c"),
            r#"<span class="hl-k">function</span> <span class="hl-f">f</span>(<span class="hl-k">array</span> <span class="hl-v">$a</span>): ?<span class="hl-t">string</span> { <span class="hl-k">return</span> <span class="hl-v">$this</span>-&gt;x[<span class="hl-s">'k'</span>]; } <span class="hl-c">// c</span>"#
        );
    }

    #[test]
    fn lua() {
        assert_eq!(
            html("lua", r#"local x = ngx.var.uri .. "a" -- c"#),
            r#"<span class="hl-k">local</span> x = ngx.var.uri .. <span class="hl-s">"a"</span> <span class="hl-c">-- c</span>"#
        );
        assert_eq!(
            html(
                "lua",
                r"--[[ a
b ]] end"
            ),
            r#"<span class="hl-c">--[[ a
b ]]</span> <span class="hl-k">end</span>"#
        );
    }

    #[test]
    fn elixir() {
        assert_eq!(
            html("elixir", "def take(pool, timeout: 5), do: {:ok, @limit} # c"),
            r#"<span class="hl-k">def</span> <span class="hl-f">take</span>(pool, <span class="hl-v">timeout</span>: <span class="hl-n">5</span>), <span class="hl-v">do</span>: {<span class="hl-s">:ok</span>, <span class="hl-a">@limit</span>} <span class="hl-c"># c</span>"#
        );
    }

    #[test]
    fn powershell() {
        assert_eq!(
            html("powershell", r#"$p = Get-Process -Name "api" # c"#),
            r#"<span class="hl-v">$p</span> = <span class="hl-t">Get-Process</span> <span class="hl-a">-Name</span> <span class="hl-s">"api"</span> <span class="hl-c"># c</span>"#
        );
    }
}
