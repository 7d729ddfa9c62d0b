//! Raw HTML, links, images, front matter, code and headings cannot run script.

use crate::html::parse;
use crate::site::site;

/// Ways in which script has been smuggled into pages, as Markdown or raw HTML.
const VECTORS: &[&str] = &[
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<script/x>alert(1)</script>",
    "<script x=\">\">alert(1)</script>",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text x=20 y=20>x</text></a></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>#x\"></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></iframe></foreignObject></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><a xlink:href=javascript:alert(1)>x</a></math>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<img/src=x/onerror=alert(1)>",
    "<img src=\"x\" ONERROR=\"alert(1)\">",
    "<img src=`x` onerror=alert(1)>",
    "<img src=javascript:alert(1)>",
    "<img srcset=\"x\" onload=alert(1)>",
    "<img src=x:x onerror\n=\nalert(1)>",
    "<image src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<object data=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\"></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<base href=\"https://evil.example/\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<link rel=import href=x>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style>body{background:url(javascript:alert(1))}</style>",
    "<div style=\"background:url(javascript:alert(1))\">x</div>",
    "<div style=\"width:expression(alert(1))\">x</div>",
    "<div onmouseover=alert(1)>x</div>",
    "<p onclick=alert(1)>x</p>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\" javascript:alert(1)\">x</a>",
    "<a href=\"java&#09;script:alert(1)\">x</a>",
    "<a href=\"java\nscript:alert(1)\">x</a>",
    "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "<a href=\"&#x6A;avascript&colon;alert(1)\">x</a>",
    "<a href=\"\u{1}javascript:alert(1)\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=\"//evil.example\" target=_blank onclick=alert(1)>x</a>",
    "<a href=x id=pm-content name=getElementById>x</a>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<form><button formaction=javascript:alert(1)>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<input type=image src=x onerror=alert(1)>",
    "<select onfocus=alert(1) autofocus></select>",
    "<textarea autofocus onfocus=alert(1)></textarea>",
    "<keygen autofocus onfocus=alert(1)>",
    "<video src=x onerror=alert(1)></video>",
    "<video><source onerror=alert(1)></video>",
    "<video poster=javascript:alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<table background=javascript:alert(1)><tr><td>x</td></tr></table>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<title><img src=x onerror=alert(1)></title>",
    "<plaintext><script>alert(1)</script>",
    "<xmp><script>alert(1)</script></xmp>",
    "<!--><script>alert(1)</script>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version=\"1.0\"?><script>alert(1)</script>",
    "</p></main></body><script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "{{ '<script>alert(1)</script>' | safe }}",
    "{% raw %}<script>alert(1)</script>{% endraw %}",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![\" onerror=alert(1) x=\"](x.png)",
    "[x](https://example.org \"\\\" onmouseover=alert(1) x=\\\"\")",
    "[x](https://example.org/\"onmouseover=alert(1)x=\")",
    "`<script>alert(1)</script>`",
    "<x onclick=alert(1)>x</x>",
    "<a\u{c}href=javascript:alert(1)>x</a>",
    "<\u{0}script>alert(1)</script>",
];

/// What is wrong with a page, for a browser that would run it.
fn dangers(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for element in parse(html).elements {
        let in_main = element.inside.iter().any(|name| name == "main");
        let forbidden = [
            "iframe",
            "object",
            "embed",
            "applet",
            "base",
            "style",
            "form",
            "template",
            "math",
            "foreignObject",
            "frame",
        ];
        // The parts that the theme's own scripts fill; sanitizing leaves no such attribute to content.
        let part = matches!(element.name.as_str(), "form" | "template") && element.get("data-part").is_some();
        if forbidden.contains(&element.name.as_str()) && (in_main || element.name != "form") && !part {
            found.push(format!("<{}>", element.name));
        }
        let own = element.get("src").is_some_and(|src| src.contains("theme/") && !src.contains("//"));
        if element.name == "script" && !own {
            found.push(format!("<script> {:?}", element.text));
        }
        if element.name == "meta"
            && element.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh"))
        {
            found.push("<meta refresh>".to_owned());
        }
        for (name, value) in &element.attributes {
            if name.starts_with("on") || name == "style" || name == "srcdoc" || name == "formaction" {
                found.push(format!("{}.{name}", element.name));
            }
            let url: String = value
                .chars()
                .filter(|c| !c.is_whitespace() && !c.is_control())
                .collect::<String>()
                .to_lowercase();
            let is_url = ["href", "src", "action", "data", "poster", "background", "srcset", "xlink:href"]
                .contains(&name.as_str());
            if is_url
                && ["javascript:", "vbscript:", "data:", "file:"].iter().any(|scheme| url.starts_with(scheme))
            {
                found.push(format!("{}.{name}={value}", element.name));
            }
            let loads =
                ["img", "script", "link", "source", "video", "audio"].contains(&element.name.as_str());
            if loads && name != "alt" && is_url && url.contains("evil.example") {
                found.push(format!("{} loads {value}", element.name));
            }
        }
    }
    found
}

/// A vector as a YAML string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[test]
fn no_vector_runs_in_a_body() {
    let mut found = Vec::new();
    let site = site("");
    for (n, vector) in VECTORS.iter().enumerate() {
        let vector_lower = vector.to_lowercase();
        let links = vector_lower.starts_with("<javascript")
            || vector_lower.contains("src")
            || vector_lower.contains("poster")
            || vector_lower.contains("href")
            || vector.contains("](")
            || vector.contains("]:")
            || vector.contains("x.png");
        // Links that the build refuses are tried one by one below.
        let fence = "`".repeat(8);
        let mut text = format!(
            "---\ntitle: v{n}\n---\n{fence}html\n{vector}\n{fence}\n\n{fence}{}\nx\n{fence}\n",
            vector.replace(['\n', '`'], " ")
        );
        if !links {
            text.push_str(&format!("\n{vector}\n\n# {}\n\n- {vector}\n\n> {vector}\n\n| a |\n|---|\n| {} |\n\ntext {vector} text\n", vector.replace('\n', " "), vector.replace('\n', " ")));
        }
        site.write(&format!("content/v{n}.md"), text);
    }
    let built = site.build();
    for (n, vector) in VECTORS.iter().enumerate() {
        let page = built.text(&format!("postmortems/v{n}/index.html"));
        found.extend(dangers(page).into_iter().map(|danger| format!("{vector}: {danger}")));
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Vectors with links: either the build refuses them, or the page is safe.
#[test]
fn no_vector_runs_as_a_link() {
    let mut found = Vec::new();
    for vector in VECTORS {
        let site = site("");
        site.write("content/x.png", "png");
        site.write(
            "content/a.md",
            format!(
                "---\ntitle: a\n---\n\n{vector}\n\n## {}\n\ntext {vector} text\n",
                vector.replace('\n', " ")
            ),
        );
        let run = site.run(&["build", "--quiet"]);
        match run.code {
            0 => {
                let page = std::fs::read_to_string(site.path("public/postmortems/a/index.html")).unwrap();
                found.extend(dangers(&page).into_iter().map(|danger| format!("{vector}: {danger}")));
            }
            1 => assert!(
                run.stderr.contains("refused-link") || run.stderr.contains("broken-link"),
                "{vector}: {}",
                run.stderr
            ),
            code => panic!("{vector}: exit {code}: {}", run.stderr),
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_vector_runs_from_front_matter() {
    let site = site("");
    site.write("book.toml", "[book]\ntitle = \"</title><script>alert(1)</script>\"\n[postmortem]\nbase-url = \"https://example.org/\"\n");
    for (n, vector) in VECTORS.iter().enumerate() {
        let v = quoted(vector);
        let text = format!(
            "---\ntitle: {v}\nsummary: {v}\nauthors: [{v}]\ncontributing_factors: [{v}]\nimpact: {{ summary: {v}, regions: [{v}], revenue_lost: {v} }}\ndetection: {{ method: customer, gap: {v} }}\nstarted: 2024-05-12T10:00:00Z\nservices: [{}]\ntags: [{}]\nsource: {{ url: {}, organization: {v} }}\naction_items:\n  - {{ id: {v}, text: {v}, owner: {v}, ticket: {v} }}\n---\n## Timeline\n\n- 10:00 {}\n",
            quoted(&format!("s{vector}")),
            quoted(&format!("t{vector}")),
            quoted(&format!(
                "https://example.org/{}",
                vector.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>()
            )),
            vector.replace(['\n', '[', '<'], " "),
        );
        site.write(&format!("content/v{n}.md"), text);
    }
    let built = site.build();
    let mut found = Vec::new();
    for (path, html) in crate::html::pages(&built) {
        // The search page has a form and templates of its own; content reaches it as text by a script.
        let own =
            |danger: &String| path == "search/index.html" && matches!(&**danger, "<form>" | "<template>");
        let dangers = dangers(html).into_iter().filter(|danger| !own(danger));
        found.extend(dangers.map(|danger| format!("{path}: {danger}")));
    }
    assert!(found.is_empty(), "{found:#?}");
}
