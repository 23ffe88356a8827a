//! Reads `ipadic.pack.lz` and turns it back into the texts that lindera's builder takes.
//!
//! Owns the format (README.md, "The pack"; written by pack.py). Knows nothing of files or of domain words.

use std::fmt::Write;
use std::io::Read;

use lzma_rust2::LzipReader;

const FORMAT: &[u8] = b"kodai-ipadic 1\n";

/// The unpacked texts, each complete and checked for shape.
pub struct Pack {
    lexicon: String,
    matrix: String,
    char_def: String,
    unk_def: String,
}

impl Pack {
    /// Unpacks `packed`. Fails, saying where, when it is not a whole pack of this format; the checksums of the lzip
    /// container catch damaged bytes.
    pub fn read(packed: &[u8]) -> Result<Self, String> {
        let mut bytes = Vec::new();
        LzipReader::new(packed).read_to_end(&mut bytes).map_err(|error| format!("not a whole lzip file: {error}"))?;
        Self::parse(&bytes)
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let mut rest = bytes
            .strip_prefix(FORMAT)
            .ok_or("does not begin with \"kodai-ipadic 1\", the format this version reads")?;
        let classes = text(section(&mut rest, "classes")?)?;
        let surfaces = text(section(&mut rest, "surfaces")?)?;
        let bases = text(section(&mut rest, "bases")?)?;
        let costs = section(&mut rest, "costs")?;
        Ok(Self {
            lexicon: lexicon(classes, surfaces, bases, costs)?,
            matrix: matrix(section(&mut rest, "matrix")?)?,
            char_def: text(section(&mut rest, "char.def")?)?.to_owned(),
            unk_def: text(section(&mut rest, "unk.def")?)?.to_owned(),
        })
    }

    /// CSV: surface, left id, right id, cost, part of speech and 3 subcategories, conjugation type and form, base form.
    pub fn lexicon(&self) -> &str {
        &self.lexicon
    }

    /// Connection costs, as MeCab's matrix.def.
    pub fn matrix(&self) -> &str {
        &self.matrix
    }

    /// Character classes, as MeCab's char.def.
    pub fn char_def(&self) -> &str {
        &self.char_def
    }

    /// Unknown words by character class, as MeCab's unk.def without readings.
    pub fn unk_def(&self) -> &str {
        &self.unk_def
    }
}

/// Takes the section `name` off the front of `rest`: a line with name and length in bytes, then the bytes.
fn section<'a>(rest: &mut &'a [u8], name: &str) -> Result<&'a [u8], String> {
    let wrong = || format!("section \"{name}\" is missing or cut short");
    let end = rest.iter().position(|&byte| byte == b'\n').ok_or_else(wrong)?;
    let (head, body) = (&rest[..end], &rest[end + 1..]);
    let length = std::str::from_utf8(head)
        .ok()
        .and_then(|head| head.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
        .ok_or_else(wrong)?;
    let (content, after) = body.split_at_checked(length).ok_or_else(wrong)?;
    *rest = after;
    Ok(content)
}

fn text(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| format!("not UTF-8: {error}"))
}

fn lexicon(classes: &str, surfaces: &str, bases: &str, costs: &[u8]) -> Result<String, String> {
    let (mut surfaces, mut bases) = (surfaces.lines(), bases.lines());
    let mut costs = costs.as_chunks::<2>().0.iter().map(|&bytes| i16::from_le_bytes(bytes));
    let mut csv = String::with_capacity(32 << 20);
    for class in classes.lines() {
        let (left, right, count, fields) =
            class_head(class).ok_or_else(|| format!("class \"{class}\" is not \"left,right,count,fields\""))?;
        for _ in 0..count {
            let (Some(surface), Some(base), Some(cost)) = (surfaces.next(), bases.next(), costs.next()) else {
                return Err(format!("fewer words than class \"{class}\" announces"));
            };
            csv.push_str(&quoted(surface));
            // Writing to a String cannot fail.
            let _ = write!(csv, ",{left},{right},{cost},{fields},");
            let base = base_form(surface, base).ok_or_else(|| format!("word \"{surface}\": base form \"{base}\""))?;
            csv.push_str(&quoted(&base));
            csv.push('\n');
        }
    }
    if surfaces.next().is_some() || bases.next().is_some() || costs.next().is_some() {
        return Err("more words than the classes announce".to_owned());
    }
    Ok(csv)
}

fn class_head(class: &str) -> Option<(&str, &str, usize, &str)> {
    let mut parts = class.splitn(4, ',');
    Some((parts.next()?, parts.next()?, parts.next()?.parse().ok()?, parts.next()?))
}

/// Undoes pack.py's `base_code`: nothing if the base form is the surface, else characters to cut, a tab, the ending.
fn base_form(surface: &str, code: &str) -> Option<String> {
    if code.is_empty() {
        return Some(surface.to_owned());
    }
    let (cut, ending) = code.split_once('\t')?;
    let kept = surface.chars().count().checked_sub(cut.parse().ok()?)?;
    Some(surface.chars().take(kept).chain(ending.chars()).collect())
}

/// `field` as it stands in a CSV file. Only normalised punctuation needs it.
fn quoted(field: &str) -> std::borrow::Cow<'_, str> {
    if field.contains([',', '"']) { format!("\"{}\"", field.replace('"', "\"\"")).into() } else { field.into() }
}

fn matrix(bytes: &[u8]) -> Result<String, String> {
    let mut numbers = bytes.as_chunks::<2>().0.iter().map(|&bytes| u16::from_le_bytes(bytes));
    let (Some(rights), Some(lefts)) = (numbers.next(), numbers.next()) else {
        return Err("the matrix has no size".to_owned());
    };
    if numbers.len() != usize::from(rights) * usize::from(lefts) {
        return Err(format!("the matrix should be {rights} by {lefts} but has {} cells", numbers.len()));
    }
    let mut def = String::with_capacity(24 << 20);
    let _ = writeln!(def, "{rights} {lefts}");
    let mut cost = 0u16;
    for right in 0..rights {
        for (left, delta) in (0..lefts).zip(&mut numbers) {
            cost = cost.wrapping_add(delta);
            let _ = writeln!(def, "{right} {left} {}", cost.cast_signed());
        }
    }
    Ok(def)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut bytes = FORMAT.to_vec();
        for (name, content) in parts {
            bytes.extend(format!("{name} {}\n", content.len()).bytes());
            bytes.extend(*content);
        }
        bytes
    }

    const SMALL: [(&str, &[u8]); 7] = [
        ("classes", "1,1,1,記号,読点,*,*,*,*\n7,8,2,形容詞,自立,*,*,形容詞・アウオ段,連用タ接続\n".as_bytes()),
        ("surfaces", ",\n痛かっ\n無かっ\n".as_bytes()),
        ("bases", "\n2\tい\n2\tい\n".as_bytes()),
        ("costs", &[1, 0, 0xff, 0xff, 2, 0]),
        ("matrix", &[2, 0, 2, 0, 5, 0, 0xff, 0xff, 1, 0, 0, 0]),
        ("char.def", b"DEFAULT 0 1 0\n"),
        ("unk.def", b""),
    ];

    #[test]
    fn words_and_costs_come_back() {
        let pack = Pack::parse(&sections(&SMALL)).expect("a small pack");
        let adjective = "形容詞,自立,*,*,形容詞・アウオ段,連用タ接続";
        assert_eq!(
            pack.lexicon(),
            format!(
                "\",\",1,1,1,記号,読点,*,*,*,*,\",\"\n痛かっ,7,8,-1,{adjective},痛い\n無かっ,7,8,2,{adjective},無い\n"
            )
        );
        assert_eq!(pack.matrix(), "2 2\n0 0 5\n0 1 4\n1 0 5\n1 1 5\n");
        assert_eq!((pack.char_def(), pack.unk_def()), ("DEFAULT 0 1 0\n", ""));
    }

    #[test]
    fn damage_is_named() {
        assert!(Pack::read(b"version https://git-lfs").err().is_some_and(|e| e.contains("lzip")));
        let whole = sections(&SMALL);
        assert!(Pack::parse(&whole[..whole.len() - 20]).err().is_some_and(|e| e.contains("char.def")));
        let mut few = SMALL;
        few[3].1 = &[1, 0];
        assert!(Pack::parse(&sections(&few)).err().is_some_and(|e| e.contains("fewer words")));
        few[3].1 = &[0; 8];
        assert!(Pack::parse(&sections(&few)).err().is_some_and(|e| e.contains("more words")));
    }
}
