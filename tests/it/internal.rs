//! What is internal appears in no byte of a public build.

use crate::site::{Built, Site, site};

fn secretive() -> Site {
    let site = site(
        "
        //- book.toml
        [postmortem]
        base-url = \"https://example.org/\"
        //- content/zz-marker-id.md
        ---
        title: ZZMARKER title
        visibility: internal
        severity: sev1
        services: [zz-marker-service]
        root_causes: [dns]
        teams: [zz-marker-team]
        tags: [zz-marker-tag]
        started: 2031-01-01T10:00:00Z
        aliases: [zz-marker-alias/]
        action_items:
          - text: ZZMARKER action
        ---
        ## Summary
        ZZMARKER body, see [open](open.md) and ![only here](zz-marker-used.png)
        //- content/zz-marker-bundle/index.md
        ---
        title: ZZMARKER bundle
        visibility: internal
        ---
        x
        //- content/zz-marker-bundle/zz-marker.png
        ZZMARKER image
        //- content/zz-marker-used.png
        ZZMARKER image
        //- content/zz-marker-block.png
        ZZMARKER image
        //- content/pages/zz-marker-page.md
        ---
        title: ZZMARKER page
        visibility: internal
        ---
        x
        //- content/open.md
        ---
        title: Open
        related: [zz-marker-id]
        recurrence_of: zz-marker-bundle
        started: 2030-01-01T10:00:00Z
        ---
        ## Summary

        Before <!-- internal -->ZZMARKER inline<!-- /internal --> after,
        with [a link](zz-marker-id.md), [a fragment](zz-marker-id.md#summary),
        [by reference][ref] and <a href=\"zz-marker-id.md\">raw</a>.

        [ref]: zz-marker-id.md

        <!-- internal -->
        ## ZZMARKER heading

        ZZMARKER block ![x](zz-marker-block.png)

        - [ ] ZZMARKER item
        <!-- /internal -->

        ```text
        <!--INTERNAL-->
        ZZMARKER in code
        <!-- / internal -->
        ```

        ## Timeline

        - 10:00 It starts <!-- internal -->ZZMARKER in the timeline<!-- /internal -->

        ## Action items

        - [ ] Visible
        - [ ] Also visible <!-- internal -->ZZMARKER in an action<!-- /internal -->
    ",
    );
    // A page that is public, but refers to the same image, is not there: the image is internal.
    site.write("content/plain.md", "---\ntitle: Plain\n---\nx\n");
    site
}

fn marked(built: &Built) -> Vec<String> {
    built
        .files
        .iter()
        .flat_map(|(path, bytes)| {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            let in_name =
                path.to_lowercase().replace('-', "").contains("zzmarker").then(|| format!("name of {path}"));
            let in_text = text.find("zzmarker").or_else(|| text.find("zz-marker")).map(|at| {
                let from = text[..at].char_indices().rev().nth(40).map_or(0, |(at, _)| at);
                format!("{path}: …{}", text[from..].chars().take(100).collect::<String>())
            });
            [in_name, in_text].into_iter().flatten()
        })
        .collect()
}

#[test]
fn a_public_build_holds_nothing_internal() {
    let built = secretive().build();
    let found = marked(&built);
    assert!(found.is_empty(), "{found:#?}");
    let page = built.main("postmortems/open/index.html");
    assert!(page.contains("Before") && page.contains("after") && page.contains("Visible"));
    assert!(built.text("postmortems/open/index.md").contains("with a link"));
    // Nothing is counted either: two postmortems, not four.
    let api: serde_json::Value = serde_json::from_str(built.text("api/postmortems.json")).unwrap();
    assert_eq!(api.as_array().unwrap().len(), 2, "{api}");
    assert!(!built.files.keys().any(|path| path.contains("2031") || path.contains("root-causes/dns")));
}

#[test]
fn an_internal_build_holds_everything_and_marks_it() {
    let built = secretive().build_with(&["--audience", "internal"]);
    assert!(built.has("postmortems/zz-marker-bundle/zz-marker.png"));
    let page = built.main("postmortems/open/index.html");
    assert!(page.contains("ZZMARKER block") && page.contains("internal-block"), "{page}");
    assert!(built.main("postmortems/zz-marker-id/index.html").to_lowercase().contains("internal"));
}

#[test]
fn markers_in_the_front_matter_are_refused() {
    let said =
        crate::site::postmortem("title: a\nsummary: x <!-- internal -->ZZMARKER<!-- /internal -->", "x")
            .rejected();
    assert!(said.contains("internal-marker-in-front-matter"), "{said}");
}

#[test]
fn blocks_that_are_not_closed_are_refused() {
    let site = crate::site::postmortem("title: a", "before\n\n<!-- internal -->\n\nZZMARKER\n");
    let said = site.rejected();
    assert!(said.contains("unclosed-internal-block"), "{said}");
}
