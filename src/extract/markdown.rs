//! Prose of Markdown: CommonMark with tables, footnotes, strikethrough and task lists, and front matter before it.
//!
//! Owns which element of Markdown, and of the HTML inside it, is prose and of what kind. Knows no rules.

use super::front_matter;
use super::html::{self, Page};
use super::inline::Marks;
use super::inner::Inner;
use super::mask::{self, Mask, MaskKind, Masked};
use super::sink::{Sink, push_text};
use super::{BlockKind, Extraction, Piece};
use crate::source::{Format, SourceFile};
use crate::span::SourceRange;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Reads the prose of a Markdown source.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let start = source.bom_len() as usize;
    let front = front_matter::read(text, start, source.fields());
    let start = front.as_ref().map_or(start, |found| found.end);
    let masked = mask::mask(text, start, source.format() == Format::Mdx);
    let mut reader = Reader::new(source, masked.as_ref());
    for block in front.into_iter().flat_map(|found| found.blocks) {
        reader.sink.block(block);
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        // `# 見出し {#id}`: the braces are no prose.
        | Options::ENABLE_HEADING_ATTRIBUTES
        // `> [!NOTE]`: the mark is no prose, and an alert is no quotation.
        | Options::ENABLE_GFM;
    let parser = Parser::new_ext(&reader.parsed[start..], options);
    let definitions = parser.reference_definitions().iter().map(|(_, definition)| definition);
    reader.definitions = definitions
        .filter(|definition| definition.title.is_some())
        .filter_map(|definition| title(reader.parsed, start + definition.span.start, start + definition.span.end))
        .collect();
    reader.definitions.sort_unstable_by(|a, b| b.cmp(a));
    for (event, range) in parser.into_offset_iter() {
        let range = SourceRange::new((start + range.start) as u32, (start + range.end) as u32);
        reader.until(range.start);
        reader.event(event, range);
    }
    reader.until(text.len() as u32);
    reader.sink.finish()
}

/// Where the title stands that a link, an image or the definition of one ends with, without its marks.
fn title(text: &str, start: usize, end: usize) -> Option<SourceRange> {
    let whole = text.get(start..end)?.trim_end();
    let open = match whole.as_bytes().last()? {
        b')' => b'(',
        &mark => mark,
    };
    let inside = &whole[..whole.len() - 1];
    let bytes = inside.as_bytes();
    let at = (1..bytes.len()).rev().find(|&at| bytes[at] == open && bytes[at - 1].is_ascii_whitespace())?;
    Some(SourceRange::new((start + at + 1) as u32, (start + inside.len()) as u32))
}

struct Reader<'s> {
    /// What the parser reads: the text, with filler where something is masked.
    parsed: &'s str,
    /// The tags of components and the titles of admonitions that are still to come.
    tags: &'s [Mask],
    titles: &'s [Range<usize>],
    /// Where the last tag of a component ended.
    tags_end: u32,
    /// The admonitions that the parser takes for items of lists.
    indented: &'s [usize],
    is_mdx: bool,
    /// Where the titles stand that definitions of links give, the last first.
    definitions: Vec<SourceRange>,
    /// The title of each open link or image, if it has one in place.
    link_titles: Vec<Option<SourceRange>>,
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
    /// Whether each of the open items is one, and not an admonition.
    real_items: Vec<bool>,
    in_table_head: bool,
    /// In a code block, or the text of an autolink.
    skipping: bool,
    /// How deep in images, and the alternative text of the outermost.
    images: u32,
    alt_pieces: Vec<Piece>,
}

impl<'s> Reader<'s> {
    fn new(source: &'s SourceFile, masked: Option<&'s Masked>) -> Self {
        let text = source.text();
        let sink = Sink::new(text, Marks::of(text, source.format()));
        let is_mdx = source.format() == Format::Mdx;
        Self {
            parsed: masked.map_or(text, |masked| &masked.text),
            tags: masked.map_or(&[], |masked| &masked.masks),
            titles: masked.map_or(&[], |masked| &masked.titles),
            indented: masked.map_or(&[], |masked| &masked.indented),
            is_mdx,
            tags_end: 0,
            definitions: Vec::new(),
            link_titles: Vec::new(),
            sink: match masked {
                Some(masked) => sink.with_masks(&masked.masks),
                None => sink,
            },
            page: if is_mdx { Page::of_components() } else { Page::default() },
            html_block: None,
            depths: Vec::new(),
            quotations: 0,
            footnotes: 0,
            items: 0,
            real_items: Vec::new(),
            in_table_head: false,
            skipping: false,
            images: 0,
            alt_pieces: Vec::new(),
        }
    }

    /// Reads what stands before `end` and the parser does not tell of.
    fn until(&mut self, end: u32) {
        while let Some(title) = self.definitions.pop_if(|title| title.start < end) {
            self.alt(title);
        }
        while let Some((title, rest)) = self.titles.split_first().filter(|(title, _)| (title.start as u32) < end) {
            self.titles = rest;
            let range = SourceRange::new(title.start as u32, title.end as u32);
            self.sink.begin(self.container_kind());
            self.sink.text(range);
            self.sink.begin(self.container_kind());
        }
        while let Some((mask, rest)) = self.tags.split_first().filter(|(mask, _)| (mask.range.start as u32) < end) {
            self.tags = rest;
            if mask.kind == MaskKind::Tag {
                self.tags_end = mask.range.end as u32;
            }
            if mask.kind != MaskKind::Tag || self.skipping || self.images > 0 {
                continue;
            }
            if matches!(&self.sink.source()[mask.range.clone()], "<>" | "</>") {
                continue;
            }
            let tag = mask::plain_tag(&self.sink.source()[mask.range.clone()]);
            let inner = Inner::copy(tag, mask.range.start);
            let base = self.container_kind();
            self.page.read(&inner, base, &mut self.sink);
        }
    }

    /// The title of a link or an image.
    fn alt(&mut self, title: SourceRange) {
        if self.is_hidden() {
            return;
        }
        let mut pieces = Vec::new();
        // A title has character references and escapes, and no other markup.
        let range = title.as_usize();
        let bytes = self.parsed.as_bytes();
        let (mut kept, mut at) = (range.start, range.start);
        while at < range.end {
            let is_escape = bytes[at] == b'\\' && at + 1 < range.end && bytes[at + 1].is_ascii_punctuation();
            if is_escape {
                html::decode(&Inner::slice(self.parsed, kept..at), &mut pieces);
                kept = at + 1;
            }
            at += if is_escape { 2 } else { 1 };
        }
        html::decode(&Inner::slice(self.parsed, kept..range.end), &mut pieces);
        self.sink.alt(pieces);
    }

    /// The title that stands in a link or an image, if it does.
    fn note_title(&mut self, link_type: LinkType, title: &str, range: SourceRange) {
        let close = self.parsed.get(range.as_usize()).is_some_and(|text| text.ends_with(')'));
        let found = (link_type == LinkType::Inline && !title.is_empty() && close)
            .then(|| self::title(self.parsed, range.start as usize, range.end as usize - 1))
            .flatten();
        self.link_titles.push(found);
    }

    fn end_title(&mut self) {
        if let Some(title) = self.link_titles.pop().flatten() {
            self.alt(title);
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
                if self.is_mdx {
                    // Its tags are read where they stand, so what is between them has to be as well.
                    return self.html(&[piece]);
                }
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
                self.link_titles.push(None);
            }
            Tag::Link { link_type, title, .. } => self.note_title(*link_type, title, range),
            Tag::Image { link_type, title, .. } => {
                self.note_title(*link_type, title, range);
                if self.images == 0 {
                    self.piece(Piece::Opaque(range));
                }
                self.images += 1;
            }
            // Components are indented as people like; indented code there is none.
            Tag::CodeBlock(CodeBlockKind::Indented) if self.is_mdx => self.boundary(),
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
                let is_item = self.indented.binary_search(&(range.start as usize)).is_err();
                self.items += u32::from(is_item);
                self.real_items.push(is_item);
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
            TagEnd::Link => {
                self.skipping = false;
                self.end_title();
            }
            TagEnd::Image => {
                self.images = self.images.saturating_sub(1);
                if self.images == 0 {
                    let alt = std::mem::take(&mut self.alt_pieces);
                    self.sink.alt(alt);
                }
                self.end_title();
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {
                self.skipping = false;
                self.boundary();
            }
            TagEnd::BlockQuote(kind) => {
                self.quotations = self.quotations.saturating_sub(u32::from(kind.is_none()));
                self.leave();
            }
            TagEnd::FootnoteDefinition => {
                self.footnotes = self.footnotes.saturating_sub(1);
                self.leave();
            }
            TagEnd::Item => {
                let is_item = self.real_items.pop().unwrap_or(true);
                self.items = self.items.saturating_sub(u32::from(is_item));
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
        if self.tags.first().is_some_and(|mask| (mask.range.start as u32) < range.end) {
            return self.text_with_tags(text, range);
        }
        match self.written(text, range) {
            // Only a block of code holds line ends, and in components it is none.
            Piece::Text(range) if self.is_mdx && text.contains('\n') => {
                let mut start = range.start;
                for line in text.split_inclusive('\n') {
                    let end = start + line.len() as u32;
                    let words = start + line.trim_end_matches(['\n', '\r']).len() as u32;
                    self.piece(Piece::Text(SourceRange::new(start, words)));
                    if words < end {
                        self.piece(Piece::SoftBreak(SourceRange::new(words, end)));
                    }
                    start = end;
                }
            }
            piece => self.piece(piece),
        }
    }

    /// Text with masks in it: tags take effect where they stand.
    fn text_with_tags(&mut self, text: &str, range: SourceRange) {
        if self.parsed.get(range.as_usize()) != Some(text) {
            self.until(range.end);
            let piece = self.written(text, range);
            return self.piece(piece);
        }
        let mut at = range.start;
        while let Some(mask) = self.tags.first().filter(|mask| (mask.range.start as u32) < range.end) {
            let (start, end) = (mask.range.start as u32, (mask.range.end as u32).min(range.end));
            if mask.kind == MaskKind::Tag {
                self.piece(Piece::Text(SourceRange::new(at, start.max(at))));
                at = end.max(at);
            }
            self.until(start + 1);
        }
        self.piece(Piece::Text(SourceRange::new(at, range.end)));
    }

    /// What the parser read at `range`: the text that stands there, or what it stands for.
    fn written(&self, text: &str, range: SourceRange) -> Piece {
        if self.parsed.get(range.as_usize()) == Some(text) {
            Piece::Text(range)
        } else {
            Piece::Decoded(range, text.to_owned())
        }
    }

    fn piece(&mut self, piece: Piece) {
        if self.is_hidden() {
            return;
        }
        // A tag over several lines was read as one.
        match piece {
            piece if piece.range().start >= self.tags_end => self.push(piece),
            Piece::Text(range) if range.end > self.tags_end => {
                self.push(Piece::Text(SourceRange::new(self.tags_end, range.end)));
            }
            _ => {}
        }
    }

    /// Adds a piece to the alternative text if an image is open, else to the block.
    fn push(&mut self, piece: Piece) {
        match piece {
            Piece::Text(range) if self.images > 0 => push_text(&mut self.alt_pieces, range),
            Piece::Text(range) => self.sink.text(range),
            other if self.images > 0 => self.alt_pieces.push(other),
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
        let inner = Inner::of(self.parsed, pieces);
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
    fn what_site_generators_put_in_is_no_prose() {
        for (text, want) in [
            ("前{{< ref \"a_b_c\" >}}後**太{{ x }}字**", &["p 前<{{< ref \"a_b_c\" >}}>後太<{{ x }}>字"][..]),
            ("一\n{{< note title=\"必ず\" >}}\n- 二\n{{< /note >}}\n三", &["p 一", "li 二", "p 三"]),
            ("{% include a.html\n  x=\"必ず\" %}\n一{# 注 #}二", &["p 一二"]),
            ("一{% comment %}必ず{% endcomment %}二{%raw%}三{%endraw%}", &["p 一二<{%raw%}>三<{%endraw%}>"]),
            ("{{< highlight go >}}\n必ず\n{{< /highlight >}}\n\n一", &["p 一"]),
            ("# 題\n{: .no_toc}\n\n一{:.a}二", &["h1 題", "p 一二"]),
            ("`{{ 必ず }}`と\n```\n{{ x }}\n```\n一", &["p <`{{ 必ず }}`>と", "p 一"]),
            ("{{ 閉じない\n\n本文", &["p {{ 閉じない", "p 本文"]),
            ("{漢字|かんじ}と{{< x >}}", &["p 漢字と<{{< x >}}>"]),
            ("<div title=\"{{ x }}題\">{{ y }}文</div>", &["p <{{ y }}>文", "alt <{{ x }}>題"]),
            // Admonitions.
            (":::note[題]\n\n一\n\n:::\n二", &["p 題", "p 一", "p 二"]),
            (":::tip 題 {#a}\n一\n:::", &["p 題", "p 一"]),
            ("::: 一", &["p ::: 一"]),
            ("!!! note \"題\"\n    一\n\n    - 二\n\n三", &["p 題", "p 一", "li 二", "p 三"]),
            ("!!! 必見です\n一", &["p !!! 必見です_一"]),
            ("> [!TIP]\n> 一", &["p 一"]),
        ] {
            assert_eq!(blocks(text), want, "{text}");
        }
    }

    #[test]
    fn components() {
        for (text, want) in [
            (
                "import A from './a'\nexport const b = {\n  c: '必ず',\n}\n\n本文{b.c}です{/* 注 */}。",
                &["p 本文<{b.c}>です。"][..],
            ),
            (
                "<Card title=\"副作用なし\" x={y}>\n  本文**太字**\n\n      深い\n</Card>\n後",
                &["alt 副作用なし", "p 本文太字", "p   深い_", "p 後"],
            ),
            ("一<Tip label={\"題\"} />二<b>三</b><br/>四", &["p 一二三/四", "alt 題"]),
            ("<Tabs>\n- 一\n- 二\n</Tabs>", &["li 一", "li 二"]),
            ("{\"文字列\"}と<ruby>副<rt>ふく</rt></ruby>作用", &["p 文字列と副作用"]),
            ("---\ntitle: 題\n---\n<>\n文\n</>", &["field 題", "p 文"]),
            ("```js\nimport x\n<A b='必ず'>{c}\n```\n`<B>`文", &["p <`<B>`>文"]),
            ("<div style={{display: 'none'}}>\n\n文\n\n</div>", &["p 文"]),
            ("a < b かつ {c", &["p a < b かつ {c"]),
        ] {
            assert_eq!(testing::blocks(text, Format::Mdx), want, "{text}");
        }
    }

    #[test]
    fn what_is_prose_and_of_what_kind() {
        for (text, want) in [
            // Inline markup splits no phrase.
            ("副作用は**一切**ありません", &["p 副作用は一切ありません"][..]),
            ("*効果*と~~安全~~と_痛み_", &["p 効果と安全と_痛み_"]),
            ("**効果。**次の**「副作用」**です", &["p 効果。次の「副作用」です"]),
            ("副作用は\n一切ない  \n安心\\\n次<br>末", &["p 副作用は_一切ない/安心/次/末"]),
            ("[副作用なし](https://a.jp \"題\")と[参照][r]\n\n[r]: https://b.jp", &["p 副作用なしと参照", "alt 題"]),
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
            ("前![**痛み**なし](a.png \"題\")後", &["p 前<![**痛み**なし](a.png \"題\")>後", "alt 痛みなし", "alt 題"]),
            ("![副作用なし](a.png)", &["alt 副作用なし"]),
            (
                "<img src=\"a.png\" alt=\"痛み&amp;なし\">あり",
                &["p <<img src=\"a.png\" alt=\"痛み&amp;なし\">>あり", "alt 痛み[&amp;=&]なし"],
            ),
            ("![<code>必ず</code>痛み<p>なし](a)後", &["p <![<code>必ず</code>痛み<p>なし](a)>後", "alt 必ず痛みなし"]),
            (
                "[甲](a (題\\)&amp;))と[乙]\n\n[乙]: b\n  '丙'\n\n文",
                &["p 甲と乙", "alt 題)[&amp;=&]", "alt 丙", "p 文"],
            ),
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
