//! Projects that are built by the real program.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A project in a temporary folder.
pub(crate) struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::Builder::new().prefix("pmsite-search-").tempdir().unwrap() }
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A postmortem of this name.
    pub(crate) fn postmortem(&self, name: &str, front_matter: &str, body: &str) {
        self.write(&format!("content/{name}.md"), &format!("---\n{front_matter}\n---\n{body}\n"));
    }

    pub(crate) fn build(&self) {
        self.build_with(&[]);
    }

    pub(crate) fn build_with(&self, arguments: &[&str]) {
        build(self.root(), &self.public(), arguments);
    }
}

/// Builds the project in `root`.
pub(crate) fn build(root: &Path, public: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO_BIN_EXE_pmsite"))
        .arg("--root")
        .arg(root)
        .args(["build", "--output"])
        .arg(public)
        .args(arguments)
        .env("SOURCE_DATE_EPOCH", "1750000000")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// This repository's own site, built into a temporary folder.
pub(crate) fn own() -> (PathBuf, tempfile::TempDir) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::Builder::new().prefix("pmsite-search-").tempdir().unwrap();
    build(&root, &folder.path().join("public"), &[]);
    (root, folder)
}

/// More postmortems than a small index has, short ones, of few and of many different words.
pub(crate) fn large(count: usize) -> Site {
    let site = Site::new();
    let mut random = crate::queries::Random::new(7);
    let syllables = ["ka", "re", "di", "so", "lu", "men", "tor", "vi", "pe", "xan", "qui", "bo"];
    let word = |random: &mut crate::queries::Random| {
        // The product of two makes some words frequent and most rare.
        let number = random.below(60) * random.below(60);
        [number % 12, number / 12 % 12, number / 144 % 12].map(|at| syllables[at]).concat()
    };
    for at in 0..count {
        let mut body = String::from("## Summary\n\nThe outage of ");
        for _ in 0..30 {
            let _ = write!(body, "{} ", word(&mut random));
        }
        body.push_str("\n\n## Root cause\n\nThe Connection of requestService and ");
        for _ in 0..20 {
            let _ = write!(body, "{} ", word(&mut random));
        }
        let title = format!("{} {}", word(&mut random), word(&mut random));
        let front = format!(
            "title: {title}\nseverity: sev{}\nservices: [s{}, t{}]\nroot_causes: [capacity, dns]\ntags: [{}]\nstarted: 20{:02}-{:02}-03T10:00:00Z\nresolved: 20{:02}-{:02}-03T{}:00:00Z",
            1 + at % 4,
            at % 9,
            at % 4,
            word(&mut random),
            10 + at % 13,
            1 + at % 12,
            10 + at % 13,
            1 + at % 12,
            11 + at % 9
        );
        site.postmortem(&format!("p{at}"), &front, &body);
    }
    site
}

/// Postmortems in many scripts, with names of programs, accents and words that are other words'
/// stems.
pub(crate) fn scripts() -> Site {
    let site = Site::new();
    let texts = [
        (
            "Ausfall der Datenbank in Zürich",
            "Die Überlastung der Verbindungen (Straße, naïve café) führte zu Fehlern.",
        ),
        ("データベース障害", "決済サービスのデータベースが停止しました。原因は接続プールの枯渇です。ｶﾞｲﾄﾞ"),
        ("数据库故障", "支付服务的数据库连接池耗尽,导致请求超时。𠮷野家 数据"),
        ("데이터베이스 장애", "결제 서비스의 연결 풀이 고갈되어 요청이 실패했습니다."),
        ("انقطاع الخدمة", "تعطلت قاعدة البيانات بسبب نفاد الاتصالات"),
        ("Сбой базы данных", "Пул соединений исчерпан, запросы завершались ошибкой."),
        (
            "HTTPServer.requestService timed out",
            "io.netty.channel.ConnectTimeoutException: connection timed out: eu-west-1/10.0.3.17:5432 at HTTPServer2.handleRequest(XMLHttpRequest.java:42) 👩‍💻 ½ ﬁle ①",
        ),
        (
            "Alias of an alias",
            "The alias resolved aliases; alia is a name. It's the customers' DNS: don't forget l'incident, rock'n'roll.",
        ),
        (
            "Alia and general generations",
            "University universes are general. Generate, generators, generously. news new",
        ),
        (
            "Zero\u{200b}width and soft\u{ad}hyphen",
            "e\u{301}clair re\u{0301}sume\u{0301} ǅ İstanbul ſtraße ΣΊΣΥΦΟΣ ﷺ",
        ),
    ];
    for (at, (title, body)) in texts.iter().enumerate() {
        let front = format!(
            "title: \"{title}\"\nservices: [svc-{at}]\nroot_causes: [database, capacity/connection-pool]"
        );
        let front =
            front.replace(", capacity/connection-pool", if at % 2 == 0 { ", dns" } else { ", network" });
        site.postmortem(
            &format!("s{at}"),
            &front,
            &format!("## Summary\n\n{body}\n\n## Root cause\n\n{body}"),
        );
    }
    site
}
