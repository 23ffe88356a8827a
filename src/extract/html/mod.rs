//! Prose of HTML: what a reader of the page sees, and what is shown in its place elsewhere (alternative texts, the
//! description that search engines print).
//!
//! `tokens` finds tags and texts, `text` decodes, `element` knows what elements are; here the open elements are kept, as
//! far as they say what text is and whether it is shown. HTML inside Markdown and other formats takes the same way.
//!
//! The defaults, since a page shows more than its source and less:
//!
//! - not shown: `script`, `style`, `template`, comments, what has the attribute `hidden` (but for `until-found`) or is
//!   hidden by its own `style`. What a style sheet or a script hides is shown at some time, and is prose;
//! - `nav`, `header`, `footer`, `dialog`, closed `details`, `noscript` are prose: a claim in a menu is a claim;
//! - `code`, `pre`, `kbd`, `samp`, `svg`, `math` are no prose; of `ruby`, the base is;
//! - prose though not between tags: `alt`, `title`, `aria-label`, `aria-description`, `placeholder`, `label`, the text of
//!   buttons; `<meta>` descriptions and titles, also those for social networks; the descriptions in JSON-LD.

mod element;
mod text;
mod tokens;

use super::inline::Marks;
use super::inner::Inner;
use super::sink::Sink;
use super::{BlockKind, Extraction, Piece};
use crate::source::SourceFile;
use crate::span::SourceRange;
use element::Role;
use std::collections::HashMap;
use std::ops::Range;
use tokens::{Ending, Item, Tag};

/// Reads the prose of a page.
pub(super) fn extract(source: &SourceFile) -> Extraction {
    let text = source.text();
    let mut sink = Sink::new(text, Marks::of(text, source.format()));
    let inner = Inner::slice(text, source.bom_len() as usize..text.len());
    Page::default().read(&inner, BlockKind::Paragraph, &mut sink);
    sink.finish()
}

/// Adds a text of HTML without tags to `pieces`.
pub(super) fn decode(inner: &Inner<'_>, pieces: &mut Vec<Piece>) {
    text::push(inner, 0..inner.text().len(), pieces);
}

/// Whether a text without a format of its own looks like HTML: it holds a tag that a browser knows, or a character
/// reference.
pub(super) fn looks_like_html(text: &str) -> bool {
    const TAGS: &[&str] = &[
        "p", "br", "div", "span", "b", "strong", "em", "i", "u", "ul", "ol", "li", "table", "a", "img", "h1", "h2",
        "h3", "h4", "font", "section", "ruby", "dl", "small", "sup",
    ];
    text.match_indices('<').any(|(at, _)| {
        let name = text[at + 1..].trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        name[end..].starts_with(['>', ' ', '/', '\n', '\r', '\t'])
            && TAGS.iter().any(|known| known.eq_ignore_ascii_case(&name[..end]))
    }) || ["&nbsp;", "&amp;", "&lt;", "&gt;", "&quot;", "&#"].iter().any(|reference| text.contains(reference))
}

/// What is open in a page, kept between the stretches that it is read in.
#[derive(Debug, Default)]
pub(super) struct Page {
    open: Vec<Open>,
    /// How many elements of each name are open: an end tag without a start tag costs nothing.
    counts: HashMap<Box<str>, u32>,
    /// How many of the open elements hide their content.
    hidden: u32,
    /// In a comment, or something else that no prose is in, that an earlier stretch began.
    in_comment: bool,
    /// Whether tags are those of components: any may be closed in itself, and more of what they are given is shown.
    of_components: bool,
}

/// An open element.
#[derive(Debug)]
struct Open {
    name: Box<str>,
    is_block: bool,
    is_hidden: bool,
    /// What text in it is, if it or an element around it says.
    kind: Option<BlockKind>,
}

/// What components are given to show, besides what any element is.
const PROPERTIES: &[&str] =
    &["alt", "label", "description", "caption", "heading", "subtitle", "summary", "text", "message", "content"];

/// How many of the innermost open elements a tag can end. Browsers nest no deeper.
const DEPTH_MAX: usize = 512;

impl Page {
    /// A page made of components, as in MDX.
    pub(super) fn of_components() -> Self {
        Self { of_components: true, ..Self::default() }
    }

    /// Reads a stretch of HTML; text that no element says anything of is of the kind `base`.
    pub(super) fn read(&mut self, inner: &Inner<'_>, base: BlockKind, sink: &mut Sink<'_>) {
        let html = inner.text();
        let mut at = 0;
        if self.in_comment {
            let Some(end) = html.find("-->") else { return };
            self.in_comment = false;
            at = end + 3;
        }
        let mut linked_data = false;
        let ending = tokens::scan(&html[at..], |item| match item {
            Item::Text(range) => {
                if self.hidden == 0 {
                    let mut pieces = Vec::new();
                    text::push(inner, at + range.start..at + range.end, &mut pieces);
                    pieces.into_iter().for_each(|piece| sink.add(piece));
                }
            }
            Item::Raw(range) => {
                if linked_data {
                    super::json::linked_data(inner, at + range.start..at + range.end, sink);
                }
            }
            Item::Tag(tag) => {
                linked_data = tag.name == "script" && !tag.is_end && is_linked_data(inner, at, tag);
                self.tag(inner, at, tag, base, sink);
            }
        });
        self.in_comment = ending == Ending::Comment;
    }

    /// Ends what cannot reach over the end of a block that another format sees: phrases, paragraphs and headings.
    pub(super) fn end_block(&mut self) {
        while self.open.last().is_some_and(|open| {
            !open.is_block || open.name.as_ref() == "p" || matches!(open.kind, Some(BlockKind::Heading(_)))
        }) {
            self.pop();
        }
    }

    /// Whether what stands here is not shown.
    pub(super) fn is_hidden(&self) -> bool {
        self.hidden > 0 || self.in_comment
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Ends all but the outermost `depth` elements.
    pub(super) fn close_to(&mut self, depth: usize) {
        self.truncate(depth);
        self.in_comment = false;
    }

    /// What text that stands here is, if an element says.
    pub(super) fn kind(&self) -> Option<BlockKind> {
        self.open.last().and_then(|open| open.kind)
    }

    fn tag(&mut self, inner: &Inner<'_>, at: usize, tag: &Tag, base: BlockKind, sink: &mut Sink<'_>) {
        let name = tag.name.as_str();
        let place = inner.source(at + tag.range.start..at + tag.range.end);
        let role = element::role(name);
        if tag.is_end {
            // A stray </br> is a line break, a stray </p> an empty paragraph.
            match name {
                "br" if self.hidden == 0 => sink.piece(Piece::HardBreak(place)),
                "q" if self.hidden == 0 => sink.piece(Piece::Decoded(place, "」".into())),
                _ => {}
            }
            let is_block = matches!(role, Role::Block(_) | Role::OpaqueBlock);
            self.end(name, !is_block);
            if self.hidden == 0 && is_block {
                sink.begin(self.kind().unwrap_or(base));
            }
            return;
        }
        let is_block = matches!(role, Role::Block(_) | Role::OpaqueBlock);
        let before = self.hidden;
        self.make_room(name, is_block);
        if before > 0 && self.hidden == 0 && is_block {
            sink.begin(self.kind().unwrap_or(base));
        }
        let value = |name: &str| tag.attribute(name).map(|value| at + value.start..at + value.end);
        let is_shown = self.hidden == 0;
        let hides = hides_itself(inner, &value);
        let (is_opaque, kind) = match role {
            Role::Void => {
                if is_shown && !hides {
                    self.void(inner, name, place, &value, base, sink);
                }
                return;
            }
            Role::Block(kind) => (false, kind),
            Role::Inline => (false, None),
            Role::Opaque | Role::OpaqueBlock | Role::Unseen => (true, None),
        };
        // A picture drawn in place may be closed in one tag; other elements of HTML are not, whatever the slash says.
        let may_close = self.of_components || matches!(name, "svg" | "math") || role == Role::Inline;
        if tag.is_closed && may_close {
            if is_shown && is_opaque {
                sink.piece(Piece::Opaque(place));
            }
            if is_shown && !hides {
                self.attributes(inner, name, &value, sink);
            }
            return;
        }
        let kind = self.kind_within(inner, &value, kind, base);
        if is_shown && is_block {
            sink.begin(kind.unwrap_or(base));
        }
        if is_shown && !hides {
            match role {
                Role::Opaque => sink.piece(Piece::Opaque(place)),
                _ if name == "q" => sink.piece(Piece::Decoded(place, "「".into())),
                _ => {}
            }
            self.attributes(inner, name, &value, sink);
        }
        let is_hidden = is_opaque || hides;
        // Inline elements matter only for what they hide, or for finding the end of what is hidden.
        if is_block || is_hidden || !is_shown || name == "ruby" {
            self.push(Open { name: name.into(), is_block, is_hidden, kind });
        }
    }

    /// What text in an element is: what the element says, unless it stands in a quotation or a note.
    fn kind_within(
        &self,
        inner: &Inner<'_>,
        value: &impl Fn(&str) -> Option<Range<usize>>,
        own: Option<BlockKind>,
        base: BlockKind,
    ) -> Option<BlockKind> {
        let around = self.kind().or(matches!(base, BlockKind::Quotation | BlockKind::Footnote).then_some(base));
        let holds = |attribute: &str, words: &[&str]| {
            value(attribute).is_some_and(|range| {
                inner.text()[range]
                    .split_ascii_whitespace()
                    .any(|word| words.contains(&word.to_ascii_lowercase().as_str()))
            })
        };
        let is_note = holds("role", &["doc-footnote", "doc-endnote", "doc-endnotes", "note"])
            || holds("class", &["footnote", "footnotes", "endnote", "endnotes"])
            || holds("epub:type", &["footnote", "footnotes", "endnote", "endnotes"]);
        match (around, own) {
            _ if is_note => Some(BlockKind::Footnote),
            (
                Some(BlockKind::Quotation | BlockKind::Footnote),
                None | Some(BlockKind::ListItem | BlockKind::Paragraph),
            ) => around,
            (_, Some(own)) => Some(own),
            (around, None) => around,
        }
    }

    /// The attributes that are shown or read out.
    fn attributes(
        &self,
        inner: &Inner<'_>,
        name: &str,
        value: &impl Fn(&str) -> Option<Range<usize>>,
        sink: &mut Sink<'_>,
    ) {
        let mut seen: Vec<Range<usize>> = Vec::new();
        let mut show = |attribute: &str| {
            let Some(range) = value(attribute) else { return };
            // A title often repeats the alternative text.
            let text = |range: &Range<usize>| inner.text().get(range.clone());
            if range.is_empty() || seen.iter().any(|other| text(other) == text(&range)) {
                return;
            }
            let mut pieces = Vec::new();
            text::push(inner, range.clone(), &mut pieces);
            sink.alt(pieces);
            seen.push(range);
        };
        if matches!(name, "img" | "area" | "input") {
            show("alt");
        }
        if name == "input" {
            let is_button = value("type").and_then(|range| inner.text().get(range)).is_some_and(|kind| {
                ["submit", "button", "reset"].iter().any(|button| kind.trim().eq_ignore_ascii_case(button))
            });
            if is_button {
                show("value");
            }
        }
        if matches!(name, "option" | "optgroup" | "track") {
            show("label");
        }
        ["title", "aria-label", "aria-description", "placeholder"].into_iter().for_each(&mut show);
        if self.of_components {
            PROPERTIES.iter().copied().for_each(show);
        }
    }

    fn void(
        &self,
        inner: &Inner<'_>,
        name: &str,
        place: SourceRange,
        value: &impl Fn(&str) -> Option<Range<usize>>,
        base: BlockKind,
        sink: &mut Sink<'_>,
    ) {
        match name {
            "br" => sink.piece(Piece::HardBreak(place)),
            "hr" => sink.begin(self.kind().unwrap_or(base)),
            "img" | "input" | "embed" => {
                sink.piece(Piece::Opaque(place));
                self.attributes(inner, name, value, sink);
            }
            "meta" => meta(inner, value, self.kind().unwrap_or(base), sink),
            "area" | "track" => self.attributes(inner, name, value, sink),
            _ => {}
        }
    }

    /// Ends the elements whose end tags may be left out before a start tag of this name.
    fn make_room(&mut self, name: &str, is_block: bool) {
        if is_block {
            // Phrases that nobody closed end with their paragraph.
            let blocks = self.open.iter().rposition(|open| open.is_block);
            if let Some(last) = blocks.filter(|&last| self.open.len() - last <= DEPTH_MAX) {
                let above = self.open[last].name.as_ref();
                let is_heading = |name: &str| matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
                if above == "p" || (is_heading(above) && is_heading(name)) {
                    self.truncate(last);
                }
            }
        }
        let Some((ends, bounds)) = element::ended_by(name) else { return };
        if !ends.iter().any(|name| self.counts.get(*name).is_some_and(|&count| count > 0)) {
            return;
        }
        let mut outermost = None;
        for (index, open) in self.open.iter().enumerate().rev().take(DEPTH_MAX) {
            if bounds.contains(&open.name.as_ref()) {
                break;
            }
            if ends.contains(&open.name.as_ref()) {
                outermost = Some(index);
                // An item ends the one before, not the one around.
                if matches!(name, "li" | "dt" | "dd") {
                    break;
                }
            }
        }
        if let Some(index) = outermost {
            self.truncate(index);
        }
    }

    /// Ends the innermost element of this name.
    fn end(&mut self, name: &str, is_inline: bool) {
        if self.counts.get(name).is_none_or(|&count| count == 0) {
            return;
        }
        let of_table = element::is_of_table(name);
        for index in (0..self.open.len()).rev().take(DEPTH_MAX) {
            let open = &self.open[index];
            if open.name.as_ref() == name {
                // Of phrases and blocks that cross each other, blocks go on.
                if is_inline && self.open[index..].iter().any(|open| open.is_block) {
                    let open = self.open.remove(index);
                    self.forget(&open);
                } else {
                    self.truncate(index);
                }
                return;
            }
            if !of_table && element::is_scope(&open.name) {
                return;
            }
        }
    }

    fn push(&mut self, open: Open) {
        self.hidden += u32::from(open.is_hidden);
        match self.counts.get_mut(&open.name) {
            Some(count) => *count += 1,
            None => {
                self.counts.insert(open.name.clone(), 1);
            }
        }
        self.open.push(open);
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.forget(&open);
        }
    }

    fn truncate(&mut self, length: usize) {
        while self.open.len() > length {
            self.pop();
        }
    }

    fn forget(&mut self, open: &Open) {
        self.hidden -= u32::from(open.is_hidden);
        if let Some(count) = self.counts.get_mut(&open.name) {
            *count -= 1;
        }
    }
}

/// Whether an element says of itself that it is not shown.
fn hides_itself(inner: &Inner<'_>, value: &impl Fn(&str) -> Option<Range<usize>>) -> bool {
    let text = |range: Range<usize>| inner.text().get(range).unwrap_or_default();
    let by_attribute = value("hidden").is_some_and(|range| !text(range).trim().eq_ignore_ascii_case("until-found"));
    by_attribute
        || value("style").is_some_and(|range| {
            let style: String =
                text(range).chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
            style.split(';').any(|rule| rule.starts_with("display:none") || rule.starts_with("visibility:hidden"))
        })
}

/// What a page says of itself to search engines and social networks.
fn meta(inner: &Inner<'_>, value: &impl Fn(&str) -> Option<Range<usize>>, after: BlockKind, sink: &mut Sink<'_>) {
    const SHOWN: &[&str] = &[
        "description",
        "og:title",
        "og:description",
        "og:image:alt",
        "twitter:title",
        "twitter:description",
        "twitter:image:alt",
        "apple-mobile-web-app-title",
    ];
    let is_shown = ["name", "property", "itemprop"].iter().filter_map(|key| value(key)).any(|range| {
        inner.text().get(range).is_some_and(|name| SHOWN.iter().any(|known| known.eq_ignore_ascii_case(name.trim())))
    });
    let Some(content) = value("content").filter(|_| is_shown) else { return };
    let mut pieces = Vec::new();
    text::push(inner, content, &mut pieces);
    sink.begin(BlockKind::FrontMatter);
    pieces.into_iter().for_each(|piece| sink.add(piece));
    sink.begin(after);
}

fn is_linked_data(inner: &Inner<'_>, at: usize, tag: &Tag) -> bool {
    tag.attribute("type")
        .and_then(|range| inner.text().get(at + range.start..at + range.end))
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

#[cfg(test)]
mod tests {
    use crate::extract::testing::blocks;
    use crate::source::Format;

    #[test]
    fn what_is_shown_and_of_what_kind() {
        for (html, want) in [
            // Inline markup splits no phrase.
            ("<p>副作用は<b>一切</b>ありません</p>", &["p 副作用は一切ありません"][..]),
            ("副作用<wbr>が&shy;な<!-- 必ず -->い", &["p 副作用が[&shy;=\u{ad}]ない"]),
            (
                "痛み&amp;跡&nbsp;&hearts;&#x526f;&ampと&copy",
                &["p 痛み[&amp;=&]跡[&nbsp;=\u{a0}][&hearts;=♥][&#x526f;=副][&amp=&]と[&copy=©]"],
            ),
            ("<ruby>副作用<rp>(</rp><rt>ふくさよう</rp><rt>x</rt></ruby>なし", &["p 副作用なし"]),
            ("<ruby>副<rt>ふく<rb>作<rt>さ</ruby>用", &["p 副作用"]),
            ("<p>一行<br>二行\r\n三行</p>", &["p 一行/二行_三行"]),
            ("<q>必ず</q>と", &["p [<q>=「]必ず[</q>=」]と"]),
            (
                "a<code>必ず</code>b<script>x<b</script>c<svg/>d<svg><text>x</text></svg>e",
                &["p a<<code>>bc<<svg/>>d<<svg>>e"],
            ),
            // Blocks.
            ("<h2>題</h2>文<div>甲<p>乙<p>丙</div>丁", &["h2 題", "p 文", "p 甲", "p 乙", "p 丙", "p 丁"]),
            ("<ul><li>一<li>二<ul><li>三</ul>四</ul>五", &["li 一", "li 二", "li 三", "li 四", "p 五"]),
            ("<table><caption>表<tr><th>甲<td>乙<p>丙</table>丁", &["p 表", "th 甲", "td 乙", "td 丙", "p 丁"]),
            ("<blockquote><p>引用<ul><li>項</ul></blockquote>文", &["q 引用", "q 項", "p 文"]),
            ("<aside class='box footnotes'><p>※1 注</aside><p>※ 注", &["note ※1 注", "note ※ 注"]),
            ("<dl><dt>問<dd>答<dt>問</dl>", &["li 問", "li 答", "li 問"]),
            ("<select><option>甲<option>乙</select><button>申込</button>", &["p 甲", "p 乙", "p 申込"]),
            ("<details><summary>問</summary>答</details>", &["p 問", "p 答"]),
            ("一<hr>二</br>三", &["p 一", "p 二/三"]),
            // What is not shown.
            ("<p hidden>甲<p>乙", &["p 乙"]),
            ("<div hidden>甲<div>乙</div>丙</div>丁", &["p 丁"]),
            ("<div hidden=until-found>甲</div><div style='Display : none'>乙</div>", &["p 甲"]),
            ("甲<span hidden>乙<span>丙</span>丁</span>戊", &["p 甲戊"]),
            ("<ul><li hidden>甲<ul><li>乙</ul></li><li>丙</ul>丁", &["li 丙", "p 丁"]),
            ("<template><p>甲</template><style>p{}</style><p>乙<pre>丙</pre>丁", &["p 乙", "p 丁"]),
            // What is shown elsewhere.
            (
                "<title>題&amp;</title><meta name=Description content='説明'><meta property=og:title content=題><meta name=author content=人>",
                &["h1 題[&amp;=&]", "field 説明", "field 題"],
            ),
            (
                "前<img alt='痛み&amp;なし' title=題>後",
                &["p 前<<img alt='痛み&amp;なし' title=題>>後", "alt 痛み[&amp;=&]なし", "alt 題"],
            ),
            ("<img alt=同 title=同><a title=題>甲</a>", &["p <<img alt=同 title=同>>甲", "alt 同", "alt 題"]),
            (
                "<input type=submit value=申込><input value=x placeholder=例><div aria-label=読>文</div>",
                &["alt 申込", "alt 例", "p 文", "alt 読"],
            ),
            (
                "<script type='application/ld+json'>{\"@type\":\"Product\",\"name\":\"甲\",\"url\":\"乙\",\"review\":[{\"description\":\"a\\\"丙\"}]}</script>文",
                &["field 甲", "field a[\\\"=\"]丙", "p 文"],
            ),
            // Broken markup.
            ("<p>甲<b>乙</p>丙</b></div></p>丁<", &["p 甲乙", "p 丙", "p 丁<"]),
            ("甲<a href='", &["p 甲"]),
            ("甲<!-- 乙", &["p 甲"]),
            ("<title>甲", &["h1 甲"]),
            ("\u{feff}<!DOCTYPE html><html><head><title>題</title><body>文</html>", &["h1 題", "p 文"]),
            ("", &[]),
        ] {
            assert_eq!(blocks(html, Format::Html), want, "{html}");
        }
    }

    #[test]
    fn any_depth_is_read_in_bounded_time() {
        for (open, close) in [("<div>", "</div>"), ("<span hidden>", "</span>"), ("<p>", "</b>"), ("<li>", "</ul>")] {
            let html = format!("{}甲{}乙", open.repeat(100_000), close.repeat(100_000));
            blocks(&html, Format::Html);
        }
    }
}
