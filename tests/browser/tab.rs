//! A tab of the browser that watches what goes wrong in it.

use crate::browser::Browser;
use crate::devtools::Page;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A tab, and its browser.
pub(crate) struct Tab {
    page: Page,
    _browser: Browser,
    /// What was loaded by the page: address, status, whether it came.
    pub requests: Vec<String>,
}

impl Tab {
    /// Opens a page and starts to watch.
    pub(crate) fn open(url: &str) -> Self {
        let browser = Browser::open(url);
        let mut page = Page::of(browser.profile());
        for domain in ["Page", "Runtime", "Log", "Network", "Audits"] {
            page.call(&format!("{domain}.enable"), &json!({}));
        }
        Self { page, _browser: browser, requests: Vec::new() }
    }

    /// Sets the size of the window, in pixels of the style sheet, and the scheme of the system.
    pub(crate) fn fit(&mut self, width: u32, scale: u32, scheme: &str) {
        self.page.call(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": 900, "deviceScaleFactor": scale, "mobile": false }),
        );
        self.page.call(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }),
        );
    }

    /// Calls a method of the browser's protocol.
    pub(crate) fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.page.call(method, parameters)
    }

    /// What an expression is worth.
    pub(crate) fn ask(&mut self, expression: &str) -> Value {
        self.page.ask(expression)
    }

    /// Asks until the answer is as wanted.
    #[track_caller]
    pub(crate) fn until(&mut self, expression: &str, wanted: &Value) {
        self.page.until(expression, wanted);
    }

    /// What a promise comes to.
    #[track_caller]
    pub(crate) fn wait(&mut self, expression: &str) -> Value {
        self.page.wait(expression).unwrap_or_else(|thrown| panic!("{expression:.200}: {thrown}"))
    }

    /// Goes to a page and waits until it and its scripts are there.
    #[track_caller]
    pub(crate) fn visit(&mut self, url: &str) {
        self.page.ask("window.pmBefore = true");
        self.page.call("Page.navigate", &json!({ "url": url }));
        self.page.until("window.pmBefore === undefined && document.readyState", &json!("complete"));
        // Two pictures later, what scripts and observers do first is done.
        self.wait("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
    }

    /// What went wrong since this was last asked: messages of the console, requests that failed or
    /// left the site, and what the browser reports about the page.
    pub(crate) fn complaints(&mut self, origin: &str) -> Vec<String> {
        self.requests.clear();
        let mut found = Vec::new();
        for event in self.page.events() {
            let about = &event["params"];
            let told = match event["method"].as_str().unwrap_or_default() {
                "Runtime.exceptionThrown" => Some(about["exceptionDetails"].to_string()),
                "Runtime.consoleAPICalled" => Some(about["args"].to_string()),
                "Log.entryAdded" => Some(about["entry"].to_string()),
                // A tab that is sent from page to page looks like one that trackers use.
                "Audits.issueAdded" if about["issue"]["code"] != "BounceTrackingIssue" => {
                    Some(about["issue"].to_string())
                }
                "Network.loadingFailed" if about["canceled"] != true => Some(about.to_string()),
                "Network.responseReceived" if about["response"]["status"].as_u64() >= Some(400) => {
                    Some(about["response"]["url"].to_string())
                }
                "Network.requestWillBeSent" => {
                    let url = about["request"]["url"].as_str().unwrap_or_default();
                    self.requests.push(url.to_owned());
                    (!url.starts_with(origin) && !url.starts_with("data:"))
                        .then(|| format!("left the site: {url}"))
                }
                _ => None,
            };
            found.extend(told.map(|told| format!("{}: {told}", event["method"])));
        }
        found
    }

    /// Leaves a picture of the whole page.
    pub(crate) fn picture(&mut self, name: &str) {
        let size = self.page.call("Page.getLayoutMetrics", &json!({}))["cssContentSize"].take();
        // Chromium draws no higher pictures.
        let height = size["height"].as_f64().unwrap_or(900.0).min(8_000.0);
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1 });
        let shot = self.page.call(
            "Page.captureScreenshot",
            &json!({ "format": "jpeg", "quality": 80, "captureBeyondViewport": true, "clip": clip }),
        );
        save(&format!("{name}.jpg"), &decoded(shot["data"].as_str().unwrap()));
    }

    /// Presses a key, as the keyboard would: with its code, and the text that it types.
    pub(crate) fn press(&mut self, key: &str) {
        self.press_with(key, 0);
    }

    /// Presses a key with shift.
    pub(crate) fn press_shifted(&mut self, key: &str) {
        self.press_with(key, 8);
    }

    fn press_with(&mut self, key: &str, modifiers: u8) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            " " => 32,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            _ => 0,
        };
        let text = match key {
            "Enter" => "\r",
            one if one.chars().count() == 1 => one,
            _ => "",
        };
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        for kind in [down, "keyUp"] {
            let mut event =
                json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code, "modifiers": modifiers });
            if kind == "keyDown" {
                event["text"] = json!(text);
            }
            self.page.call("Input.dispatchKeyEvent", &event);
        }
    }

    /// Types a text, key by key.
    pub(crate) fn write(&mut self, text: &str) {
        for key in text.chars() {
            self.press(&key.to_string());
        }
    }
}

/// Leaves a file among the pictures.
pub(crate) fn save(name: &str, bytes: &[u8]) {
    let folder = target().join("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

/// The folder of built things.
pub(crate) fn target() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_path_buf()
}

/// Base64, as the protocol sends pictures and documents.
pub(crate) fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for digit in text.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => break,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    bytes
}
