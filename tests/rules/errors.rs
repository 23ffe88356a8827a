//! What the author of a rule set is told: each mistake at its exact place, and all of them at once.

use crate::snapshot;
use kodai::class::Language;
use kodai::cli::{self, Setting};
use kodai::rule::{RuleBook, RuleErrors};

/// A rule set without a mistake.
const GOOD: &str = r#"(
    lexicons: [
        (name: "house-risk", terms: ["副作用", "リスク"]),
    ],
    rules: [
        (
            id: "house-rule",
            class: "no-side-effects",
            levels: {"*": "error"},
            basis: ["社内基準 1"],
            message: (ja: "副作用を否定しています。", en: "Side effects are denied."),
            help: (ja: "書き換えてください。", en: "Rewrite it."),
            phrases: ["{house-risk}がない"],
            regexes: ["No\\.1"],
            bad: ["[[副作用がない]]。"],
            good: ["副作用があります。"],
            since: "0.1.0",
        ),
    ],
)
"#;

/// A second rule, to stand before the last two brackets.
const SECOND: &str = r#"        (id: "house-rule", class: "novelty", levels: {"*": "off", "clinic": "error"}, basis: ["法"],
         message: (ja: "a", en: "a"), help: (ja: "a", en: "a"), phrases: ["最新"], bad: ["[[最新]]"], good: ["a"], since: "0.1.0"),
"#;
const END: &str = "    ],\n)\n";

fn load(text: &str) -> Result<(), RuleErrors> {
    RuleBook::from_texts(&[("house.ron", text)])?.compile().map(drop)
}

/// An error as a person sees it: `line:column [what is underlined] message`.
fn told(text: &str) -> Vec<String> {
    let Err(RuleErrors(errors)) = load(text) else { return Vec::new() };
    let line = |error: &kodai::rule::RuleError| {
        let Some(range) = error.range() else { return error.to_string() };
        let before = &text[..range.start];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("{line}:{column} [{}] {error}", &text[range])
    };
    errors.iter().map(line).collect()
}

/// Holds what is told of `GOOD` with some parts replaced against what should be.
#[track_caller]
fn check(replace: &[(&str, &str)], wanted: &[&str]) -> Option<String> {
    let mut text = GOOD.to_owned();
    for (old, new) in replace {
        assert!(text.contains(old), "{old} is not in the rule set");
        text = text.replacen(old, new, 1);
    }
    let told = told(&text);
    (told != wanted).then(|| format!("{replace:?}\n  told:   {told:#?}\n  wanted: {wanted:#?}\n"))
}

fn lost(place: &str, words: &str) -> String {
    format!(
        "{place} {words} would be lost: the phrase matches texts without it; leave it out, or write the word beside it, too"
    )
}

/// Particles and endings that are not lost: they are meant, or belong to the form of a word.
#[test]
fn what_stays_is_not_taken_for_lost() {
    for phrase in [
        "ワ○ガ",
        "小顔へ",
        "医師による",
        "痩せます",
        "痩せました",
        "痩せている",
        "痩せて",
        "痩せてくる",
        "きれいだ",
        "痩せないわけではない",
        "痩せることはない",
        "痩せれば",
        "治療をする",
        "効果が…4ある",
        "効果が!…4{house-risk}",
        "安全ではない",
        "よく効きますよ",
    ] {
        let text = GOOD.replace("{house-risk}がない", phrase);
        assert_eq!(told(&text), Vec::<String>::new(), "{phrase}");
    }
    // The phrase goes on after a term.
    assert_eq!(told(&GOOD.replace("リスク", "くびれを")), Vec::<String>::new());
}

#[test]
fn a_rule_set_without_a_mistake_loads() {
    assert_eq!(told(GOOD), Vec::<String>::new());
}

#[test]
fn mistakes_in_duties_and_permissions_are_told() {
    let duty = |arises: &str, requires: &str, message: &str| {
        format!(
            "(duties: [(id: \"a-duty\", class: \"missing-disclosure\", levels: {{\"*\": \"error\"}}, basis: [\"法\"],\n\
             message: (ja: \"{message}\", en: \"{message}\"), help: (ja: \"a\", en: \"a\"), arises: ({arises}),\n\
             requires: [{requires}], bad: [\"[[自由診療]]\"], good: [\"a\"], since: \"0.1.0\")])"
        )
    };
    let price = "(id: \"price\", name: (ja: \"費用\", en: \"price\"), regexes: [\"[0-9]円\"])";
    let arises = "phrases: [\"自由診療\"]";
    assert_eq!(told(&duty(arises, price, "{missing}")), Vec::<String>::new());
    for (text, wanted) in [
        (
            duty("", price, "{missing}"),
            "1:17 [a-duty] the duty `a-duty` never arises: give `arises` phrases, tokens or regexes",
        ),
        (duty(arises, "", "{missing}"), "1:17 [a-duty] the duty `a-duty` requires nothing"),
        (duty(arises, price, "a"), "1:17 [a-duty] the duty `a-duty` has a message without `{missing}`"),
        (
            duty(arises, &format!("{price}, {price}"), "{missing}"),
            "1:17 [a-duty] the duty `a-duty` requires `price` twice",
        ),
        (
            duty(arises, "(id: \"price\", name: (ja: \"費用\", en: \"price\"))", "{missing}"),
            "1:17 [a-duty] the duty `a-duty` requires `price`, which nothing can meet",
        ),
    ] {
        assert_eq!(told(&text), [wanted]);
    }
    let permission = "(permitted: [(id: \"p\", products: [\"cosmetic\"], classes: [], basis: [\"法\"], about: (ja: \"a\", en: \"a\"),\n\
        phrases: [\"{nothing}\"], good: [\"[[a]]\"], bad: [\"[[a]]\"], since: \"0.1.0\")])";
    assert!(told(permission)[0].contains("cosmetic"), "{:?}", told(permission));
    let permission = permission.replace("\"cosmetic\"", "\"cosmetics\"");
    assert_eq!(told(&permission), ["1:20 [p] the permitted wording `p` names no class that it silences"]);
    let permission = permission.replace("classes: []", "classes: [\"novelty\"]");
    assert_eq!(told(&permission), ["2:12 [{nothing}] unknown lexicon `nothing`; did you mean `not-in`?"]);
}

#[test]
fn each_mistake_is_told_at_its_place() {
    let phrase = "\"{house-risk}がない\"";
    let regex = r#""No\\.1""#;
    let cases: Vec<Option<String>> = vec![
        // Syntax.
        check(&[("\"社内基準 1\"],", "\"社内基準 1\"")], &["11:13 [] expected comma"]),
        check(&[(END, "")], &["18:11 [] the file ends while a bracket or a quotation is open"]),
        check(&[(END, "    ],\n)\n)\n")], &["21:1 [)] something follows the end of the rule set"]),
        check(&[("[\"社内基準 1\"]", "\"社内基準 1\"")], &["10:20 [\"] expected a list: `[…]`"]),
        check(&[("\"0.1.0\"", "1")], &["17:20 [1] expected a text in quotes: `\"…\"`"]),
        // Fields.
        check(&[("since:", "sinse:")], &["17:13 [sinse] unknown field `sinse`; did you mean `since`?"]),
        check(&[("(name: \"house-risk\"", "(word: \"x\"")], &["3:10 [word] unknown field `word`"]),
        check(&[("lexicons:", "lexicon:")], &["2:5 [lexicon] unknown field `lexicon`; did you mean `lexicons`?"]),
        check(
            &[("            good: [\"副作用があります。\"],\n", "")],
            &["7:18 [house-rule] the field `good` is missing"],
        ),
        check(&[(", en: \"Rewrite it.\"", "")], &["12:36 [] the field `en` is missing"]),
        check(
            &[("since:", "class: \"novelty\",\n            since:")],
            &["17:13 [class] the field `class` is given twice"],
        ),
        // Names.
        check(
            &[("\"house-rule\"", "\"House_Rule\"")],
            &["7:18 [House_Rule] `House_Rule` is not a kebab-case name (a-z, 0-9 and -)"],
        ),
        check(
            &[("\"no-side-effects\"", "\"no-side-effect\"")],
            &["8:21 [no-side-effect] unknown name `no-side-effect`; did you mean `no-side-effects`?"],
        ),
        check(&[("\"*\"", "\"clinik\"")], &["9:23 [clinik] unknown name `clinik`; did you mean `clinic`?"]),
        check(&[("\"error\"", "\"fatal\"")], &["9:28 [fatal] unknown name `fatal`; known: info, warning, error, off"]),
        check(
            &[(phrase, "\"{house-risks}がない\"")],
            &["13:24 [{house-risks}がない] unknown lexicon `house-risks`; did you mean `house-risk`?"],
        ),
        check(&[(phrase, "\"{zzz}がない\"")], &["13:24 [{zzz}がない] unknown lexicon `zzz`"]),
        check(
            &[("terms: [", "include: [\"hose-risk\"], terms: [")],
            &["3:41 [hose-risk] unknown lexicon `hose-risk`; did you mean `house-risk`?"],
        ),
        check(
            &[("bad:", "near: [(lexicons: [\"house-risky\"], within: block)],\n            bad:")],
            &["15:33 [house-risky] unknown lexicon `house-risky`; did you mean `house-risk`?"],
        ),
        check(
            &[("bad:", "unless: (near: [\"house-risky\"]),\n            bad:")],
            &["15:30 [house-risky] unknown lexicon `house-risky`; did you mean `house-risk`?"],
        ),
        check(
            &[("bad:", "near: [(lexicons: [\"house-risk\"], within: page)],\n            bad:")],
            &["15:55 [page] `page` is none of clause, sentence, block, note, document"],
        ),
        check(
            &[(END, &format!("{SECOND}{END}"))],
            &["19:15 [house-rule] there is a rule `house-rule` already, further up in this file"],
        ),
        check(
            &[("    ],\n    rules", "        (name: \"house-risk\", terms: [\"危険\"]),\n    ],\n    rules")],
            &[
                "4:17 [house-risk] there is a lexicon `house-risk` already, further up in this file; `replaces: true` replaces it, \
                 `extend` adds to it",
            ],
        ),
        // Patterns.
        check(&[(phrase, "\"{house-riskがない\"")], &["13:24 [{house-riskがない] `{` is not closed"]),
        check(&[(phrase, "\"(副作用がない\"")], &["13:24 [(副作用がない] `(` is not closed"]),
        check(
            &[(phrase, "\"する\"")],
            &[
                "13:24 [する] every word of it is too general (する, ある, ない) to be looked for; add one that names the topic",
            ],
        ),
        check(
            &[(phrase, "\"ない\"")],
            &[
                "13:24 [ない] every word of it is too general (する, ある, ない) to be looked for; add one that names the topic",
            ],
        ),
        check(&[(regex, "\"(No\"")], &["14:24 [(No] bad regex: unclosed group"]),
        check(
            &[(regex, r#""\\d+""#)],
            &[r"14:24 [\\d+] the regex has no literal that every match must hold, so there is nothing to look for"],
        ),
        check(&[(regex, "\"(最高)?\"")], &["14:24 [(最高)?] the regex matches the empty text"]),
        check(
            &[(regex, "\"Ｎｏ．１\"")],
            &["14:24 [Ｎｏ．１] texts are matched in normalised form, so this matches nothing: write `No.1`"],
        ),
        check(
            &[("regexes: [\"No\\\\.1\"]", "tokens: [[(pos: \"名詞\")]]")],
            &[
                "14:30 [名詞] this token pattern can match nothing: no required test names a surface or a lexicon, so there is \
               nothing to look for",
            ],
        ),
        check(
            &[("regexes: [\"No\\\\.1\"]", "tokens: [[(pos: \"noun\")]]")],
            &[
                "14:30 [noun] `noun` is none of 名詞, 動詞, 形容詞, 副詞, 連体詞, 接続詞, 感動詞, 接頭詞, 助詞, 助動詞, 記号",
            ],
        ),
        check(
            &[("regexes: [\"No\\\\.1\"]", "tokens: [[(lexicon: [\"house-risky\"])]]")],
            &["14:35 [house-risky] unknown lexicon `house-risky`; did you mean `house-risk`?"],
        ),
        check(&[("[\"副作用\", \"リスク\"]", "[]")], &["3:17 [house-risk] the lexicon `house-risk` has no term"]),
        check(
            &[("\"リスク\"]", "\"{house-risk}\"]")],
            &["3:46 [{house-risk}] a term of a lexicon is made of words, not of other lexicons; use `include`"],
        ),
        // Words that are lost.
        check(&[(phrase, "\"小顔が\"")], &[&lost("13:24 [小顔が]", "`が`")]),
        check(&[(phrase, "\"を治す\"")], &[&lost("13:24 [を治す]", "`を`")]),
        check(&[(phrase, "\"痩せるため\"")], &[&lost("13:24 [痩せるため]", "`ため`")]),
        check(&[(phrase, "\"痩せること[が]\"")], &[&lost("13:24 [痩せること[が]]", "`こと`, `が`")]),
        check(&[(phrase, "\"痩せたい\"")], &[&lost("13:24 [痩せたい]", "`たい`")]),
        check(&[(phrase, "\"痩せる!\"")], &[&lost("13:24 [痩せる!]", "`!`")]),
        check(&[(phrase, "\"…痩せる\"")], &[&lost("13:24 […痩せる]", "`…`")]),
        check(&[(phrase, "\"{house-risk}…\"")], &[&lost("13:24 [{house-risk}…]", "`…`")]),
        check(&[("\"リスク\"]", "\"の敵\"]")], &[&lost("3:46 [の敵]", "`の`")]),
        check(&[("\"リスク\"]", "\"甘いもの\"]")], &[&lost("3:46 [甘いもの]", "`もの`")]),
        // Rewrites.
        check(
            &[("bad:", "rewrites: [(replace: \"副作用\", whith: \"\")],\n            bad:")],
            &["15:41 [whith] unknown field `whith`; did you mean `with`?"],
        ),
        check(
            &[("bad:", "rewrites: [(with: \"効果\", safe: true)],\n            bad:")],
            &["15:32 [効果] a safe rewrite must say what of the match it replaces: `replace`"],
        ),
        check(
            &[("bad:", "rewrites: [(replace: \"(\", with: \"\")],\n            bad:")],
            &["15:35 [(] bad regex: unclosed group"],
        ),
        check(
            &[("bad:", "rewrites: [\"効果\", (replace: \"(副)作用\", with: \"$1$2\")],\n            bad:")],
            &["15:56 [$1$2] `replace` has no group `2`; write `$$` for the character"],
        ),
        check(
            &[(
                "bad:",
                "rewrites: [(replace: \"ない\", with: \"\", safe: true, when: (ja: \"a\", en: \"a\"))],\n            bad:",
            )],
            &["15:47 [] a rewrite that holds only under a condition (`when`) is not safe"],
        ),
        check(
            &[("bad:", "rewrites: [\"\"],\n            bad:")],
            &["15:25 [] a rewrite that replaces all of the match must not be empty"],
        ),
        // What a rule must have.
        check(&[("[\"[[副作用がない]]。\"]", "[]")], &["7:18 [house-rule] the rule `house-rule` has no bad example"]),
        check(&[("[\"副作用があります。\"]", "[]")], &["7:18 [house-rule] the rule `house-rule` has no good example"]),
        check(&[("[[副作用がない]]", "副作用がない")], &["15:20 [副作用がない。] mark the expected span with [[…]]"]),
        check(&[("がない]]", "がない")], &["15:20 [[[副作用がない。] the marks [[…]] do not match, or mark nothing"]),
        check(&[("\"社内基準 1\"", "")], &["7:18 [house-rule] the rule `house-rule` names no legal basis"]),
        check(&[("\"Rewrite it.\"", "\" \"")], &["7:18 [house-rule] the rule `house-rule` has an empty help"]),
        check(&[("\"error\"", "\"off\"")], &["7:18 [house-rule] the rule `house-rule` has a level for no product"]),
    ];
    let wrong: Vec<String> = cases.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_mistake_does_not_hide_another() {
    let wrong = [
        check(
            &[
                ("\"副作用\", \"リスク\"", "\"(副作用\", \"リスク]\""),
                ("\"no-side-effects\"", "\"none\""),
                ("since:", "sinse:"),
            ],
            &[
                "3:39 [(副作用] `(` is not closed",
                "3:47 [リスク]] `]` closes nothing",
                "8:21 [none] unknown name `none`; known: efficacy-guarantee, absolute-claim, disease-treatment, body-function, \
                 appearance-effect, weight-loss, onset-duration, no-side-effects, safety-guarantee, pain-downtime-denial, \
                 superlative, number-one, comparative, disparagement, novelty, expert-endorsement, testimonial, authority, \
                 price-inducement, urgency, fear-appeal, missing-disclosure",
            ],
        ),
        check(
            &[
                ("\"house-rule\"", "\"House\""),
                ("[[副作用がない]]", "x"),
                ("since:", "sinse:"),
                (END, &format!("{}{END}", SECOND.replace("good:", "godo:"))),
            ],
            &[
                "7:18 [House] `House` is not a kebab-case name (a-z, 0-9 and -)",
                "15:20 [x。] mark the expected span with [[…]]",
                "17:13 [sinse] unknown field `sinse`; did you mean `since`?",
                "20:99 [godo] unknown field `godo`; did you mean `good`?",
            ],
        ),
        check(
            &[("\"{house-risk}がない\"", "\"{house-risks}がない\", \"する\""), ("[\"副作用があります。\"]", "[\"a\"]")],
            &[
                "13:24 [{house-risks}がない] unknown lexicon `house-risks`; did you mean `house-risk`?",
                "13:44 [する] every word of it is too general (する, ある, ない) to be looked for; add one that names the topic",
            ],
        ),
        // The same words stand elsewhere in the file, where they are right.
        check(
            &[("\"リスク\"", "\"ない\""), ("\"{house-risk}がない\"", "\"ない\"")],
            &[
                "13:24 [ない] every word of it is too general (する, ある, ない) to be looked for; add one that names the topic",
            ],
        ),
        check(
            &[
                ("(name: \"house-risk\"", "(name: \"house-rule\""),
                ("{house-risk}", "{house-rule}"),
                (END, &format!("{SECOND}{END}")),
            ],
            &["19:15 [house-rule] there is a rule `house-rule` already, further up in this file"],
        ),
        check(
            &[
                ("[\"[[副作用がない]]。\"]", "[]"),
                ("\"Rewrite it.\"", "\"\""),
                (END, &format!("{}{END}", SECOND.replace("[\"法\"]", "[]").replace("house-rule", "other"))),
            ],
            &[
                "7:18 [house-rule] the rule `house-rule` has an empty help",
                "7:18 [house-rule] the rule `house-rule` has no bad example",
                "19:15 [other] the rule `other` names no legal basis",
            ],
        ),
    ];
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_excuse_may_be_as_general_as_it_likes() {
    let text = GOOD.replace("bad:", "unless: (phrases: [\"する\"], tokens: [[(pos: \"名詞\")]]),\n            bad:");
    assert_eq!(told(&text), Vec::<String>::new());
}

#[test]
fn errors_are_drawn_with_their_lines() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("house.ron");
    let text = GOOD
        .replace("\"house-rule\"", "\"House\"")
        .replace("since:", "sinse:")
        .replace("No\\\\.1", "(No\\\\.1")
        .replace(END, &format!("{}{END}", SECOND.replace("最新", "(最新")));
    std::fs::write(&path, text).unwrap();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let setting = Setting { language: Language::En, ..Setting::default() };
    let args = ["kodai".as_ref(), "test".as_ref(), path.as_os_str()];
    let status = cli::run(args, &setting, &mut std::io::empty(), &mut stdout, &mut stderr);
    assert_eq!(status, cli::ExitStatus::Failed);
    let shown = String::from_utf8(stderr).unwrap().replace(&path.display().to_string(), "house.ron");
    snapshot::same("rule-errors.txt", &shown);
}
