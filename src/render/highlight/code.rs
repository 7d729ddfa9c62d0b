//! Tables of compiled languages and their relatives.
//!
//! Word lists hold what the languages reserve, and the few built-in types
//! and values that readers look for; they are no complete grammars.

use super::painter::Class::{Attribute, Keyword, Number, Type};
use super::syntax::{
    BRACKETS, CALLS, CALLS_FIRST, CAPITALS, DIRECTIVES, Delim, Keys, REGEX, RUST as RUST_HABITS, Spec, Syntax,
};

/// What languages with braces and `//` share.
const BRACES: Spec = Spec {
    delims: &[Delim::comment("//"), Delim::block("/*", "*/"), Delim::text("\""), Delim::text("'")],
    habits: CALLS | CAPITALS,
    ..Spec::EMPTY
};

/// The same, with Java's annotations and text blocks.
const ANNOTATED: Spec = Spec {
    delims: &[
        Delim::comment("//"),
        Delim::block("/*", "*/"),
        Delim::long("\"\"\""),
        Delim::text("\""),
        Delim::text("'"),
    ],
    sigils: &[(b'@', Attribute)],
    ..BRACES
};

/// Rust.
pub(super) static RUST: Syntax = Spec {
    words: &[
        (
            Keyword,
            "as async await break const continue crate dyn else enum extern fn for if impl in let loop macro_rules \
             match mod move mut pub ref return static struct super trait type union unsafe use where while yield",
        ),
        (
            Type,
            "bool char f32 f64 i8 i16 i32 i64 i128 isize self str u8 u16 u32 u64 u128 usize",
        ),
        (Number, "true false"),
    ],
    delims: &[Delim::comment("//"), Delim::block("/*", "*/"), Delim::long("\"")],
    habits: CALLS | CAPITALS | BRACKETS | RUST_HABITS,
    ..BRACES
}
.compile();

/// Go.
pub(super) static GO: Syntax = Spec {
    words: &[
        (
            Keyword,
            "break case chan const continue default defer else fallthrough for func go goto if import interface map \
             package range return select struct switch type var",
        ),
        (
            Type,
            "any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune \
             string uint uint8 uint16 uint32 uint64 uintptr",
        ),
        (Number, "true false nil iota"),
    ],
    delims: &[
        Delim::comment("//"),
        Delim::block("/*", "*/"),
        Delim::text("\""),
        Delim::text("'"),
        Delim::raw("`", "`"),
    ],
    habits: CALLS | CALLS_FIRST,
    ..BRACES
}
.compile();

/// JavaScript and TypeScript; one table, because their words do not clash.
pub(super) static JAVASCRIPT: Syntax = Spec {
    words: &[
        (
            Keyword,
            "abstract as async await break case catch class const continue debugger declare default delete do else \
             enum export extends finally for from function get if implements import in infer instanceof interface \
             is keyof let namespace new of private protected public readonly return satisfies set static switch \
             throw try type typeof var void while with yield",
        ),
        (Type, "any bigint boolean never number object string symbol unknown this super"),
        (Number, "true false null undefined NaN Infinity"),
    ],
    delims: &[
        Delim::comment("//"),
        Delim::block("/*", "*/"),
        Delim::text("\""),
        Delim::text("'"),
        Delim::long("`"),
    ],
    sigils: &[(b'@', Attribute)],
    letters: b"$",
    habits: CALLS | CAPITALS | REGEX,
    ..BRACES
}
.compile();

/// Java, and Groovy as far as it looks like it.
pub(super) static JAVA: Syntax = Spec {
    words: &[
        (
            Keyword,
            "abstract assert break case catch class const continue def default do else enum exports extends final \
             finally for goto if implements import in instanceof interface module native new package \
             permits private protected public record requires return sealed static strictfp switch synchronized \
             throw throws transient try var volatile while yield",
        ),
        (Type, "boolean byte char double float int long short void this super"),
        (Number, "true false null"),
    ],
    ..ANNOTATED
}
.compile();

/// Kotlin.
pub(super) static KOTLIN: Syntax = Spec {
    words: &[
        (
            Keyword,
            "abstract actual annotation as break by catch class companion const constructor continue crossinline \
             data do else enum expect external final finally for fun if import in infix init inline inner interface \
             internal is lateinit noinline object open operator out override package private protected public \
             reified return sealed suspend tailrec throw try typealias val var vararg when where while",
        ),
        (Type, "this super"),
        (Number, "true false null"),
    ],
    ..ANNOTATED
}
.compile();

/// Scala.
pub(super) static SCALA: Syntax = Spec {
    words: &[
        (
            Keyword,
            "abstract case catch class def do else enum export extends extension final finally for forSome given if \
             implicit import inline lazy match new object opaque override package private protected return sealed \
             then throw trait transparent try type using val var while with yield",
        ),
        (Type, "this super"),
        (Number, "true false null"),
    ],
    ..ANNOTATED
}
.compile();

/// Swift.
pub(super) static SWIFT: Syntax = Spec {
    words: &[
        (
            Keyword,
            "actor any as associatedtype async await break case catch class continue convenience default defer \
             deinit didSet do dynamic else enum extension fallthrough fileprivate final for func get guard if import \
             in indirect infix init inout internal is lazy let mutating nonisolated open operator optional override \
             postfix prefix private protocol public repeat rethrows return set some static struct subscript switch \
             throw throws try typealias unowned var weak where while willSet",
        ),
        (Type, "self Self super"),
        (Number, "true false nil"),
    ],
    habits: CALLS | CAPITALS | DIRECTIVES,
    ..ANNOTATED
}
.compile();

/// C, C++ and what is built on them.
pub(super) static C: Syntax = Spec {
    words: &[
        (
            Keyword,
            "alignas alignof asm auto break case catch class co_await co_return co_yield concept const consteval \
             constexpr constinit continue decltype default delete do else enum explicit export extern final for \
             friend goto if inline mutable namespace new noexcept operator override private protected public \
             register requires restrict return sizeof static static_assert static_cast reinterpret_cast \
             dynamic_cast const_cast struct switch template thread_local throw try typedef typeid typename union \
             using virtual volatile while",
        ),
        (
            Type,
            "bool char char8_t char16_t char32_t double float int int8_t int16_t int32_t int64_t intptr_t long \
             ptrdiff_t short signed size_t ssize_t this uint8_t uint16_t uint32_t uint64_t uintptr_t unsigned void \
             wchar_t",
        ),
        (Number, "true false NULL nullptr"),
    ],
    habits: CALLS | CALLS_FIRST | CAPITALS | DIRECTIVES,
    ..BRACES
}
.compile();

/// C#.
pub(super) static CSHARP: Syntax = Spec {
    words: &[
        (
            Keyword,
            "abstract as async await base break case catch checked class const continue default delegate do else \
             enum event explicit extern finally fixed for foreach get goto if implicit in init interface internal \
             is lock nameof namespace new operator out override params partial private protected public readonly \
             record ref required return sealed set sizeof stackalloc static struct switch throw try typeof \
             unchecked unsafe using var virtual volatile when where while with yield",
        ),
        (
            Type,
            "bool byte char decimal double dynamic float int long nint nuint object sbyte short string this uint \
             ulong ushort void",
        ),
        (Number, "true false null"),
    ],
    delims: &[
        Delim::comment("//"),
        Delim::block("/*", "*/"),
        Delim::raw("\"\"\"", "\"\"\""),
        Delim::raw("$@\"", "\""),
        Delim::raw("@$\"", "\""),
        Delim::raw("@\"", "\""),
        Delim::text("\""),
        Delim::text("'"),
    ],
    habits: CALLS | CALLS_FIRST | CAPITALS | DIRECTIVES,
    ..BRACES
}
.compile();

/// Solidity.
pub(super) static SOLIDITY: Syntax = Spec {
    words: &[
        (
            Keyword,
            "abstract anonymous as assembly break calldata catch constant constructor continue contract delete do \
             else emit enum error event external fallback for from function if immutable import indexed interface \
             internal is library mapping memory modifier new override payable pragma private public pure receive \
             return returns revert storage struct throw transient try type unchecked using view virtual while",
        ),
        (Type, "address bool bytes bytes4 bytes32 int int256 string super this uint uint8 uint64 uint128 uint256 var"),
        (Number, "true false wei gwei ether seconds minutes hours days weeks"),
    ],
    ..BRACES
}
.compile();

/// Protocol Buffers.
pub(super) static PROTOBUF: Syntax = Spec {
    words: &[
        (
            Keyword,
            "edition enum extend extensions import map message oneof option optional package public repeated \
             required reserved returns rpc service stream syntax to",
        ),
        (
            Type,
            "bool bytes double fixed32 fixed64 float int32 int64 sfixed32 sfixed64 sint32 sint64 string uint32 uint64",
        ),
        (Number, "true false"),
    ],
    keys: Keys::Never,
    ..BRACES
}
.compile();

#[cfg(test)]
mod tests {
    use super::super::html;

    #[test]
    fn rust_has_lifetimes_raw_strings_and_attributes() {
        assert_eq!(html("rust", "#[derive(Debug)]"), r#"<span class="hl-a">#[derive(Debug)]</span>"#);
        assert_eq!(
            html("rust", "pub async fn take<'a>(pool: &'a Pool) {"),
            r#"<span class="hl-k">pub async fn</span> take&lt;<span class="hl-a">'a</span>&gt;(pool: &amp;<span class="hl-a">'a</span> <span class="hl-t">Pool</span>) {"#
        );
        assert_eq!(
            html("rust", r##"let q = '\'' + 'é'; r#"a"b"# // c"##),
            r##"<span class="hl-k">let</span> q = <span class="hl-s">'\''</span> + <span class="hl-s">'é'</span>; <span class="hl-s">r#"a"b"#</span> <span class="hl-c">// c</span>"##
        );
        assert_eq!(
            html("rust", r#"println!("{}", 0x1f_u8 + 1.5e-3);"#),
            r#"<span class="hl-f">println</span>!(<span class="hl-s">"{}"</span>, <span class="hl-n">0x1f_u8</span> + <span class="hl-n">1.5e-3</span>);"#
        );
        assert_eq!(html("rust", "self.type"), r#"<span class="hl-t">self</span>.type"#);
    }

    #[test]
    fn go_calls_are_no_types() {
        assert_eq!(
            html("go", "func (p *Pool) Take() error { return fmt.Errorf(`x`, 3) }"),
            r#"<span class="hl-k">func</span> (p *Pool) <span class="hl-f">Take</span>() <span class="hl-t">error</span> { <span class="hl-k">return</span> fmt.<span class="hl-f">Errorf</span>(<span class="hl-s">`x`</span>, <span class="hl-n">3</span>) }"#
        );
    }

    #[test]
    fn javascript_tells_a_regex_from_a_division() {
        assert_eq!(
            html("js", r#"x = /a"b/g; y = x / 2 / 3"#),
            r#"x = <span class="hl-s">/a"b/g</span>; y = x / <span class="hl-n">2</span> / <span class="hl-n">3</span>"#
        );
        assert_eq!(
            html("js", "return /x/.test(`a ${b}`) // c"),
            r#"<span class="hl-k">return</span> <span class="hl-s">/x/</span>.<span class="hl-f">test</span>(<span class="hl-s">`a ${b}`</span>) <span class="hl-c">// c</span>"#
        );
        assert_eq!(
            html("js", "@Injectable() class A {}"),
            r#"<span class="hl-a">@Injectable</span>() <span class="hl-k">class</span> <span class="hl-t">A</span> {}"#
        );
    }

    #[test]
    fn java_and_its_neighbours() {
        assert_eq!(
            html("java", "@Override public int size() { return null; } /* c */"),
            r#"<span class="hl-a">@Override</span> <span class="hl-k">public</span> <span class="hl-t">int</span> <span class="hl-f">size</span>() { <span class="hl-k">return</span> <span class="hl-n">null</span>; } <span class="hl-c">/* c */</span>"#
        );
    }

    #[test]
    fn kotlin() {
        assert_eq!(
            html("kotlin", r#"suspend fun take(n: Int): Conn? = """a"b""""#),
            r#"<span class="hl-k">suspend fun</span> <span class="hl-f">take</span>(n: <span class="hl-t">Int</span>): <span class="hl-t">Conn</span>? = <span class="hl-s">"""a"b"""</span>"#
        );
    }

    #[test]
    fn c_has_directives() {
        assert_eq!(
            html("c", "#include <stdio.h>"),
            r#"<span class="hl-a">#include</span> <span class="hl-s">&lt;stdio.h&gt;</span>"#
        );
        assert_eq!(
            html("c", r#"static size_t n = strlen("a\"b"); // c"#),
            r#"<span class="hl-k">static</span> <span class="hl-t">size_t</span> n = <span class="hl-f">strlen</span>(<span class="hl-s">"a\"b"</span>); <span class="hl-c">// c</span>"#
        );
    }

    #[test]
    fn csharp_has_verbatim_strings() {
        assert_eq!(
            html("csharp", r#"public void Run() { Log.Write(@"C:\"); }"#),
            r#"<span class="hl-k">public</span> <span class="hl-t">void</span> <span class="hl-f">Run</span>() { <span class="hl-t">Log</span>.<span class="hl-f">Write</span>(<span class="hl-s">@"C:\"</span>); }"#
        );
    }

    #[test]
    fn a_string_left_open_ends_with_its_line() {
        assert_eq!(
            html(
                "java",
                r#""a b
int c"#
            ),
            r#"<span class="hl-s">"a b</span>
<span class="hl-t">int</span> c"#
        );
    }
}
