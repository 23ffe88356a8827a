use kodai::{linter::*, rule::*, source::*};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args[1].as_str() {
        "eval" => {
            let items = kodai::eval::read(&args[2..].iter().map(Into::into).collect::<Vec<_>>()).unwrap();
            let r = kodai::eval::measure(&items, || book().map_err(Into::into));
            match r { Ok(r) => print!("{}", r.to_text()), Err(kodai::eval::CorpusError::Linter(LinterError::Rules(e))) => println!("{:?}", miette::Report::new(e)), Err(e) => println!("{e:?}") }
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
            for d in &r.diagnostics { println!("{:?} {} {} [{}] {:?} also {:?}", s.position(d.range.start).line, d.level, d.rule.id, s.slice(d.range), d.lowered.as_ref().map(|b| &b.en), d.also); }
            for d in &r.dropped { println!("   dropped {:?} {} [{}] {}", s.position(d.range.start).line, d.rule.id, s.slice(d.range), d.reason.en); }
            if args.len() > 4 { print!("{}", l.describe_sentences(&s)); }
        }
        _ => {}
    }
}
fn book() -> Result<RuleBook, RuleErrors> {
    match std::env::var("KODAI_RULES") { Ok(p) => RuleBook::load(&[p.into()], false), _ => RuleBook::builtin() }
}
