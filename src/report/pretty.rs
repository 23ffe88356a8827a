//! The report for reading: the line with an underline, drawn by miette, and below it what to write instead, the legal
//! basis and what else is to know.

use super::snippet::{Snippet, restore};
use super::text::{Ink, Paint, TAB, fold, shown, width};
use super::{Locator, Reporter, Style, change, level_ink};
use crate::class::{Class, Language, Level};
use crate::context::Reason;
use crate::diagnostic::{Diagnostic, Dropped, Fixed, LintResult, Rewording};
use crate::source::{Position, SourceFile, Unit};
use crate::span::SourceRange;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode};
use std::fmt;

pub(super) struct Pretty {
    style: Style,
    error: GraphicalReportHandler,
    warning: GraphicalReportHandler,
    info: GraphicalReportHandler,
}

impl Pretty {
    pub(super) fn new(style: Style) -> Self {
        let handler = |level| {
            let mut theme = if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
            // The underline has the colour of its level; there is but one claim in a snippet.
            theme.styles.highlights = vec![match level {
                Level::Error => theme.styles.error,
                Level::Warning => theme.styles.warning,
                Level::Info => theme.styles.advice,
            }];
            theme.characters.advice = "ℹ".to_owned();
            GraphicalReportHandler::new_themed(theme)
                .with_width(style.width)
                .tab_width(TAB)
                .with_context_lines(0)
                .with_links(false)
        };
        let [error, warning, info] = [Level::Error, Level::Warning, Level::Info].map(handler);
        Self { style, error, warning, info }
    }

    fn diagnostic(&self, source: &SourceFile, locator: &mut Locator<'_>, found: &Diagnostic, out: &mut String) {
        let Style { language, color, .. } = self.style;
        let words = Words::of(language);
        let rule = &*found.rule;
        let paint = Paint(color);
        let kind = paint.on(level_ink(found.level), &format!("{}[{}]", found.level, rule.id));
        let title = format!("{kind} {}", found.message(language));
        self.snippet(source, locator, found.range, found.level, title, out);

        self.note(words.help, [rule.help.get(language)], out);
        let rewrites: Vec<_> = found.rewrites.iter().map(|rewrite| reworded(rewrite, language)).collect();
        self.note(words.rewrite, rewrites.iter().map(String::as_str), out);
        self.note(words.basis, [rule.basis.join(words.comma).as_str()], out);
        let other = found.unmet.as_ref().filter(|unmet| unmet.duty != rule.id);
        self.note(words.missing, other.iter().map(|unmet| unmet.message.get(language)), out);
        let also: Vec<&str> = found.also.iter().copied().map(Class::as_str).collect();
        self.note(words.also, [also.join(words.comma).as_str()], out);
        let lowered: Vec<_> = found.lowered.iter().map(Reason::describe).collect();
        self.note(words.lowered, lowered.iter().map(|reason| reason.get(language)), out);
        out.push('\n');
    }

    fn fixed(&self, source: &SourceFile, locator: &mut Locator<'_>, fixed: &Fixed, out: &mut String) {
        let Style { language, color, .. } = self.style;
        let words = Words::of(language);
        let (Position { line, column }, _) = locator.locate(fixed.range);
        let kind = Paint(color).on(Ink::Green, &format!("{}[{}]", words.fixed, fixed.rule.id));
        let place = Paint(color).on(Ink::Dim, &format!("{}:{line}:{column}", shown(source.path())));
        let change = change(&fixed.before, source.slice(fixed.range), language);
        out.push_str(&format!("  {kind} {change} {place}\n\n"));
    }

    fn dropped(&self, source: &SourceFile, locator: &mut Locator<'_>, drop: &Dropped, out: &mut String) {
        let Style { language, color, .. } = self.style;
        let words = Words::of(language);
        let kind = Paint(color).on(Ink::Dim, &format!("{}[{}]", words.dropped, drop.rule.id));
        let title = format!("{kind} {}", drop.reason.describe().get(language));
        self.snippet(source, locator, drop.range, Level::Info, title, out);
        out.push('\n');
    }

    fn snippet(
        &self,
        source: &SourceFile,
        locator: &mut Locator<'_>,
        range: SourceRange,
        level: Level,
        title: String,
        out: &mut String,
    ) {
        let places = locator.locate(range);
        // miette's gutter: a space, the line number, a space, a bar, a space.
        let gutter = places.1.line.to_string().len() + 4;
        let limit = self.style.width.saturating_sub(gutter).max(MIN_SNIPPET);
        let mut name = shown(source.path());
        if source.unit() == Unit::Paragraph {
            name = format!("{name} ¶").into();
        }
        let snippet = Snippet::new(name, source, range, places, limit);
        let (handler, severity) = match level {
            Level::Error => (&self.error, Severity::Error),
            Level::Warning => (&self.warning, Severity::Warning),
            Level::Info => (&self.info, Severity::Advice),
        };
        // Only a source that cannot be read fails, and a snippet always can.
        let mut drawn = String::new();
        let _ = handler.render_report(&mut drawn, &Drawing { title, severity, snippet });
        out.push_str(&restore(drawn));
    }

    /// Adds the lines of a labelled note; nothing if every text is empty.
    fn note<'a>(&self, label: &str, texts: impl IntoIterator<Item = &'a str>, out: &mut String) {
        let hang = width(label) + NOTE_INDENT + 2;
        let limit = self.style.width.saturating_sub(hang).max(MIN_SNIPPET);
        for (index, line) in texts.into_iter().flat_map(|text| fold(text, limit)).enumerate() {
            if index == 0 {
                let label = Paint(self.style.color).on(Ink::Cyan, label);
                out.push_str(&format!("{:NOTE_INDENT$}{label}: {line}\n", ""));
            } else {
                out.push_str(&format!("{:hang$}{line}\n", ""));
            }
        }
    }
}

/// Narrower than this, a snippet tells nothing; the terminal may fold it.
const MIN_SNIPPET: usize = 20;
const NOTE_INDENT: usize = 4;

impl Reporter for Pretty {
    fn file(&self, source: &SourceFile, result: &LintResult) -> Vec<u8> {
        let mut out = String::new();
        let mut locator = Locator::new(source);
        for found in &result.diagnostics {
            self.diagnostic(source, &mut locator, found, &mut out);
        }
        let mut locator = Locator::new(source);
        for fixed in &result.fixed {
            self.fixed(source, &mut locator, fixed, &mut out);
        }
        if self.style.dropped {
            let mut locator = Locator::new(source);
            for drop in &result.dropped {
                self.dropped(source, &mut locator, drop, &mut out);
            }
        }
        out.into_bytes()
    }
}

/// A wording that would do, with its condition.
fn reworded(rewrite: &Rewording, language: Language) -> String {
    match (&rewrite.when, language) {
        (None, _) => rewrite.text.clone(),
        (Some(when), Language::Ja) => format!("{}（{}）", rewrite.text, when.ja),
        (Some(when), Language::En) => format!("{} ({})", rewrite.text, when.en),
    }
}

/// The words of the report itself.
struct Words {
    help: &'static str,
    rewrite: &'static str,
    basis: &'static str,
    missing: &'static str,
    also: &'static str,
    lowered: &'static str,
    dropped: &'static str,
    fixed: &'static str,
    comma: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        match language {
            Language::Ja => Self {
                help: "助言",
                rewrite: "書き換え例",
                basis: "根拠",
                missing: "不足",
                also: "ほかの分類",
                lowered: "引き下げ",
                dropped: "対象外",
                fixed: "修正",
                comma: "、",
            },
            Language::En => Self {
                help: "help",
                rewrite: "rewrite",
                basis: "basis",
                missing: "missing",
                also: "also",
                lowered: "lowered",
                dropped: "dropped",
                fixed: "fixed",
                comma: ", ",
            },
        }
    }
}

/// A finding as miette draws it.
struct Drawing<'a> {
    title: String,
    severity: Severity,
    snippet: Snippet<'a>,
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)
    }
}

impl fmt::Debug for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.snippet.marks.iter().map(|&mark| LabeledSpan::new_with_span(None, mark))))
    }
}
