//! What the reporters show, on results made by hand: independent of the rules and of what they find.

use crate::snapshot;
use kodai::class::{Bilingual, Class, Language, Level, Product};
use kodai::context::{Reason, Status};
use kodai::diagnostic::{Diagnostic, Dropped, Fixed, LintResult, Rewording};
use kodai::report::{FileError, Format, Style, Summary, reporter};
use kodai::rule::Rule;
use kodai::source::{self, SourceFile};
use kodai::span::SourceRange;
use std::sync::Arc;

const STYLE: Style = Style { language: Language::Ja, color: false, width: 80, dropped: false };

fn rule() -> Arc<Rule> {
    Arc::new(Rule {
        id: "side-effects-denied".to_owned(),
        class: Class::NoSideEffects,
        levels: vec![(Product::Clinic, Level::Error)],
        basis: vec!["医薬品等適正広告基準 第4の3(5)".to_owned(), "医療広告ガイドライン 第3の1(7)".to_owned()],
        message: Bilingual::new("副作用がないと断定しています。", "Side effects are denied."),
        help: Bilingual::new(
            "副作用のない施術や製品はありません。起こりうる副作用とその頻度を具体的に書き、相談先を示してください。",
            "No treatment is free of side effects. Name those that may occur, how often they do, and whom to ask.",
        ),
        rewrites: Vec::new(),
        bad: Vec::new(),
        good: Vec::new(),
        since: "0.1.0".to_owned(),
        origin: "<built-in>/safety.ron".to_owned(),
        overridden: Vec::new(),
    })
}

fn range(text: &str, part: &str) -> SourceRange {
    let start = text.find(part).unwrap();
    SourceRange::new(start as u32, (start + part.len()) as u32)
}

fn found(text: &str, part: &str) -> Diagnostic {
    Diagnostic {
        rule: rule(),
        level: Level::Error,
        range: range(text, part),
        lowered: Vec::new(),
        also: Vec::new(),
        rewrites: Vec::new(),
        unmet: None,
    }
}

fn show(format: Format, style: Style, text: &str, result: &LintResult) -> String {
    let source = SourceFile::new("記事/a.md", text, source::Format::Markdown);
    String::from_utf8(reporter(format, style).file(&source, result)).unwrap()
}

const ARTICLE: &str = "\u{feff}# 施術について\r\n\r\nもともと体内にある物質なので副作用がほとんど無く、安心です。\r\n\
                       副作用は**一切**ありません。効果を保証するものではありません。\r\n";

fn article() -> LintResult {
    LintResult {
        diagnostics: vec![
            Diagnostic {
                level: Level::Warning,
                lowered: vec![Reason { status: Status::Softened, cue: "ほとんど".to_owned() }],
                also: vec![Class::SafetyGuarantee, Class::AbsoluteClaim],
                ..found(ARTICLE, "副作用がほとんど無く")
            },
            Diagnostic { level: Level::Info, ..found(ARTICLE, "安心です") },
            Diagnostic {
                rewrites: vec![
                    "副作用が起こることがあります".into(),
                    Rewording {
                        text: "副作用については医師にご相談ください".to_owned(),
                        when: Some(Bilingual::new("医師が応じる場合", "if a doctor is at hand")),
                    },
                ],
                ..found(ARTICLE, "副作用は**一切**ありません")
            },
        ],
        dropped: vec![Dropped {
            rule: rule(),
            range: range(ARTICLE, "効果を保証するものではありません"),
            reason: Reason { status: Status::Denied, cue: "ものではありません".to_owned() }.into(),
        }],
        fixed: vec![
            Fixed { rule: rule(), range: range(ARTICLE, "もともと"), before: "元々".to_owned() },
            Fixed { rule: rule(), range: SourceRange::new(119, 119), before: "絶対に".to_owned() },
        ],
    }
}

#[test]
fn pretty() {
    snapshot::same("pretty.txt", &show(Format::Pretty, STYLE, ARTICLE, &article()));
    let english = Style { language: Language::En, dropped: true, ..STYLE };
    snapshot::same("pretty-en-dropped.txt", &show(Format::Pretty, english, ARTICLE, &article()));
    let color = Style { color: true, ..STYLE };
    snapshot::same("pretty-color.txt", &show(Format::Pretty, color, ARTICLE, &article()));
}

#[test]
fn concise() {
    snapshot::same("concise.txt", &show(Format::Concise, STYLE, ARTICLE, &article()));
    let english = Style { language: Language::En, dropped: true, ..STYLE };
    snapshot::same("concise-en-dropped.txt", &show(Format::Concise, english, ARTICLE, &article()));
}

#[test]
fn diff() {
    let shown = show(Format::Diff, STYLE, ARTICLE, &article());
    assert!(shown.contains("安心です。\r\n"), "line ends are those of the file");
    // A checkout may turn them.
    snapshot::same("fixed.diff", &shown.replace('\r', ""));
    let color = Style { color: true, ..STYLE };
    snapshot::same("fixed-color.diff", &show(Format::Diff, color, ARTICLE, &article()));
    assert_eq!(show(Format::Diff, STYLE, ARTICLE, &LintResult::default()), "");
}

#[test]
fn json() {
    let mut out = Vec::new();
    let reporter = reporter(Format::Json, Style { dropped: true, ..STYLE });
    let source = SourceFile::new("記事/a.md", ARTICLE, source::Format::Markdown);
    let empty = SourceFile::new("b.md", "", source::Format::Markdown);
    let mut summary = Summary::from(&article());
    summary.add(&Summary::from(&LintResult::default()));
    let errors = [FileError { path: "c.md".to_owned(), message: "読めません".to_owned() }];
    reporter.begin(&mut out).unwrap();
    out.extend(reporter.file(&source, &article()));
    out.extend(reporter.separator());
    out.extend(reporter.file(&empty, &LintResult::default()));
    reporter.end(&summary, &errors, &mut out).unwrap();
    snapshot::same("report.json", &String::from_utf8(out).unwrap());
}

/// The underline stands under its words whatever stands before them.
#[test]
fn underlines_in_odd_places() {
    let lines = [
        "👍🏽👨‍👩‍👧⚠️絵文字、副作用なし。",
        "\tタブ\tで、副作用なし。",
        "か\u{3099}き\u{3099}ぐ、副作用なし。",
        "ｶﾞﾝﾊﾞﾙ①※…αＡ、副作用なし。",
        "\u{1b}[31m赤\u{202e}、副作用なし。",
        "副作用なし",
        "> 長い文の途中で改行された副作用\n> なし。",
    ];
    let mut text = String::new();
    for line in lines {
        let part = if line.contains("副作用なし") { "副作用なし" } else { "副作用\n> なし" };
        let result = LintResult { diagnostics: vec![found(line, part)], ..LintResult::default() };
        text.push_str(&show(Format::Pretty, STYLE, line, &result));
    }
    let line = format!("{}副作用なし。{}", "あ".repeat(500), "い".repeat(500));
    let result = LintResult { diagnostics: vec![found(&line, "副作用なし")], ..LintResult::default() };
    text.push_str(&show(Format::Pretty, STYLE, &line, &result));
    let empty = Diagnostic { range: SourceRange::new(0, 0), ..found("x", "x") };
    let result = LintResult { diagnostics: vec![empty], ..LintResult::default() };
    text.push_str(&show(Format::Pretty, STYLE, "", &result));
    snapshot::same("pretty-underlines.txt", &text);
}

/// Ten thousand findings in one line of 10 MB: positions are counted on from the last, and lines are cut.
#[test]
fn one_long_line_is_no_trouble() {
    let text = format!("{}副作用なし。", "あ".repeat(330)).repeat(10_000);
    let hits = text.match_indices("副作用なし");
    let one = |start: u32| Diagnostic { range: SourceRange::new(start, start + 15), ..found("x", "x") };
    let diagnostics = hits.map(|(start, _)| one(start as u32)).collect();
    let result = LintResult { diagnostics, ..LintResult::default() };
    let started = std::time::Instant::now();
    for format in [Format::Concise, Format::Json, Format::Pretty] {
        let shown = show(format, STYLE, &text, &result);
        assert!(shown.len() < 20_000_000, "{format:?}: {}", shown.len());
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
