//! Sets of characters that can be asked by bytes: one load and one shift a character, without decoding it.
//!
//! Kana and kanji alternate without a pattern, so branches on the lead byte are mispredicted; measured on real
//! articles, matching on ranges took more than twice the time.

/// A set of characters of one byte or three bytes in UTF-8 (all of Japanese but rare kanji). No character of two or four
/// bytes is in it.
pub(super) struct Table {
    ascii: u128,
    /// One word for the first two bytes of a character, one bit for the last.
    wide: [u64; 1024],
}

impl Table {
    /// The set of all characters in these ranges, both ends included.
    pub(super) const fn new(ranges: &[(u32, u32)]) -> Self {
        let mut table = Self { ascii: 0, wide: [0; 1024] };
        let mut index = 0;
        while index < ranges.len() {
            let (mut code, last) = ranges[index];
            while code <= last {
                if code < 0x80 {
                    table.ascii |= 1 << code;
                } else {
                    assert!(code >= 0x800 && code <= 0xffff, "not of three bytes");
                    table.wide[(code >> 6) as usize] |= 1 << (code & 63);
                }
                code += 1;
            }
            index += 1;
        }
        table
    }

    /// Whether a character of one byte is in the set.
    #[inline(always)]
    pub(super) fn has_ascii(&self, byte: u8) -> bool {
        byte < 0x80 && self.ascii >> byte & 1 != 0
    }

    /// Whether a character of these three bytes is in the set.
    #[inline(always)]
    pub(super) fn has_wide(&self, bytes: [u8; 3]) -> bool {
        let word = self.wide[usize::from(bytes[0] & 15) << 6 | usize::from(bytes[1] & 63)];
        word >> (bytes[2] & 63) & 1 != 0
    }
}

/// Whether a character of three bytes begins with `byte`.
#[inline(always)]
pub(super) fn leads_wide(byte: u8) -> bool {
    byte & 0xf0 == 0xe0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn membership() {
        static SET: Table = Table::new(&[(0x21, 0x7e), (0x3041, 0x3096), (0xff08, 0xff08)]);
        for (c, want) in [
            ('!', true),
            ('~', true),
            (' ', false),
            ('\u{7f}', false),
            ('é', false),
            ('ぁ', true),
            ('ゖ', true),
            ('\u{3040}', false),
        ]
        .into_iter()
        .chain([('゙', false), ('（', true), ('）', false), ('漢', false), ('😀', false)])
        {
            let has = match *c.to_string().as_bytes() {
                [byte] => SET.has_ascii(byte),
                [a, b, c] => leads_wide(a) && SET.has_wide([a, b, c]),
                [byte, ..] => leads_wide(byte),
                [] => false,
            };
            assert_eq!(has, want, "{c}");
        }
    }
}
