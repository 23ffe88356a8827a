//! Prose of XLIFF, 1.2 and 2: the target texts.
//!
//! `quick-xml` says what stands where; a file that is no XML is read as far as it comes. What was not translated has no
//! target and is not read: its source is another language's.

use super::inline::Marks;
use super::sink::{Sink, push_text};
use super::value;
use super::{BlockKind, Extraction, Piece};
use crate::source::SourceFile;
use crate::span::SourceRange;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// Elements in a target whose content is the markup of the document that was translated.
const CODES: &[&str] = &["ph", "bpt", "ept", "it", "bx", "ex", "x", "cp", "note"];

/// Reads the target texts.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, source.format()));
    let start = source.bom_len() as usize;
    let mut reader = Reader::from_str(&text[start..]);
    reader.config_mut().check_end_names = false;
    // The pieces of the open target, and how deep in codes the reader is.
    let mut target: Option<Vec<Piece>> = None;
    let mut codes = 0_u32;
    loop {
        let from = start as u64 + reader.buffer_position();
        let Ok(event) = reader.read_event() else { break };
        let place = SourceRange::new(from as u32, (start as u64 + reader.buffer_position()) as u32);
        match (event, &mut target) {
            (Event::Eof, _) => break,
            (Event::Start(tag), None) if local(tag.name().into_inner()) == "target" => target = Some(Vec::new()),
            (Event::End(tag), _) if local(tag.name().into_inner()) == "target" => {
                if let Some(pieces) = target.take() {
                    value::push(text, &pieces, BlockKind::Paragraph, &mut sink);
                }
                codes = 0;
            }
            (Event::Start(tag), Some(_)) if CODES.contains(&local(tag.name().into_inner())) => codes += 1,
            (Event::End(tag), Some(_)) if CODES.contains(&local(tag.name().into_inner())) => {
                codes = codes.saturating_sub(1)
            }
            (Event::Text(_), Some(pieces)) if codes == 0 => push_text(pieces, place),
            (Event::CData(_), Some(pieces)) if codes == 0 => {
                push_text(pieces, SourceRange::new(place.start + 9, (place.end - 3).max(place.start + 9)));
            }
            (Event::GeneralRef(reference), Some(pieces)) if codes == 0 => {
                let stands_for = match reference.xml10_content().as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().ok().flatten(),
                };
                if let Some(c) = stands_for {
                    pieces.push(Piece::Decoded(place, c.to_string()));
                }
            }
            _ => {}
        }
    }
    sink.finish()
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::blocks;
    use crate::source::Format;

    #[test]
    fn target_texts() {
        for (text, want) in [
            (
                "<?xml version='1.0'?><xliff><trans-unit id='a'><source>必ず</source><target>副作用は<g id='1'>一切</g><x id='2'/>ない<ph>&lt;b&gt;</ph>。</target><note>必ず</note></trans-unit></xliff>",
                &["p 副作用は一切ない。"][..],
            ),
            (
                "<segment><source>a</source><target>甲&amp;&#x4e59;<![CDATA[丙]]></target></segment>",
                &["p 甲[&amp;=&][&#x4e59;=乙]丙"],
            ),
            ("<target>&lt;p&gt;甲&lt;/p&gt;&lt;p&gt;乙&lt;/p&gt;</target>", &["p 甲", "p 乙"]),
            ("<target>甲</target><target/><a", &["p 甲"]),
            ("", &[]),
        ] {
            assert_eq!(blocks(text, Format::Xliff), want, "{text}");
        }
    }
}
