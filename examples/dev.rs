//! Tools for the authors of rules.

use kodai::{linter::*, rule::*, source::*};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args[1].as_str() {
        "eval" => {
            let items = kodai::eval::read(&args[2..].iter().map(Into::into).collect::<Vec<_>>()).unwrap();
            let rules = match book().and_then(|b| b.compile()) { Ok(rules) => std::sync::Arc::new(rules), Err(e) => return println!("{:?}", miette::Report::new(e)) };
            let r = kodai::eval::measure(&items, &rules);
            let row = |n: &str, c: &kodai::eval::Counts| println!("{n:<24} precision {:.3?} recall {:.3?} F1 {:.3?} {c:?}", c.precision(), c.recall(), c.f1());
            row("total", &r.total);
            r.classes.iter().for_each(|(n, c)| row(n.as_str(), c));
            r.products.iter().for_each(|(n, c)| row(n.as_str(), c));
            r.statuses.iter().for_each(|(n, c)| row(n.as_str(), c));
            for (title, cases) in [("missed", &r.misses), ("false alarms", &r.false_alarms)] {
                println!("\n{title}: {}", cases.len());
                cases.iter().for_each(|c| println!("{}:{} [{} {:?} {}] {} ← {}", c.path, c.line, c.product, c.status, c.class, c.text.replace('\n', "⏎"), c.note));
            }
        }
        "test" => match book().map_err(Into::into).and_then(verify::run) {
            Err(LinterError::Rules(e)) => println!("{:?}", miette::Report::new(e)),
            Err(e) => println!("{e}"),
            Ok(rs) => for r in rs.iter().filter(|r| !matches!((r.bad, r.outcome), (true, Some(verify::Outcome::Reported)) | (false, None))) {
                println!("{} {:?} {} {:?}", r.rule.id, r.outcome, r.example, r.found);
            },
        },
        "lint" => {
            let l = Linter::new(book().unwrap_or_else(|e| panic!("{:?}", miette::Report::new(e))), Options { products: vec![args[2].parse().unwrap()], ..Default::default() }).unwrap();
            let s = if args[3] == "-" { SourceFile::new("-", std::io::read_to_string(std::io::stdin()).unwrap(), Format::Markdown) } else { SourceFile::from_bytes(&args[3], std::fs::read(&args[3]).unwrap(), Format::from_path(args[3].as_ref()).unwrap()).unwrap() };
            let r = l.lint(&s);
            for d in &r.diagnostics { println!("{:?} {} {} [{}] {:?} also {:?}", s.position(d.range.start).line, d.level, d.rule.id, s.slice(d.range), d.lowered.as_ref().map(|b| b.describe().en), d.also); }
            for d in &r.dropped { println!("   dropped {:?} {} [{}] {}", s.position(d.range.start).line, d.rule.id, s.slice(d.range), d.reason.describe().en); }
            if args.len() > 4 { print!("{}", l.describe_sentences(&s)); }
        }
        "time" => {
            let t = std::time::Instant::now();
            let b = book().unwrap();
            println!("load {:?} rules {}", t.elapsed(), b.rules().len());
            let t = std::time::Instant::now();
            let c = b.compile().unwrap();
            println!("compile {:?} finders {} lexicons {} terms {}", t.elapsed(), c.rules.iter().map(|r| r.find.len()).sum::<usize>(), c.lexicons.len(), c.lexicons.iter().map(|l| l.terms.len()).sum::<usize>());
            let t = std::time::Instant::now();
            drop(c);
            println!("drop {:?}", t.elapsed());
            let t = std::time::Instant::now();
            let l = Linter::new(b, Options::default()).unwrap();
            println!("linter {:?}", t.elapsed());
            let s = SourceFile::new("-", "副作用はありません。", Format::Markdown);
            let t = std::time::Instant::now();
            l.lint(&s);
            println!("lint {:?}", t.elapsed());
        }
        "context" => {
            let b = RuleBook::load(&["tests/context/rules.ron".into()], false).unwrap();
            let l = Linter::new(b, Options::default()).unwrap();
            for line in std::fs::read_to_string("tests/context/statuses.txt").unwrap().lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
                let (want, text) = line.split_once(" | ").unwrap();
                let s = SourceFile::new("-", text.replace("\\n", "\n"), Format::Markdown);
                let r = l.lint(&s);
                let got = match (r.diagnostics.first(), r.dropped.first()) {
                    (Some(d), _) => match &d.lowered { Some(l) => format!("lowered {}", l.describe().en), None => "claim".into() },
                    (None, Some(d)) => d.reason.describe().en, _ => "nothing".into() };
                let key = |w: &str| match w { "denied" => "denied by", "asked" => "asked:", "mentioned" => "mentioned:", "conditional" => "a condition:", "instructed" => "an instruction:", "desired" => "wished for:", "feared" => "feared:", "disbelieved" => "told as", "hedged" => "hedged by", "softened" => "softened by", w => return w.to_string() }.to_string();
                let w = match want.strip_prefix("lowered ") { Some(w) => format!("lowered {}", key(w)), None => key(want) };
                if !got.starts_with(&w) { println!("want {want:20} got {got:30} {text}"); }
            }
        }
        _ => {}
    }
}
fn book() -> Result<RuleBook, RuleErrors> {
    match std::env::var("KODAI_RULES") { Ok(p) => RuleBook::load(&[p.into()], false), _ => RuleBook::builtin() }
}
