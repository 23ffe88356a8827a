//! The same copy in every format, encoding and with every line end gives the same findings, each with the text that
//! stands at its place.

mod commonmark;
mod robust;

use crate::shared::{linter, path};
use kodai::class::Product;
use kodai::linter::Linter;
use kodai::source::{Encoding, Format, SourceFile};
use std::fs;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Twelve sentences. Each claim stands nowhere else in the copy, so its place can be told by looking for it.
const COPY: [&str; 12] = [
    "当院の施術には、副作用は一切ありません。",
    "効果を保証するものではありません。",
    "シミは一回の照射で必ず消えます。",
    "施術後に赤みが出ることがあります。",
    "痛みはほとんどありません。",
    "効果には個人差があります。",
    "地域でナンバーワンの症例数を誇ります。",
    "「絶対に治る」といった表現は使えません。",
    "この治療は永久に効果が続きます。",
    "副作用がないわけではありません。",
    "世界初の技術で、がんが治ります。",
    "必ず医師に相談してください。",
];

/// A finding as it is the same in all formats: the sentence, the rule, the words.
type Finding = (usize, String, String);

/// What is found in a source, and what is wrong with the places.
fn findings(linter: &Linter, source: &SourceFile) -> Vec<Finding> {
    let result = linter.lint(source);
    result
        .diagnostics
        .iter()
        .map(|found| {
            let text = source.slice(found.range).to_owned();
            let sentence = COPY.iter().position(|sentence| sentence.contains(&text));
            let sentence = sentence.unwrap_or_else(|| panic!("{text:?} is not of the copy in\n{}", source.text()));
            // At its place, and not at another where the same words stand.
            let whole = source.text().find(COPY[sentence]).expect("the sentence");
            let inside = COPY[sentence].find(&text).expect("the words");
            assert_eq!(found.range.start as usize, whole + inside, "{text}");
            let position = source.position(found.range.start);
            let before = &source.text()[..whole + inside];
            let line = before.replace("\r\n", "\n").matches(['\n', '\r']).count() as u32 + 1;
            assert_eq!(position.line, line, "{text}");
            let on_line = before.rsplit(['\n', '\r']).next().unwrap_or_default().trim_start_matches('\u{feff}');
            assert_eq!(position.column as usize, on_line.chars().count() + 1, "{text}");
            (sentence, found.rule.id.clone(), text)
        })
        .collect()
}

/// A way to write the copy down.
type Write = fn(&[&str]) -> String;

const FORMATS: &[(&str, Format, Write)] = &[
    ("paragraphs", Format::Plain, |copy| copy.join("\n\n")),
    ("lines", Format::Plain, |copy| copy.join("\n")),
    ("Markdown", Format::Markdown, |copy| format!("# 題\n\n{}\n", copy.join("\n\n"))),
    ("Markdown list", Format::Markdown, |copy| format!("- {}\n", copy.join("\n- "))),
    ("Markdown table", Format::Markdown, |copy| format!("| 項目 |\n|---|\n| {} |\n", copy.join(" |\n| "))),
    ("Markdown lines", Format::Markdown, |copy| format!("文。\n{}\n", copy.join("\n"))),
    ("HTML in Markdown", Format::Markdown, |copy| format!("<div>\n<p>{}</p>\n</div>\n", copy.join("</p>\n<p>"))),
    ("HTML", Format::Html, |copy| format!("<!DOCTYPE html>\n<title>題</title>\n<p>{}</p>\n", copy.join("</p>\n<p>"))),
    ("HTML breaks", Format::Html, |copy| format!("<div>{}</div>\n", copy.join("<br>\n"))),
    ("HTML attributes", Format::Html, |copy| format!("<img alt='{}'>\n", copy.join("'>\n<img alt='"))),
    ("JSON", Format::Json, |copy| format!("{{\"items\": [\n  \"{}\"\n]}}\n", copy.join("\",\n  \""))),
    ("JSON lines", Format::Json, |copy| format!("{{\"body\": \"{}\"}}\n", copy.join("\"}\n{\"body\": \""))),
    ("HTML in JSON", Format::Json, |copy| format!("{{\"body\": \"<p>{}<\\/p>\"}}\n", copy.join("<\\/p>\\n<p>"))),
    ("MDX", Format::Mdx, |copy| format!("import A from './a'\n\n<A title={{1}}>\n\n{}\n\n</A>\n", copy.join("\n\n"))),
    ("CSV", Format::Csv, |copy| format!("id,body\n1,\"{}\"\n", copy.join("\"\n1,\""))),
    ("TSV", Format::Tsv, |copy| format!("id\tbody\n1\t{}\n", copy.join("\n1\t"))),
    ("YAML", Format::Yaml, |copy| format!("items:\n  - {}\n", copy.join("\n  - "))),
    ("YAML quoted", Format::Yaml, |copy| format!("items:\n  - \"{}\"\n", copy.join("\"\n  - \""))),
    ("YAML literal", Format::Yaml, |copy| format!("body: |\n  {}\n", copy.join("\n\n  "))),
    ("XLIFF", Format::Xliff, |copy| {
        format!("<xliff>\n<unit><target>{}</target></unit>\n</xliff>\n", copy.join("</target></unit>\n<unit><target>"))
    }),
    ("PO", Format::Po, |copy| format!("msgid \"a\"\nmsgstr \"{}\"\n", copy.join("\"\n\nmsgid \"a\"\nmsgstr \""))),
    ("SubRip", Format::Subtitles, |copy| {
        let cue = |(index, words): (usize, &&str)| {
            format!("{0}\n00:00:{0:02},000 --> 00:00:{0:02},900\n{words}\n\n", index + 1)
        };
        copy.iter().enumerate().map(cue).collect()
    }),
    ("AsciiDoc", Format::AsciiDoc, |copy| format!("= 題\n\n{}\n", copy.join("\n\n"))),
    ("AsciiDoc list", Format::AsciiDoc, |copy| format!("* {}\n", copy.join("\n* "))),
    ("reStructuredText", Format::Rst, |copy| format!("題\n==\n\n{}\n", copy.join("\n\n"))),
    ("reStructuredText note", Format::Rst, |copy| format!(".. note::\n\n   {}\n", copy.join("\n\n   "))),
];

#[test]
fn the_same_copy_gives_the_same_findings() {
    let linter = linter(&[Product::Clinic], true);
    let expected = findings(&linter, &SourceFile::new("copy.txt", COPY.join("\n\n"), Format::Plain));
    assert!(expected.len() >= 6, "{expected:#?}");
    for (name, format, write) in FORMATS {
        let text = write(&COPY);
        for line_end in ["\n", "\r\n", "\r"] {
            let text = text.replace('\n', line_end);
            for &encoding in Encoding::ALL {
                for mark in ["", "\u{feff}"] {
                    let has_mark = !mark.is_empty();
                    match encoding {
                        Encoding::Utf16Le | Encoding::Utf16Be if !has_mark => continue,
                        Encoding::ShiftJis | Encoding::EucJp | Encoding::Iso2022Jp if has_mark => continue,
                        _ => {}
                    }
                    let text = format!("{mark}{text}");
                    let bytes = encoding.encode(&text).unwrap();
                    let source = SourceFile::from_bytes("copy", bytes.clone(), *format).unwrap();
                    assert_eq!(source.encoding(), encoding);
                    let found = findings(&linter, &source);
                    assert_eq!(found, expected, "{name}, {encoding}, {line_end:?}\n{}", source.text());
                    assert_eq!(source.encode(source.text()), Ok(bytes));
                }
            }
        }
    }
}

/// A Word document as LibreOffice writes it: heading, runs, a footnote, tracked changes, a list, a text box, a table, ruby,
/// a comment. It was made of `libreoffice.fodt` with `soffice --convert-to docx`.
#[test]
fn a_word_document_that_a_word_processor_wrote() {
    let bytes = fs::read(path("tests/formats/libreoffice.docx")).unwrap();
    let source = SourceFile::from_bytes("libreoffice.docx", bytes, Format::Docx).unwrap();
    let text: Vec<&str> = source.text().lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(
        text,
        [
            "エクソソーム治療のご案内",
            "この治療に副作用は一切ありません。",
            "お気軽に。痛みはありません。",
            "シミは一回で必ず消えます。",
            "前後\u{b}次行",
            "永久に効果が続きます。",
            "項目",
            "がんが治ります。",
            "ルビ副作用です。",
            "A & B",
            "当院調べ。症例数は地域でナンバーワンです。",
        ]
    );
    let result = linter(&[Product::Clinic], true).lint(&source);
    let found: Vec<(u32, u32, &str)> = result
        .diagnostics
        .iter()
        .map(|found| {
            let place = source.position(found.range.start);
            (place.line, place.column, source.slice(found.range))
        })
        .collect();
    for want in [(2, 6, "副作用は一切ありません"), (3, 6, "痛みはありません"), (6, 1, "永久に効果が続きます")]
    {
        assert!(found.contains(&want), "{want:?} in {found:#?}");
    }
}

#[test]
fn the_same_copy_in_word() {
    let linter = linter(&[Product::Clinic], true);
    let expected = findings(&linter, &SourceFile::new("copy.txt", COPY.join("\n\n"), Format::Plain));
    let paragraphs: String = COPY
        .iter()
        .map(|sentence| {
            // Every character in a run of its own, as after much editing.
            let runs: String = sentence.chars().map(|c| format!("<w:r><w:t>{c}</w:t></w:r>")).collect();
            format!("<w:p>{runs}</w:p>")
        })
        .collect();
    let source = SourceFile::from_bytes("copy.docx", docx(&paragraphs), Format::Docx).unwrap();
    assert_eq!(findings(&linter, &source), expected);
}

/// A Word document with this body.
fn docx(body: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in [
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#,
        ),
        ("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>")),
    ] {
        writer.start_file(path, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
