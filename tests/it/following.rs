//! The preview while files change: what a tab hears, however an editor saves.

use crate::client::preview;
use crate::serve::project;
use crate::site::{Site, site};
use std::fs;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// How an editor saves: what it is called, and how it is done.
type Save<'a> = (&'a str, Box<dyn Fn(&str) + 'a>);

const PAGE: &str = "postmortems/pm-2/index.html";

fn text(words: &str) -> String {
    format!("---\ntitle: A certificate ran out\nstarted: 2024-06-12T10:00:00Z\n---\n{words}\n")
}

#[test]
fn however_an_editor_saves_the_page_shows_it() {
    let project = project();
    let preview = preview(&project, &["--watch"]);
    let file = project.path("content/pm-2.md");
    let aside = |name: &str| project.path(&format!("content/{name}"));
    let saves: Vec<Save<'_>> = vec![
        ("in place", Box::new(|text| fs::write(&file, text).unwrap())),
        (
            "by renaming a hidden file",
            Box::new(|text| {
                fs::write(aside(".pm-2.md.tmp"), text).unwrap();
                fs::rename(aside(".pm-2.md.tmp"), &file).unwrap();
            }),
        ),
        (
            "by renaming a visible file",
            Box::new(|text| {
                fs::write(aside("pm-2.md.new"), text).unwrap();
                fs::rename(aside("pm-2.md.new"), &file).unwrap();
            }),
        ),
        (
            "as vim does with a backup",
            Box::new(|text| {
                fs::write(aside("4913"), "").unwrap();
                fs::remove_file(aside("4913")).unwrap();
                fs::rename(&file, aside("pm-2.md~")).unwrap();
                fs::write(&file, text).unwrap();
                fs::remove_file(aside("pm-2.md~")).unwrap();
            }),
        ),
        (
            "by deleting and creating",
            Box::new(|text| {
                fs::remove_file(&file).unwrap();
                fs::write(&file, text).unwrap();
            }),
        ),
        (
            "by cutting and writing",
            Box::new(|text| {
                fs::File::create(&file).unwrap();
                thread::sleep(std::time::Duration::from_millis(80));
                fs::write(&file, text).unwrap();
            }),
        ),
        (
            "in pieces",
            Box::new(|text| {
                let mut out = fs::File::create(&file).unwrap();
                for piece in text.as_bytes().chunks(16) {
                    out.write_all(piece).unwrap();
                    out.flush().unwrap();
                }
            }),
        ),
        (
            "from elsewhere",
            Box::new(|text| {
                fs::write(project.path("elsewhere"), text).unwrap();
                fs::rename(project.path("elsewhere"), &file).unwrap();
            }),
        ),
        (
            "over a whole folder",
            Box::new(|text| {
                fs::rename(project.path("content"), project.path("old")).unwrap();
                fs::rename(project.path("old"), project.path("content")).unwrap();
                fs::write(&file, text).unwrap();
            }),
        ),
    ];
    for (at, (how, save)) in saves.iter().enumerate() {
        let words = format!("Saved {how}, number {at}.");
        save(&text(&words));
        preview.until_shows("/postmortems/pm-2/", &words);
    }
    // The same number of bytes, twice within the grain of the file system's clock.
    for word in ["aaa", "bbb", "ccc"] {
        fs::write(&file, text(word)).unwrap();
        preview.until_shows("/postmortems/pm-2/", word);
    }
}

#[test]
fn files_and_folders_come_and_go() {
    let project = project();
    let preview = preview(&project, &["--watch"]);
    project.write("content/team/deep/pm-9.md", text("New in a new folder."));
    preview.until_shows("/postmortems/pm-9/", "New in a new folder.");
    project.write("content/team/deep/pm-9.md", text("Changed there."));
    preview.until_shows("/postmortems/pm-9/", "Changed there.");
    fs::rename(project.path("content/team"), project.path("content/group")).unwrap();
    preview.until_shows("/", "A certificate");
    project.write("content/group/deep/pm-9.md", text("Behind a new name."));
    preview.until_shows("/postmortems/pm-9/", "Behind a new name.");
    fs::remove_dir_all(project.path("content/group")).unwrap();
    preview.until("/postmortems/pm-9/", |answer| answer.status == 404);
    project.write("content/pm-1/new.txt", "beside the page");
    preview.until_shows("/postmortems/pm-1/new.txt", "beside the page");
    project.write("book.toml", "[book]\ntitle = \"Another name\"\n");
    preview.until_shows("/", "Another name");
    project.write("themes/default/templates/row.html", "<li>my own row of {{ row.title }}</li>\n");
    preview.until_shows("/postmortems/", "my own row of");
    fs::remove_dir_all(project.path("themes")).unwrap();
    preview.until("/postmortems/", |answer| !answer.text().contains("my own row of"));
}

#[test]
fn looking_again_and_again_does_without_events() {
    let project = project();
    let preview = preview(&project, &["--watch", "--poll"]);
    for word in ["first", "other", "third"] {
        fs::write(project.path("content/pm-2.md"), text(word)).unwrap();
        preview.until_shows("/postmortems/pm-2/", word);
    }
}

#[test]
fn another_branch_with_thousands_of_files_is_followed() {
    let folders = |branch: &str, count: usize| -> Site {
        let site = site("");
        for at in 0..count {
            site.write(
                &format!("{at:04}.md"),
                format!("---\ntitle: {branch} {at}\n---\nText of {branch}.\n"),
            );
        }
        site
    };
    let (one, other) = (folders("main", 2_000), folders("side", 1_900));
    let project = site("");
    let switch = |from: &Site, count: usize| {
        for at in 0..2_000 {
            let file = format!("content/{at:04}.md");
            if at < count {
                fs::create_dir_all(project.path("content")).unwrap();
                fs::copy(from.path(&format!("{at:04}.md")), project.path(&file)).unwrap();
            } else if project.path(&file).exists() {
                project.remove(&file);
            }
        }
    };
    switch(&one, 2_000);
    project.write("book.toml", "[output.html.search]\nenable = false\n");
    let preview = preview(&project, &["--watch"]);
    assert!(preview.get("/").text().contains("2,000"), "{}", preview.get("/").text());
    switch(&other, 1_900);
    preview.until_shows("/", "1,900");
    preview.until_shows("/postmortems/1899/", "side 1899");
    preview.until("/postmortems/1999/", |answer| answer.status == 404);
    switch(&one, 2_000);
    preview.until_shows("/postmortems/1999/", "main 1999");
    for at in [0, 7, 1_000, 1_899] {
        assert!(preview.get(&format!("/postmortems/{at:04}/")).text().contains(&format!("main {at}")));
    }
}

#[test]
fn only_tabs_whose_page_changed_hear_of_it() {
    let project = project();
    let preview = preview(&project, &["--watch"]);
    let tag = |path: &str| preview.get(path).tag();
    let mut changed = preview.follow(PAGE, &tag("/postmortems/pm-2/"));
    let mut other = preview.follow("about/index.html", &tag("/about/"));
    let nothing = ("mended".to_owned(), "null".to_owned());
    assert_eq!((changed.next(), other.next()), (nothing.clone(), nothing.clone()));
    let reload = ("reload".to_owned(), "null".to_owned());
    // Saved without a change, then with one that shows there only.
    project.save("content/pm-2.md", fs::read(project.path("content/pm-2.md")).unwrap());
    project.save("content/pm-2.md", text("Other words."));
    assert_eq!(changed.next(), reload);
    // The next that the other tab hears is of its own page.
    project.save("content/pages/about.md", "---\ntitle: About\n---\nOther words.\n");
    preview.until_shows("/about/", "Other words.");
    assert_eq!(other.next(), reload);
    // One that comes back with old bytes catches up, one with the bytes of now hears nothing of it.
    let mut late = preview.follow(PAGE, "0123456789abcdef");
    assert_eq!(late.next(), reload);
    let mut current = preview.follow(PAGE, &tag("/postmortems/pm-2/"));
    assert_eq!(current.next(), nothing);
    // A page that goes is another page, too; and one that is missing may come.
    let mut coming = preview.follow("postmortems/pm-7/index.html", &tag("/postmortems/pm-7/"));
    assert_eq!(coming.next(), nothing);
    project.save("content/pm-7.md", text("New."));
    assert_eq!(coming.next(), reload);
}

#[test]
fn style_sheets_are_swapped_without_reloading() {
    let project = project();
    project.write("own.css", "p { color: red }\n");
    project.write("book.toml", "[output.html]\nadditional-css = [\"own.css\"]\n");
    project.write("themes/default/static/style.css", "body { color: black }\n");
    let preview = preview(&project, &["--watch"]);
    let mut tab = preview.follow("index.html", &preview.get("/").tag());
    assert_eq!(tab.next().0, "mended");
    project.save("themes/default/static/style.css", "body { color: blue }\n");
    let (name, data) = tab.next();
    assert_eq!(name, "styles");
    let change: serde_json::Value = serde_json::from_str(&data).unwrap();
    let now = preview.get("/");
    assert_eq!(change["etag"], now.tag());
    let sheet = change["styles"][0].as_str().unwrap();
    assert!(now.text().contains(&format!("href=\"{sheet}\"")), "{sheet}");
    assert_eq!(preview.get(&format!("/{}", sheet.trim_start_matches("./"))).text(), "body { color: blue }\n");
    assert!(change["fresh"].is_null());
    // One of the project has the same name whatever it holds.
    project.save("own.css", "p { color: green }\n");
    let (name, data) = tab.next();
    let change: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!((name.as_str(), change["fresh"].is_number()), ("styles", true), "{data}");
}

#[test]
fn while_files_are_wrong_the_last_site_stays_and_says_so() {
    let project = project();
    let preview = preview(&project, &["--watch"]);
    let before = preview.get("/postmortems/pm-2/").text();
    let mut tab = preview.follow(PAGE, &preview.get("/postmortems/pm-2/").tag());
    assert_eq!(tab.next().0, "mended");
    let mut wrong = |break_it: &dyn Fn(), summary: &str, told: &str, mend: &dyn Fn()| {
        break_it();
        let (name, data) = tab.next();
        assert_eq!(name, "problem");
        let problem: serde_json::Value = serde_json::from_str(&data).unwrap();
        assert_eq!(problem["summary"], summary, "{data}");
        let text = problem["text"].as_str().unwrap();
        assert!(text.contains(told), "{text}");
        preview.until_said(told.lines().next().unwrap());
        assert_eq!(preview.get("/postmortems/pm-2/").text(), before);
        mend();
        assert_eq!(tab.next(), ("mended".to_owned(), "null".to_owned()));
    };
    let good = fs::read(project.path("content/pm-2.md")).unwrap();
    wrong(
        &|| project.save("content/pm-2.md", "---\ntitle: <b>x</b>\nseverity: <img src=x>\n---\n"),
        "1 error",
        "3 | severity: <img src=x>",
        &|| project.save("content/pm-2.md", &good),
    );
    let own = "themes/default/templates/row.html";
    wrong(
        &|| project.save(own, "{{ row.title"),
        "1 error",
        "error: the theme is broken: themes/default/templates/row.html:1:",
        &|| project.remove(own),
    );
    wrong(
        &|| project.save(own, "{{ row.nosuch }}"),
        "1 error",
        "error: the theme is broken: themes/default/templates/row.html:1:",
        &|| project.remove(own),
    );
    wrong(&|| project.save("book.toml", "[book]\ntitel = \"x\"\n"), "1 error", "book.toml:2:1", &|| {
        project.save("book.toml", "[book]\ntitle = \"Things that broke\"\n");
    });
}

#[test]
fn it_ends_at_once_however_many_tabs_are_open() {
    let project = project();
    let mut preview = preview(&project, &["--watch"]);
    let tag = preview.get("/").tag();
    let mut tabs: Vec<_> = (0..20).map(|_| preview.follow("index.html", &tag)).collect();
    for tab in &mut tabs {
        assert_eq!(tab.next().0, "mended");
    }
    let _half = {
        let mut stream = preview.connect();
        stream.write_all(b"GET / HT").unwrap();
        stream
    };
    assert_eq!(preview.interrupt().code(), Some(0));
}

#[test]
fn many_readers_and_slow_ones_see_whole_pages_while_files_change() {
    let project = project();
    project.write("content/big.txt", "0123456789\n".repeat(100_000));
    project.write("content/pm-2.md", text("State 0."));
    let preview = preview(&project, &["--watch"]);
    let (asked, over) = (AtomicUsize::new(0), AtomicBool::new(false));
    for _ in 0..200 {
        preview.get("/postmortems/pm-2/");
    }
    let before = preview.memory();
    let file = project.path("content/pm-2.md");
    thread::scope(|scope| {
        // Readers that take a byte, and then their time.
        let slow: Vec<_> = (0..100)
            .map(|_| {
                let mut stream = preview.connect();
                write!(stream, "GET /big.txt HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
                stream.read_exact(&mut [0]).unwrap();
                stream
            })
            .collect();
        for _ in 0..100 {
            scope.spawn(|| {
                while asked.fetch_add(1, Ordering::Relaxed) < 10_000 {
                    let answer = preview.get("/postmortems/pm-2/");
                    let text = answer.text();
                    assert_eq!(answer.status, 200, "{text}");
                    assert!(text.trim_end().ends_with("</html>") && text.contains("State "), "{text}");
                }
                over.store(true, Ordering::Relaxed);
            });
        }
        let mut number = 0;
        while !over.load(Ordering::Relaxed) {
            number += 1;
            fs::write(&file, text(&format!("State {number}."))).unwrap();
            thread::sleep(std::time::Duration::from_millis(40));
        }
        fs::write(&file, text("State last.")).unwrap();
        preview.until_shows("/postmortems/pm-2/", "State last.");
        drop(slow);
        // What is kept of pages is bounded; the rest is what goes on at a time, and slack.
        let after = preview.memory();
        assert!(after < before + 200_000, "{before} KB before, {after} KB after");
    });
}
