//! The plain copy of the benchmark's tree, written in each format.

use kodai::source::{Format, SourceFile};

/// About this much text in each format, in bytes.
const SIZE: usize = 1 << 20;

/// A file of each format that is text. Lines of prose, each a block of its own.
pub fn sources(lines: &[&str]) -> Vec<SourceFile> {
    let copy: Vec<&str> = {
        let mut size = 0;
        lines.iter().cycle().copied().take_while(|line| (size < SIZE, size += line.len()).0).collect()
    };
    let each = |before: &str, after: &str| -> String {
        copy.iter().map(|line| format!("{before}{line}{after}")).collect::<Vec<_>>().concat()
    };
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let strings: Vec<String> = copy.iter().map(|line| escaped(line)).collect();
    Format::all()
        .filter(|&format| format != Format::Docx)
        .map(|format| {
            let text = match format {
                Format::Markdown | Format::Plain | Format::AsciiDoc | Format::Rst => each("", "\n\n"),
                Format::Mdx => format!("import A from './a'\n\n<A>\n\n{}</A>\n", each("", "\n\n")),
                Format::Html => {
                    format!(
                        "<!DOCTYPE html>\n<title>題</title>\n{}",
                        each("<p class=\"text\"><b>※</b>&nbsp;", "</p>\n")
                    )
                }
                Format::Csv => format!("id,body\n{}", each("1,\"", "\"\n")),
                Format::Tsv => format!("id\tbody\n{}", each("1\t", "\n")),
                Format::Json => strings.iter().map(|line| format!("{{\"id\": 1, \"body\": \"{line}\"}}\n")).collect(),
                Format::Yaml => strings.iter().map(|line| format!("- id: 1\n  body: \"{line}\"\n")).collect(),
                Format::Xliff => format!(
                    "<xliff>\n{}</xliff>\n",
                    each("<unit><segment><source>a</source><target>", "</target></segment></unit>\n")
                        .replace('&', "&amp;")
                ),
                Format::Po => strings.iter().map(|line| format!("msgid \"a\"\nmsgstr \"{line}\"\n\n")).collect(),
                Format::Subtitles => each("1\n00:00:01,000 --> 00:00:02,000\n", "\n\n"),
                Format::Docx => String::new(),
            };
            SourceFile::new(format.as_str(), text, format)
        })
        .collect()
}
