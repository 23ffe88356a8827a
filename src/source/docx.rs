//! The text of a Word document as its reader sees it: paragraphs, one a line.
//!
//! Owns what is text in Office Open XML: runs, tables, text boxes, notes, headers and footers, alternative texts;
//! insertions that are tracked are in, deletions, comments, field codes and hidden text are out. Knows nothing of rules
//! or of what a paragraph means further on.
//!
//! A paragraph is a line of the text that comes of it, so that line and column of a [`SourceFile`](super::SourceFile) are
//! paragraph and character, as Word counts them. A line break inside a paragraph is U+000B, which is what Word calls it
//! to its macros; a picture, a formula or an odd symbol is U+FFFC.

use super::SourceError;
use crate::span::SourceRange;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A line break inside a paragraph.
pub const LINE_BREAK: char = '\u{b}';
/// What is no text and stands in a paragraph.
pub const OBJECT: char = '\u{fffc}';

/// A paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands in the text, without its line end.
    pub range: SourceRange,
    /// What it is.
    pub role: Role,
}

/// What a paragraph is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    Body,
    /// A heading, with its level from 1.
    Heading(u8),
    /// An item of a list.
    Item,
    /// In a cell of a table.
    Cell,
    /// In a cell of a row that is repeated on every page.
    HeaderCell,
    /// In a style for quotations.
    Quotation,
    /// A footnote or an endnote.
    Note,
    /// The alternative text of a picture.
    AltText,
}

/// The most that the parts of a document may unpack to, in bytes. The longest novels take a hundredth.
const UNPACKED_MAX: u64 = 128 << 20;
/// The most files a package may hold.
const FILES_MAX: usize = 65_536;

/// The text of a document and its paragraphs.
pub(super) fn read(bytes: &[u8]) -> Result<(String, Vec<Paragraph>), SourceError> {
    let mut package = Package::open(bytes)?;
    let main = package.main()?;
    let relations = package.relations(&main)?;
    let of_kind =
        |kind: &'static str| relations.iter().filter(move |(other, _)| other == kind).map(|(_, path)| path.as_str());
    let styles = match of_kind("styles").next() {
        Some(path) => Styles::read(&package.part(path)?.unwrap_or_default())?,
        None => Styles::default(),
    };
    let body = package.part(&main)?.ok_or_else(|| broken("no main document"))?;
    let mut writer = Writer { styles: &styles, text: String::new(), paragraphs: Vec::new() };
    writer.part(&body, None)?;
    for (kind, role) in
        [("footnotes", Some(Role::Note)), ("endnotes", Some(Role::Note)), ("header", None), ("footer", None)]
    {
        for path in of_kind(kind) {
            if let Some(part) = package.part(path)? {
                writer.part(&part, role)?;
            }
        }
    }
    Ok((writer.text, writer.paragraphs))
}

fn broken(reason: impl ToString) -> SourceError {
    SourceError::NotDocx { reason: reason.to_string() }
}

/// The files of a document.
struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<'b> Package<'b> {
    fn open(bytes: &'b [u8]) -> Result<Self, SourceError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.len() > FILES_MAX {
            return Err(SourceError::TooMuch);
        }
        Ok(Self { archive, left: UNPACKED_MAX })
    }

    /// The text of a part, if there is such a part.
    fn part(&mut self, path: &str) -> Result<Option<String>, SourceError> {
        let file = match self.archive.by_name(path) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(error)),
        };
        // What the package says of its sizes may be a lie: what counts is what comes out.
        let mut bytes = Vec::new();
        file.take(self.left + 1).read_to_end(&mut bytes).map_err(broken)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(SourceError::TooMuch)?;
        let (text, _) = super::encoding::decode(bytes, None).map_err(broken)?;
        Ok(Some(text))
    }

    /// The path of the main part.
    fn main(&mut self) -> Result<String, SourceError> {
        let relations = self.relations("")?;
        let found = relations.into_iter().find(|(kind, _)| kind == "officeDocument").map(|(_, path)| path);
        found.ok_or_else(|| broken("no main document"))
    }

    /// The kinds and paths of the parts that the part at `path` names; those of the package for an empty path.
    fn relations(&mut self, path: &str) -> Result<Vec<(String, String)>, SourceError> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let place =
            if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Some(text) = self.part(&place)? else { return Ok(Vec::new()) };
        let mut relations = Vec::new();
        let mut reader = Reader::from_str(&text);
        loop {
            match reader.read_event().map_err(broken)? {
                Event::Start(tag) | Event::Empty(tag) if name_of(&tag) == "Relationship" => {
                    let (Some(kind), Some(target)) = (value(&tag, "Type"), value(&tag, "Target")) else { continue };
                    if value(&tag, "TargetMode").is_some_and(|mode| mode == "External") {
                        continue;
                    }
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    let path = match target.strip_prefix('/') {
                        Some(absolute) => absolute.to_owned(),
                        None if folder.is_empty() => target,
                        None => format!("{folder}/{target}"),
                    };
                    relations.push((kind, path));
                }
                Event::Eof => return Ok(relations),
                _ => {}
            }
        }
    }
}

/// What the styles of paragraphs say.
#[derive(Debug, Default)]
struct Styles(HashMap<String, Role>);

impl Styles {
    fn read(text: &str) -> Result<Self, SourceError> {
        let mut styles = HashMap::new();
        let mut based: Vec<(String, String)> = Vec::new();
        let mut id = String::new();
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event().map_err(broken)? {
                Event::Start(tag) | Event::Empty(tag) => match name_of(&tag) {
                    "style" => id = value(&tag, "styleId").unwrap_or_default(),
                    "name" => {
                        let name = value(&tag, "val").unwrap_or_default().to_lowercase();
                        if let Some(role) = named(&name) {
                            styles.insert(id.clone(), role);
                        }
                    }
                    "basedOn" => based.push((id.clone(), value(&tag, "val").unwrap_or_default())),
                    "outlineLvl" => {
                        if let Some(role) = outline(&tag) {
                            styles.insert(id.clone(), role);
                        }
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        // A style of one's own is what the one it is based on is. A few rounds reach as deep as people nest them.
        for _ in 0..4 {
            for (id, base) in &based {
                if let Some(&role) = styles.get(base)
                    && !styles.contains_key(id)
                {
                    styles.insert(id.clone(), role);
                }
            }
        }
        Ok(Self(styles))
    }
}

/// What a style with this name, in small letters, makes of a paragraph. Word writes these names in English whatever its
/// language.
fn named(name: &str) -> Option<Role> {
    if let Some(level) = name.strip_prefix("heading ").or(name.strip_prefix("見出し ")) {
        return level.trim().parse().ok().map(Role::Heading);
    }
    match name {
        "title" | "表題" => Some(Role::Heading(1)),
        "subtitle" | "副題" => Some(Role::Heading(2)),
        "quote" | "intense quote" | "引用文" | "quotations" | "block text" => Some(Role::Quotation),
        "list paragraph" | "list bullet" | "list number" | "リスト段落" => Some(Role::Item),
        "footnote text" | "endnote text" => Some(Role::Note),
        _ => None,
    }
}

fn outline(tag: &BytesStart<'_>) -> Option<Role> {
    let level: u8 = value(tag, "val")?.parse().ok()?;
    (level < 9).then_some(Role::Heading(level + 1))
}

/// The name of an element without its prefix.
fn name_of<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let name = tag.name().into_inner();
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The value of an attribute, by its name without the prefix.
fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().with_checks(false).flatten().find(|attribute| {
        let key = attribute.key.into_inner();
        key.rsplit_once(':').map_or(key, |(_, local)| local) == name
    })?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// Whether a property that may be switched off is on.
fn is_on(tag: &BytesStart<'_>) -> bool {
    value(tag, "val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off" | "none"))
}

/// Elements whose content is not read: deletions, the reading of ruby, field codes, formulas, and the second of two ways
/// to draw the same.
const PASSED_OVER: &[&str] = &["del", "moveFrom", "rt", "Fallback", "oMath", "oMathPara", "instrText", "delText"];

struct Writer<'s> {
    styles: &'s Styles,
    text: String,
    paragraphs: Vec<Paragraph>,
}

/// A paragraph that is being read. Text boxes stand inside paragraphs, so there may be several.
#[derive(Debug, Default)]
struct Open {
    text: String,
    style: Option<Role>,
    is_item: bool,
    /// Whether its end was deleted, so that the next goes on where it stops.
    goes_on: bool,
}

/// A part of a document as it is read.
#[derive(Debug, Default)]
struct State {
    open: Vec<Open>,
    /// What stands in the outermost open paragraph and comes after it: text boxes, alternative texts.
    after: Vec<(String, Role)>,
    /// The text of a paragraph whose end was deleted.
    carried: Option<Open>,
    /// How many cells deep, and whether the row is a header's.
    cells: u32,
    is_header_row: bool,
    /// In the properties of a run that is a paragraph's end.
    in_properties: bool,
    in_run: bool,
    is_hidden: bool,
    in_text: bool,
    /// In a drawing that floats beside the text, and so parts no words.
    is_floating: bool,
}

impl Writer<'_> {
    /// Adds the paragraphs of a part. `role` is what they all are.
    fn part(&mut self, xml: &str, role: Option<Role>) -> Result<(), SourceError> {
        let mut reader = Reader::from_str(xml);
        let mut state = State::default();
        // How deep in what is passed over, in elements of one name.
        let mut passed: Option<(String, u32)> = None;
        loop {
            let event = reader.read_event().map_err(broken)?;
            if let Some((name, depth)) = &mut passed {
                match &event {
                    Event::Start(tag) if name_of(tag) == name => *depth += 1,
                    Event::End(tag) if local(tag.name().into_inner()) == name => {
                        *depth -= 1;
                        if *depth == 0 {
                            passed = None;
                        }
                    }
                    Event::Eof => return Ok(()),
                    _ => {}
                }
                continue;
            }
            match event {
                Event::Start(tag) => {
                    let name = name_of(&tag);
                    // <w:del/> among the properties of a paragraph's end is a start tag in some writers.
                    if name == "del" && state.in_properties {
                        state.deleted_end();
                    }
                    if PASSED_OVER.contains(&name) {
                        if matches!(name, "oMath" | "oMathPara") {
                            state.push(OBJECT);
                        }
                        passed = Some((name.to_owned(), 1));
                    } else {
                        self.start(&tag, name, &mut state, false);
                    }
                }
                Event::Empty(tag) => {
                    let name = name_of(&tag);
                    if name == "del" && state.in_properties {
                        state.deleted_end();
                    }
                    self.start(&tag, name, &mut state, true);
                    if name == "p" {
                        self.end(name, &mut state, role);
                    }
                }
                Event::End(tag) => self.end(local(tag.name().into_inner()), &mut state, role),
                Event::Text(text) if state.in_text => {
                    text.xml10_content().chars().for_each(|c| state.push(c));
                }
                Event::CData(text) if state.in_text => {
                    text.xml10_content().chars().for_each(|c| state.push(c));
                }
                Event::GeneralRef(reference) if state.in_text => {
                    let named = match reference.xml10_content().as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().ok().flatten(),
                    };
                    state.push(named.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if let Some(open) = state.carried.take() {
            self.write(open.text, role.unwrap_or(Role::Body));
        }
        Ok(())
    }

    fn start(&self, tag: &BytesStart<'_>, name: &str, state: &mut State, is_empty: bool) {
        match name {
            "p" => {
                let open = state.carried.take().map(|open| Open { goes_on: false, ..open });
                state.open.push(open.unwrap_or_default());
            }
            "pPr" => state.in_properties = !is_empty,
            "pStyle" => {
                let style = value(tag, "val").and_then(|id| self.styles.0.get(&id).copied());
                if let Some(open) = state.open.last_mut() {
                    open.style = style.or(open.style);
                }
            }
            "outlineLvl" if state.in_properties => {
                if let Some(open) = state.open.last_mut() {
                    open.style = outline(tag).or(open.style);
                }
            }
            // Number 0 takes a paragraph out of the list that its style puts it in.
            "numId" if state.in_properties => {
                if let Some(open) = state.open.last_mut() {
                    open.is_item = value(tag, "val").is_some_and(|id| id != "0");
                }
            }
            "tc" if !is_empty => state.cells += 1,
            "tr" => state.is_header_row = false,
            "tblHeader" => state.is_header_row = is_on(tag),
            "r" => {
                state.in_run = !is_empty;
                state.is_hidden = false;
            }
            "vanish" | "webHidden" if state.in_run && !state.in_properties => {
                state.is_hidden |= name == "vanish" && is_on(tag)
            }
            "t" => state.in_text = !is_empty,
            "tab" | "ptab" if state.in_run && !state.in_properties => state.push('\t'),
            "br" | "cr" if state.in_run => state.push(LINE_BREAK),
            "noBreakHyphen" => state.push('\u{2011}'),
            "softHyphen" => state.push('\u{ad}'),
            "sym" => state.push(OBJECT),
            "anchor" => state.is_floating = true,
            "inline" => state.is_floating = false,
            "docPr" => {
                if !state.is_floating {
                    state.push(OBJECT);
                }
                let alt =
                    ["descr", "title"].iter().find_map(|name| value(tag, name).filter(|text| !text.trim().is_empty()));
                if let Some(alt) = alt {
                    state.after.push((alt.chars().map(in_line).collect(), Role::AltText));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, state: &mut State, role: Option<Role>) {
        match name {
            "p" => {
                let Some(open) = state.open.pop() else { return };
                state.in_run = !state.open.is_empty();
                if open.goes_on {
                    state.carried = Some(open);
                    return;
                }
                let own = match () {
                    () if role.is_some() => role.unwrap_or(Role::Body),
                    () if matches!(open.style, Some(Role::Heading(_))) => open.style.unwrap_or(Role::Body),
                    () if state.cells > 0 && state.is_header_row => Role::HeaderCell,
                    () if state.cells > 0 => Role::Cell,
                    () if open.is_item => Role::Item,
                    () => open.style.unwrap_or(Role::Body),
                };
                if state.open.is_empty() {
                    self.write(open.text, own);
                    state.after.drain(..).for_each(|(text, role)| self.write(text, role));
                } else {
                    state.after.push((open.text, own));
                }
            }
            "pPr" => state.in_properties = false,
            "tc" => state.cells = state.cells.saturating_sub(1),
            "t" => state.in_text = false,
            "r" => {
                state.in_run = false;
                state.is_hidden = false;
            }
            _ => {}
        }
    }

    fn write(&mut self, text: String, role: Role) {
        let start = self.text.len();
        self.text.push_str(&text);
        self.paragraphs.push(Paragraph { range: SourceRange::new(start as u32, self.text.len() as u32), role });
        self.text.push('\n');
    }
}

impl State {
    fn push(&mut self, c: char) {
        if let Some(open) = self.open.last_mut().filter(|_| !self.is_hidden) {
            open.text.push(in_line(c));
        }
    }

    fn deleted_end(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.goes_on = true;
        }
    }
}

/// A character as it stands in a line: the ends of lines in XML are white space.
fn in_line(c: char) -> char {
    if matches!(c, '\n' | '\r' | '\0') { ' ' } else { c }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn package(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, text) in parts {
            writer.start_file(*path, SimpleFileOptions::default()).expect("a part");
            writer.write_all(text.as_bytes()).expect("a part");
        }
        writer.finish().expect("a package").into_inner()
    }

    const TOP: &str =
        r#"<Relationships><Relationship Type="x/officeDocument" Target="/word/doc.xml"/></Relationships>"#;

    fn document(body: &str, others: &[(&str, &str)]) -> Result<Vec<String>, SourceError> {
        let body = format!("<w:document><w:body>{body}</w:body></w:document>");
        let mut parts = vec![("_rels/.rels", TOP), ("word/doc.xml", body.as_str())];
        parts.extend_from_slice(others);
        let (text, paragraphs) = read(&package(&parts))?;
        assert_eq!(text.lines().count(), paragraphs.len());
        Ok(paragraphs.iter().map(|found| format!("{:?} {}", found.role, &text[found.range.as_usize()])).collect())
    }

    #[test]
    fn paragraphs_as_they_are_read() {
        for (body, want) in [
            ("", &[][..]),
            (
                "<w:p/><w:p><w:r><w:t>a &amp; &#x526f;</w:t></w:r><w:r><w:t xml:space='preserve'> b</w:t><w:tab/></w:r></w:p>",
                &["Body ", "Body a & 副 b\t"],
            ),
            ("<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r></w:p>", &["Body 一\u{b}二"]),
            (
                "<w:p><w:pPr><w:tabs><w:tab w:val='x'/></w:tabs></w:pPr><w:r><w:t>一\n二</w:t></w:r></w:p>",
                &["Body 一 二"],
            ),
            // Tracked changes.
            (
                "<w:p><w:r><w:t>一</w:t></w:r><w:del><w:r><w:delText>二</w:delText></w:r></w:del><w:ins><w:r><w:t>三</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>四</w:t></w:r></w:moveFrom></w:p>",
                &["Body 一三"],
            ),
            (
                "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p><w:p><w:r><w:t>二</w:t></w:r></w:p>",
                &["Body 一二"],
            ),
            (
                "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>一</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>二</w:t></w:r></w:p>",
                &["Body 二"],
            ),
            // Fields, ruby, formulas.
            (
                "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:ruby><w:rt><w:r><w:t>ふく</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>副</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>作用</w:t></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>",
                &["Body 副作用\u{fffc}"],
            ),
            // Tables, lists, styles, pictures, text boxes.
            (
                "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>頭</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>値</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
                &["HeaderCell 頭", "Cell 値"],
            ),
            (
                "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>項</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val='1'/></w:pPr><w:r><w:t>題</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val='2'/></w:pPr><w:r><w:t>題</w:t></w:r></w:p>",
                &["Item 項", "Heading(1) 題", "Heading(1) 題"],
            ),
            (
                "<w:p><w:r><w:t>前</w:t><w:drawing><wp:inline><wp:docPr descr='絵'/></wp:inline></w:drawing><w:t>後</w:t></w:r></w:p>",
                &["Body 前\u{fffc}後", "AltText 絵"],
            ),
            (
                "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice><wp:anchor><wp:docPr/><w:txbxContent><w:p><w:r><w:t>箱</w:t></w:r></w:p></w:txbxContent></wp:anchor></mc:Choice><mc:Fallback><w:p><w:r><w:t>箱</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>後</w:t></w:r></w:p>",
                &["Body 前後", "Body 箱"],
            ),
        ] {
            let others = [
                (
                    "word/_rels/doc.xml.rels",
                    r#"<Relationships><Relationship Type="x/styles" Target="styles.xml"/></Relationships>"#,
                ),
                (
                    "word/styles.xml",
                    "<w:styles><w:style w:styleId='1'><w:name w:val='heading 1'/></w:style><w:style w:styleId='2'><w:name w:val='mine'/><w:basedOn w:val='1'/></w:style></w:styles>",
                ),
            ];
            assert_eq!(document(body, &others), Ok(want.iter().map(|&line| line.to_owned()).collect()), "{body}");
        }
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for bytes in [&b""[..], b"a", b"PK\x03\x04", &package(&[]), &package(&[("_rels/.rels", TOP)])] {
            assert!(matches!(read(bytes), Err(SourceError::NotDocx { .. })));
        }
        assert!(matches!(document("<w:p></w:q>", &[]), Err(SourceError::NotDocx { .. })));
        assert!(matches!(document("<w:p", &[]), Err(SourceError::NotDocx { .. })));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let body = " ".repeat(UNPACKED_MAX as usize);
        assert_eq!(document(&body, &[]), Err(SourceError::TooMuch));
    }

    #[test]
    fn any_depth_is_read() {
        let boxes = "<w:p><w:r><w:txbxContent>".repeat(50_000);
        let ends = "</w:txbxContent></w:r></w:p>".repeat(50_000);
        assert_eq!(document(&format!("{boxes}{ends}"), &[]).map(|found| found.len()), Ok(50_000));
    }
}
