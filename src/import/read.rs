//! Bytes to text: which encoding, and what cannot be read at all.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text, without a byte order mark, its lines ended by `\n`.
    pub text: String,
    /// The encoding it was converted from; `None` for UTF-8.
    pub converted_from: Option<&'static str>,
}

/// Why bytes are no text, in words that follow the file's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// How files begin that are no text, whatever their names say.
const BINARY: [(&[u8], &str); 10] = [
    (b"%PDF-", "a PDF file; export it as HTML or Markdown"),
    (b"PK\x03\x04", "an Office document or another ZIP archive; export it as HTML or Markdown"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; export it as HTML or Markdown"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"BZh", "a compressed file; unpack it first"),
    (b"\xfd7zXZ", "a compressed file; unpack it first"),
    (b"\x7fELF", "a program"),
];

/// How many bytes tell what a file is.
const LOOKED_AT: usize = 4096;

/// Reads text. `is_html` says whether the text may name its own encoding.
pub fn text(bytes: &[u8], is_html: bool) -> Result<Text, Unreadable> {
    if let Some((_, what)) = BINARY.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(Unreadable(format!("is {what}")));
    }
    if bytes.starts_with(b"\xff\xfe\0\0") || bytes.starts_with(b"\0\0\xfe\xff") {
        return Err(Unreadable("is UTF-32, which nobody writes; save it as UTF-8".to_owned()));
    }
    let read = if let Some(encoding) = utf_16(bytes) {
        decoded(bytes, encoding)?
    } else if bytes.contains(&0) {
        return Err(Unreadable("is binary data and no text".to_owned()));
    } else {
        match std::str::from_utf8(bytes) {
            Ok(text) => Text { text: text.to_owned(), converted_from: None },
            Err(_) => {
                let named = if is_html { html_encoding(bytes) } else { None };
                decoded(bytes, named.unwrap_or(WINDOWS_1252))?
            }
        }
    };
    let text = normalised(read.text.strip_prefix('\u{feff}').unwrap_or(&read.text));
    if text.trim().is_empty() {
        return Err(Unreadable("is empty".to_owned()));
    }
    Ok(Text { text, ..read })
}

/// The same text with `\n` at the end of its lines.
fn normalised(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

/// UTF-16 by its mark, or because every second byte of ordinary text in it is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ if bytes.len() < 4 || bytes.len() % 2 == 1 => return None,
        _ => {}
    }
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, most) = (zeros(0), zeros(1), start.len() / 2);
    // Text of any language has line breaks and spaces; the other half has hardly a zero.
    match () {
        () if odd * 3 > most && even * 50 < most => Some(UTF_16LE),
        () if even * 3 > most && odd * 50 < most => Some(UTF_16BE),
        () => None,
    }
}

fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Result<Text, Unreadable> {
    let (text, encoding, broken) = encoding.decode(bytes);
    let unlikely = text
        .chars()
        .filter(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}'))
        .count();
    // Every byte is a letter in these encodings; real text has hardly a control character.
    if broken || unlikely * 100 > text.chars().count() {
        return Err(Unreadable(format!("is neither UTF-8 nor {}; save it as UTF-8", encoding.name())));
    }
    Ok(Text { text: text.into_owned(), converted_from: Some(encoding.name()) })
}

/// The encoding that a page names in its head.
fn html_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]).to_ascii_lowercase();
    let rest = head.split("charset").nth(1)?.trim_start_matches([' ', '=', '"', '\'']);
    let label: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, Option<&'static str>), String> {
        text(bytes, false).map(|text| (text.text, text.converted_from)).map_err(|error| error.0)
    }

    fn wide(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn each_encoding_becomes_utf_8() {
        let same = |text: &str, from| Ok((text.to_owned(), from));
        assert_eq!(read(b"\xef\xbb\xbf# Stra\xc3\x9fe\r\nb\rc"), same("# Straße\nb\nc", None));
        assert_eq!(read("\u{feff}a".as_bytes()), same("a", None));
        let little = [&b"\xff\xfe"[..], &wide("# Größe\r\nx", u16::to_le_bytes)].concat();
        assert_eq!(read(&little), same("# Größe\nx", Some("UTF-16LE")));
        let big = [&b"\xfe\xff"[..], &wide("# 障害", u16::to_be_bytes)].concat();
        assert_eq!(read(&big), same("# 障害", Some("UTF-16BE")));
        let bare = wide("# No mark at all\nText", u16::to_le_bytes);
        assert_eq!(read(&bare), same("# No mark at all\nText", Some("UTF-16LE")));
        let bare = wide("# No mark at all\nText", u16::to_be_bytes);
        assert_eq!(read(&bare), same("# No mark at all\nText", Some("UTF-16BE")));
        assert_eq!(read(b"Caf\xe9 \x96 5 \x80"), same("Café – 5 €", Some("windows-1252")));
        let page = b"<meta charset=\"Shift_JIS\"><p>\x8f\xe1\x8aQ</p>";
        let page = text(page, true).map(|text| (text.text.contains("障害"), text.converted_from));
        assert_eq!(page, Ok((true, Some("Shift_JIS"))));
    }

    #[test]
    fn what_is_no_text_says_what_it_is() {
        let refused = |text: &str| Err(text.to_owned());
        assert_eq!(read(b""), refused("is empty"));
        assert_eq!(read(b" \r\n\t"), refused("is empty"));
        assert_eq!(read(b"%PDF-1.7 x"), refused("is a PDF file; export it as HTML or Markdown"));
        assert_eq!(
            read(b"PK\x03\x04word/document.xml"),
            refused("is an Office document or another ZIP archive; export it as HTML or Markdown")
        );
        assert_eq!(read(b"text\0\x01\x02more\xff"), refused("is binary data and no text"));
        let noise: Vec<u8> = (0..400u32).map(|at| u8::try_from(at * 7 % 255 + 1).unwrap()).collect();
        assert_eq!(read(&noise), refused("is neither UTF-8 nor windows-1252; save it as UTF-8"));
        assert_eq!(read(b"\xff\xfe\0\0a\0\0\0"), refused("is UTF-32, which nobody writes; save it as UTF-8"));
        let broken = [&b"\xff\xfe"[..], &[0x00, 0xd8, 0x41, 0x00]].concat();
        assert_eq!(read(&broken), refused("is neither UTF-8 nor UTF-16LE; save it as UTF-8"));
    }
}
