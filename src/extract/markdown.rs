//! Prose of Markdown: CommonMark with tables, footnotes, strikethrough and task lists, and front matter before it.
//!
//! Owns which element of Markdown, and of the HTML inside it, is prose and of what kind. Knows no rules.

use super::front_matter;
use super::html::Page;
use super::inline::Marks;
use super::inner::Inner;
use super::sink::{Sink, push_text};
use super::{BlockKind, Extraction, Piece};
use crate::source::SourceFile;
use crate::span::SourceRange;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

/// Reads the prose of a Markdown source.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut start = source.bom_len() as usize;
    let mut reader = Reader::new(source);
    if let Some(found) = front_matter::read(text, start) {
        start = found.end;
        for block in found.blocks {
            reader.sink.block(block);
        }
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        // `# 見出し {#id}`: the braces are no prose.
        | Options::ENABLE_HEADING_ATTRIBUTES
        // `> [!NOTE]`: the mark is no prose, and an alert is no quotation.
        | Options::ENABLE_GFM;
    for (event, range) in Parser::new_ext(&text[start..], options).into_offset_iter() {
        reader.event(event, SourceRange::new((start + range.start) as u32, (start + range.end) as u32));
    }
    reader.sink.finish()
}

struct Reader<'s> {
    source: &'s str,
    sink: Sink<'s>,
    /// The HTML that is open.
    page: Page,
    /// The pieces of the HTML block that is being read.
    html_block: Option<Vec<Piece>>,
    /// How deep HTML was open where each of the open containers began. It cannot be closed from inside.
    depths: Vec<usize>,
    /// How deep in each kind of container.
    quotations: u32,
    footnotes: u32,
    items: u32,
    in_table_head: bool,
    /// In a code block, or the text of an autolink.
    skipping: bool,
    /// How deep in images, and the alternative text of the outermost.
    images: u32,
    alt: Vec<Piece>,
}

impl<'s> Reader<'s> {
    fn new(source: &'s SourceFile) -> Self {
        Self {
            source: source.text(),
            sink: Sink::new(source.text(), Marks::of(source.text(), source.format())),
            page: Page::default(),
            html_block: None,
            depths: Vec::new(),
            quotations: 0,
            footnotes: 0,
            items: 0,
            in_table_head: false,
            skipping: false,
            images: 0,
            alt: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: SourceRange) {
        match event {
            Event::Text(text) => self.text(&text, range),
            Event::SoftBreak => self.piece(Piece::SoftBreak(range)),
            Event::HardBreak => self.piece(Piece::HardBreak(range)),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.piece(Piece::Opaque(range)),
            Event::Html(text) => {
                let piece = self.written(&text, range);
                let pieces = self.html_block.get_or_insert_default();
                match piece {
                    Piece::Text(range) => push_text(pieces, range),
                    other => pieces.push(other),
                }
            }
            Event::InlineHtml(text) => {
                let piece = self.written(&text, range);
                self.html(&[piece]);
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
            Event::Rule => self.boundary(),
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: SourceRange) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                self.piece(Piece::Opaque(range));
                self.skipping = true;
            }
            Tag::Link { .. } => {}
            Tag::Image { .. } => {
                if self.images == 0 {
                    self.piece(Piece::Opaque(range));
                }
                self.images += 1;
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.boundary();
                self.skipping = true;
            }
            Tag::BlockQuote(kind) => {
                self.quotations += u32::from(kind.is_none());
                self.boundary();
                self.depths.push(self.page.depth());
            }
            Tag::FootnoteDefinition(_) => {
                self.footnotes += 1;
                self.boundary();
                self.depths.push(self.page.depth());
            }
            Tag::Item => {
                self.items += 1;
                self.boundary();
                self.depths.push(self.page.depth());
            }
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading(*level as u8)),
            Tag::TableHead => self.in_table_head = true,
            Tag::TableCell if self.in_table_head => self.begin(BlockKind::TableHeader),
            Tag::TableCell => self.begin(BlockKind::TableCell),
            Tag::Paragraph
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::Table(_)
            | Tag::TableRow
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => self.boundary(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Link => self.skipping = false,
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                if self.images == 0 {
                    let alt = std::mem::take(&mut self.alt);
                    self.sink.alt(alt);
                }
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.skipping = false,
            TagEnd::BlockQuote(kind) => {
                self.quotations = self.quotations.saturating_sub(u32::from(kind.is_none()));
                self.leave();
            }
            TagEnd::FootnoteDefinition => {
                self.footnotes = self.footnotes.saturating_sub(1);
                self.leave();
            }
            TagEnd::Item => {
                self.items = self.items.saturating_sub(1);
                self.leave();
            }
            TagEnd::TableHead => self.in_table_head = false,
            TagEnd::HtmlBlock => {
                if let Some(pieces) = self.html_block.take() {
                    self.html(&pieces);
                }
                self.boundary();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::List(_)
            | TagEnd::Table
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => self.boundary(),
        }
    }

    /// Ends the open block of Markdown. The next is of the kind that its containers say.
    fn boundary(&mut self) {
        self.page.end_block();
        self.sink.begin(self.page.kind().unwrap_or(self.container_kind()));
    }

    /// Ends a container, and the HTML that was left open in it.
    fn leave(&mut self) {
        if let Some(depth) = self.depths.pop() {
            self.page.close_to(depth);
        }
        self.boundary();
    }

    fn begin(&mut self, kind: BlockKind) {
        self.page.end_block();
        self.sink.begin(kind);
    }

    fn container_kind(&self) -> BlockKind {
        match () {
            () if self.quotations > 0 => BlockKind::Quotation,
            () if self.footnotes > 0 => BlockKind::Footnote,
            () if self.items > 0 => BlockKind::ListItem,
            () => BlockKind::Paragraph,
        }
    }

    fn text(&mut self, text: &str, range: SourceRange) {
        let piece = self.written(text, range);
        self.piece(piece);
    }

    /// What the parser read at `range`: the text that stands there, or what it stands for.
    fn written(&self, text: &str, range: SourceRange) -> Piece {
        if self.source.get(range.as_usize()) == Some(text) {
            Piece::Text(range)
        } else {
            Piece::Decoded(range, text.to_owned())
        }
    }

    fn piece(&mut self, piece: Piece) {
        if !self.is_hidden() {
            self.push(piece);
        }
    }

    /// Adds a piece to the alternative text if an image is open, else to the block.
    fn push(&mut self, piece: Piece) {
        match piece {
            Piece::Text(range) if self.images > 0 => push_text(&mut self.alt, range),
            Piece::Text(range) => self.sink.text(range),
            other if self.images > 0 => self.alt.push(other),
            other => self.sink.piece(other),
        }
    }

    fn is_hidden(&self) -> bool {
        self.skipping || self.page.is_hidden()
    }

    /// The HTML of one block, or one tag or comment inside a paragraph.
    fn html(&mut self, pieces: &[Piece]) {
        if self.skipping || self.images > 0 {
            return;
        }
        let inner = Inner::of(self.source, pieces);
        let base = self.container_kind();
        self.page.read(&inner, base, &mut self.sink);
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::testing;
    use crate::source::Format;

    fn blocks(text: &str) -> Vec<String> {
        testing::blocks(text, Format::Markdown)
    }

    #[test]
    fn what_is_prose_and_of_what_kind() {
        for (text, want) in [
            // Inline markup splits no phrase.
            ("副作用は**一切**ありません", &["p 副作用は一切ありません"][..]),
            ("*効果*と~~安全~~と_痛み_", &["p 効果と安全と_痛み_"]),
            ("**効果。**次の**「副作用」**です", &["p 効果。次の「副作用」です"]),
            ("副作用は\n一切ない  \n安心\\\n次<br>末", &["p 副作用は_一切ない/安心/次/末"]),
            ("[副作用なし](https://a.jp \"題\")と[参照][r]\n\n[r]: https://b.jp", &["p 副作用なしと参照"]),
            ("<https://a.jp>とhttps://b.jp/x_y_zへ", &["p <<https://a.jp>>と<https://b.jp/x_y_z>へ"]),
            ("`必ず`効く`` a`b ``", &["p <`必ず`>効く<`` a`b ``>"]),
            ("<ruby>副作用<rt>ふくさよう</rt></ruby>なし", &["p 副作用なし"]),
            ("<ruby>副<rp>(</rp><rt>ふく<rp>)</rp></ruby>なし{漢字|かんじ}", &["p 副なし漢字"]),
            ("｜副作用《ふくさよう》なし", &["p 副作用なし"]),
            ("<span class=\"a\">副作用</span>は<!-- 必ず -->ない", &["p 副作用はない"]),
            ("a<code>必ず</code>b<script>x</script>c", &["p a<<code>>bc"]),
            ("痛み&amp;跡 \\*印\\* &#x526f;作用", &["p 痛み[&amp;=&]跡 *印* [&#x526f;=副]作用"]),
            ("効果[^1]あり\n\n[^1]: 2023年調べ\n    続き\n\n末", &["p 効果あり", "note 2023年調べ_続き", "p 末"]),
            ("※効果には個人差があります", &["note ※効果には個人差があります"]),
            // Images.
            ("前![**痛み**なし](a.png \"題\")後", &["p 前<![**痛み**なし](a.png \"題\")>後", "alt 痛みなし"]),
            ("![副作用なし](a.png)", &["alt 副作用なし"]),
            (
                "<img src=\"a.png\" alt=\"痛み&amp;なし\">あり",
                &["p <<img src=\"a.png\" alt=\"痛み&amp;なし\">>あり", "alt 痛み[&amp;=&]なし"],
            ),
            ("![<code>必ず</code>痛み<p>なし](a)後", &["p <![<code>必ず</code>痛み<p>なし](a)>後", "alt 必ず痛みなし"]),
            // Blocks.
            ("# 題 {#id}\n\n小題\n---\n\n本文\n\n***\n", &["h1 題", "h2 小題", "p 本文"]),
            ("- 一\n  続き\n  - 二\n\n  三\n- [x] 四\n1. 五", &["li 一_続き", "li 二", "li 三", "li 四", "li 五"]),
            ("> 引用\n> - 項目\n>\n> # 題\n\n本文", &["q 引用", "q 項目", "h1 題", "p 本文"]),
            ("> [!NOTE]\n> 注意", &["p 注意"]),
            (
                "| 甲 | 乙 |\n|---|---|\n| 一<br>二 | a\\|b |\n| 三 |",
                &["th 甲", "th 乙", "td 一/二", "td a|b", "td 三"],
            ),
            ("    必ず\n\n```\n必ず\n```\n本文", &["p 本文"]),
            // HTML blocks.
            (
                "<div class=\"x\">\n<h2>題</h2>\n<p>副作用は\n一切ない<br>安心</p>\n</div>",
                &["h2 題", "p 副作用は_一切ない/安心"],
            ),
            ("<table><tr><th>甲</th><td>乙&nbsp;丙</td></tr></table>", &["th 甲", "td 乙[&nbsp;=\u{a0}]丙"]),
            ("<ul>\n<li>一\n<li>二\n</ul>\n<p>三", &["li 一_", "li 二_", "p 三"]),
            ("<blockquote>\n\n引用\n\n</blockquote>\n\n本文", &["q 引用", "p 本文"]),
            ("<!--\n必ず\n\n治る\n-->\n本文", &["p 本文"]),
            ("<script>\nvar a = '必ず<b>';\n</script>\n本文", &["p 本文"]),
            ("<style>\np { }\n\nb { }\n</style>", &[]),
            ("<p>開いた<code>必ず\n\n次の段落", &["p 開いた<<code>>", "p 次の段落"]),
            ("<figure><img src=a alt='甲\n乙'><figcaption>図</figcaption></figure>", &["alt 甲_乙", "p 図"]),
            // Files.
            ("", &[]),
            ("\u{feff}# 題\r\n\r\n一\r\n二", &["h1 題", "p 一_二"]),
            (
                "\u{feff}---\r\ntitle: 副作用なし\r\ntags: [必ず]\r\ndescription: \"a\\\"b\"\r\n---\r\n本文",
                &["field 副作用なし", "field a[\\\"=\"]b", "p 本文"],
            ),
            ("+++\ntitle = '題'\n+++\n本文", &["field 題", "p 本文"]),
            ("一\n\n---\n\n二\n\n---\n\n三", &["p 一", "p 二", "p 三"]),
        ] {
            assert_eq!(blocks(text), want, "{text}");
        }
    }
}
