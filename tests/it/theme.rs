//! Looks that differ from the built-in ones: settings, themes of one's own, and the further built-in theme.

use crate::site::{Site, site};

fn project(book: &str) -> Site {
    let site = site("");
    site.write("book.toml", book);
    site.write("content/pm-1.md", "---\ntitle: Pool full\nseverity: sev1\nstarted: 2024-05-12\n---\nx\n");
    site
}

/// The one style sheet of a page, with its name.
fn style(built: &crate::site::Built) -> (String, String) {
    let page = built.text("index.html");
    assert_eq!(page.matches("rel=\"stylesheet\"").count(), 1, "readers wait for one style sheet");
    let (_, rest) = page.split_once("rel=\"stylesheet\" href=\"./").unwrap();
    let name = rest.split('"').next().unwrap().to_owned();
    let text = built.text(&name).to_owned();
    (name, text)
}

#[test]
fn colours_of_the_settings_stand_at_the_end_of_the_one_style_sheet() {
    let (before, _) = style(&project("").build());
    let site = project("[postmortem.theme.colors]\naccent = { light = \"#7a1fa2\" }\n");
    let run = site.run(&["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let (name, text) = style(&site.build());
    assert!(
        text.ends_with(":root { --accent:light-dark(#7a1fa2,#6cc6da); } }\n"),
        "{}",
        &text[text.len() - 200..]
    );
    assert_ne!(name, before, "what is kept by browsers has another name when it changes");
    let page = site.build();
    assert!(!page.text("index.html").contains("<style"), "the Content-Security-Policy allows none");
}

#[test]
fn colours_that_are_hard_to_read_are_a_warning_with_its_place() {
    let site = project("[postmortem.theme.colors]\ntext-soft = { light = \"#999\" }\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains(
            "warning[low-contrast]: `text-soft` (#999999) is hard to see on `bg-soft` (#f5f7f8) on light screens\n --> book.toml:2:23\n"
        ),
        "{}",
        run.stderr
    );
    assert_eq!(site.run(&["build", "--strict"]).code, 1);
}

#[test]
fn a_logo_and_links_are_on_every_page() {
    let site = project(
        "[postmortem.theme]\nlogo = \"brand/logo.svg\"\nlogo-alt = \"Example & Co\"\n\n[[postmortem.theme.links]]\nname = \"Status\"\nurl = \"https://status.example.org/\"\n\n[[postmortem.theme.links]]\nname = \"Runbooks\"\nurl = \"https://wiki.example.org/?a=1&b=2\"\nplace = \"footer\"\n",
    );
    let run = site.run(&["build"]);
    assert_eq!(run.code, 2, "the logo is missing");
    assert!(run.stderr.contains("brand/logo.svg"), "{}", run.stderr);
    site.write("brand/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>");
    let built = site.build();
    for (path, root) in [("index.html", "./"), ("postmortems/pm-1/index.html", "../../"), ("404.html", "/")] {
        let page = built.text(path);
        let (header, rest) = page.split_once("</header>").unwrap();
        let footer = rest.split_once("<footer").unwrap().1;
        assert!(
            header.contains(&format!("src=\"{root}theme/added/brand/logo.svg\" alt=\"Example &amp; Co\"")),
            "{header}"
        );
        assert!(header.contains("<a href=\"https://status.example.org/\">Status</a>"), "{header}");
        assert!(
            footer.contains("<a href=\"https://wiki.example.org/?a=1&amp;b=2\">Runbooks</a>"),
            "{footer}"
        );
    }
    assert!(built.text("theme/added/brand/logo.svg").starts_with("<svg"));
}

#[test]
fn a_theme_that_does_not_exist_is_named() {
    let run = project("[output.html]\ntheme = \"compcat\"\n").run(&["build"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.stderr,
        "error: the theme is broken: themes/compcat: there is no such folder with files in it, and no built-in theme of that name; there are `default` and `compact`\n"
    );
}

#[test]
fn a_theme_adds_to_the_style_sheet_instead_of_replacing_it() {
    let site = project(
        "[output.html]\ntheme = \"own\"\n[postmortem.theme.colors]\naccent = { light = \"#7a1fa2\" }\n",
    );
    site.write("themes/own/static/style-more.css", ".row { color: red }\n");
    let built = site.build();
    let (_, text) = style(&built);
    let (more, tokens) =
        (text.find(".row { color: red }").unwrap(), text.find("--accent:light-dark").unwrap());
    assert!(text.starts_with("/*") && more < tokens, "the built-in one, the theme, the settings");
    assert!(!built.has("theme/style-more.css"));
}

#[test]
fn a_theme_says_for_which_version_it_was_written() {
    let site = project("[output.html]\ntheme = \"own\"\n");
    site.write("themes/own/templates/row.html", "<li>{{ row.title }}</li>\n");
    let run = site.run(&["build", "--strict", "--base-url", "https://example.org/"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    site.write("themes/own/theme.toml", "name = \"own\"\nfor = 99\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains(
            "warning[newer-theme]: this theme was written for version 99 of the built-in theme\n --> themes/own/theme.toml:2:7\n"
        ),
        "{}",
        run.stderr
    );
    let strict = site.run(&["build", "--strict", "--output", "strict"]);
    assert_eq!(strict.code, 1, "{}", strict.stderr);
    assert!(!site.path("strict").exists(), "nothing was put in place");
    site.write("themes/own/theme.toml", "fro = 1\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `for`?"), "{}", run.stderr);
}

#[test]
fn the_compact_theme_is_built_in() {
    let site = project("[output.html]\ntheme = \"compact\"\n");
    let built = site.build();
    let list = built.main("postmortems/index.html");
    assert!(list.contains("<li class=\"row\"><time datetime=\"2024-05-12\">"), "{list}");
    assert!(style(&built).1.contains("/* Text first:"));
    // A site's own files go over it, and can build on it.
    site.write(
        "themes/compact/templates/home.html",
        "{% extends \"compact:home.html\" %}\n{% block numbers %}<p>Hi</p>{% endblock %}\n",
    );
    let built = site.build();
    assert!(built.main("index.html").contains("<p>Hi</p>"));
    assert!(built.main("postmortems/index.html").contains("<li class=\"row\"><time"));
    site.write("themes/compact/templates/home.html", "{% extends \"compact:hoem.html\" %}\n");
    let run = site.run(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("themes/compact/templates/home.html"), "{}", run.stderr);
}

#[test]
fn the_projects_own_site_is_whole_in_the_compact_theme() {
    let built = crate::content::own_in_theme("compact", &["--base-url", "https://example.org/kb/"]);
    assert_eq!(crate::crawl::broken_links(built), Vec::<String>::new());
}
