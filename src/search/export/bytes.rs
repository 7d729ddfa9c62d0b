//! Numbers and texts as the static index writes them.

/// Writes a number: seven bits a byte, lowest first, the eighth bit where more follow.
pub(super) fn number(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            out.push(low & 0x7f);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Writes a length or a place.
pub(super) fn size(out: &mut Vec<u8>, value: usize) {
    number(out, value as u64);
}

/// Writes a number that may be negative: the small ones of both kinds stay small.
pub(super) fn signed(out: &mut Vec<u8>, value: i64) {
    number(out, ((value << 1) ^ (value >> 63)).cast_unsigned());
}

/// Writes a text without what it shares with `before`.
pub(super) fn front_coded(out: &mut Vec<u8>, before: &str, text: &str) {
    let shared = before.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
    size(out, shared);
    size(out, text.len() - shared);
    out.extend(&text.as_bytes()[shared..]);
}

/// The shortest text that is greater than `before` and not greater than `text`, which is.
pub(super) fn boundary<'a>(before: &str, text: &'a str) -> &'a str {
    let shared = before.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
    let end = (shared + 1..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    &text[..end]
}
