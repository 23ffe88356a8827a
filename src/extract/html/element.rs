//! What elements of HTML are to a reader: what begins a block, what is not shown, what ends what.
//!
//! The rules of the standard for end tags that are left out, as far as they matter for where text belongs. Knows nothing
//! of places.

use crate::extract::BlockKind;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It begins a block; what its text is, if it says.
    Block(Option<BlockKind>),
    /// Part of a phrase.
    Inline,
    /// Has no content and no end tag.
    Void,
    /// Its content is no prose, and parts words.
    Opaque,
    /// Its content is no prose, and it begins a block.
    OpaqueBlock,
    /// The reading of ruby, a script: its content is no prose, and parts no words.
    Unseen,
}

/// The role of the element with this name, in small letters.
pub(super) fn role(name: &str) -> Role {
    use BlockKind::{Heading, ListItem, Paragraph, Quotation, TableCell, TableHeader};
    match name {
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param" | "source"
        | "track" | "wbr" => Role::Void,
        "rt" | "rp" | "rtc" | "template" | "script" | "style" => Role::Unseen,
        "code" | "kbd" | "samp" | "svg" | "math" => Role::Opaque,
        "pre" | "xmp" | "noembed" | "noframes" | "iframe" => Role::OpaqueBlock,
        "h1" => Role::Block(Some(Heading(1))),
        "h2" => Role::Block(Some(Heading(2))),
        "h3" => Role::Block(Some(Heading(3))),
        "h4" => Role::Block(Some(Heading(4))),
        "h5" => Role::Block(Some(Heading(5))),
        "h6" => Role::Block(Some(Heading(6))),
        "title" => Role::Block(Some(Heading(1))),
        "blockquote" => Role::Block(Some(Quotation)),
        "li" | "dt" | "dd" => Role::Block(Some(ListItem)),
        "th" => Role::Block(Some(TableHeader)),
        "td" => Role::Block(Some(TableCell)),
        "caption" | "figcaption" | "legend" => Role::Block(Some(Paragraph)),
        "address" | "article" | "aside" | "audio" | "body" | "button" | "canvas" | "center" | "colgroup"
        | "details" | "dialog" | "dir" | "div" | "dl" | "fieldset" | "figure" | "footer" | "form" | "frameset"
        | "head" | "header" | "hgroup" | "html" | "listing" | "main" | "marquee" | "menu" | "nav" | "noscript"
        | "object" | "ol" | "optgroup" | "option" | "p" | "plaintext" | "search" | "section" | "select" | "summary"
        | "table" | "tbody" | "textarea" | "tfoot" | "thead" | "tr" | "ul" | "video" => Role::Block(None),
        _ => Role::Inline,
    }
}

/// The open elements that a start tag of this name ends, and those beyond which it ends none. `None` for the two where
/// it ends nothing.
pub(super) fn ended_by(name: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    const LISTS: &[&str] = &["ul", "ol", "menu", "dir"];
    match name {
        "li" => Some((&["li"], LISTS)),
        "dt" | "dd" => Some((&["dt", "dd"], &["dl"])),
        "td" | "th" => Some((&["td", "th", "caption"], &["tr", "table"])),
        "tr" => Some((&["td", "th", "tr", "caption"], &["table"])),
        "tbody" | "thead" | "tfoot" => Some((&["td", "th", "tr", "tbody", "thead", "tfoot", "caption"], &["table"])),
        "option" => Some((&["option"], &["select"])),
        "optgroup" => Some((&["option", "optgroup"], &["select"])),
        "rt" | "rp" | "rb" | "rtc" => Some((&["rt", "rp", "rb", "rtc"], &["ruby"])),
        "body" => Some((&["head", "title"], &["body"])),
        _ => None,
    }
}

/// Whether an end tag of another element than a table's does not reach through this one.
pub(super) fn is_scope(name: &str) -> bool {
    matches!(name, "table" | "td" | "th" | "caption" | "template" | "object")
}

/// Whether an element belongs to tables.
pub(super) fn is_of_table(name: &str) -> bool {
    matches!(name, "table" | "td" | "th" | "caption" | "tr" | "tbody" | "thead" | "tfoot" | "colgroup")
}
