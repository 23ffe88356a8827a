//! Text of HTML: line ends are white space, character references are decoded.
//!
//! Knows nothing of tags.

use super::tokens;
use crate::extract::Piece;
use crate::extract::inner::Inner;
use std::ops::Range;

/// The longest character reference looked for. The longest name of HTML has 31 letters.
const REFERENCE_MAX: usize = 34;

/// Adds the text at `range` of `inner` to `pieces`.
pub(super) fn push(inner: &Inner<'_>, range: Range<usize>, pieces: &mut Vec<Piece>) {
    let text = inner.text();
    let bytes = text.as_bytes();
    let (mut kept, mut at, end) = (range.start, range.start, range.end);
    while let Some(found) = bytes[at..end].iter().position(|byte| matches!(byte, b'\n' | b'\r' | b'&')) {
        at += found;
        let (length, piece) = match bytes[at] {
            b'&' => match reference(&text[at..end]) {
                Some((length, decoded)) => (length, Piece::Decoded(inner.source(at..at + length), decoded)),
                None => {
                    at += 1;
                    continue;
                }
            },
            byte => {
                let length = if byte == b'\r' && at + 1 < end && bytes[at + 1] == b'\n' { 2 } else { 1 };
                (length, Piece::SoftBreak(inner.source(at..at + length)))
            }
        };
        inner.push_to(kept..at, pieces);
        pieces.push(piece);
        at += length;
        kept = at;
    }
    inner.push_to(kept..end, pieces);
}

/// The character reference at the start of `text`: its length and what it stands for.
fn reference(text: &str) -> Option<(usize, String)> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let length = 1 + text.bytes().skip(1).take(REFERENCE_MAX).take_while(is_part).count();
    let end = length + usize::from(text.as_bytes().get(length) == Some(&b';'));
    let known = match &text[..end] {
        "&" => return None,
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" => "\"",
        "&nbsp;" => "\u{a0}",
        other => return tokens::reference(other),
    };
    Some((end, known.to_owned()))
}
