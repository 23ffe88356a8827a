//! `kodai check`: exit status, streams, formats.

use super::*;
use kodai::cli::{self, ExitStatus, Setting};
use serde_json::Value;

#[test]
fn the_exit_status_tells_what_was_found() {
    let folder = Folder::with(&[("claim.md", CLAIM), ("clean.md", DISCLAIMER)]);
    let status = |args: &[&str]| folder.run(&[&["check", "--product", "clinic"], args].concat()).status;
    assert_eq!(status(&["clean.md"]), 0);
    assert_eq!(status(&["claim.md"]), 1);
    assert_eq!(status(&[]), 1);
    assert_eq!(status(&["--fail-on", "warning"]), 1);
    assert_eq!(status(&["--fail-on", "info", "clean.md"]), 0);
    assert_eq!(status(&["--fail-on", "never"]), 0);
    assert_eq!(status(&["--ignore", "no-side-effects,safety", "claim.md"]), 0);
    assert_eq!(status(&["--select", "safety", "claim.md"]), 1);
    assert_eq!(status(&["claim.md", "missing.md"]), 2, "failure beats findings");
    assert_eq!(status(&["--fail-on", "never", "missing.md"]), 2);
}

#[test]
fn findings_go_to_stdout_and_the_rest_to_stderr() {
    let folder = Folder::with(&[("a.md", CLAIM), ("b.pages", "")]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert!(run.stdout.starts_with("a.md:1:1: error "), "{run:?}");
    assert_eq!(run.stdout.lines().count(), 1);
    assert_eq!(run.stderr, "1 file, 1 error, 0 warnings, 0 info; 1 skipped\n");
    assert_eq!(folder.run(&["check", "--quiet", "a.md"]).stderr, "");

    let folder = Folder::with(&[("a.md", DISCLAIMER)]);
    for format in ["pretty", "concise"] {
        assert_eq!(folder.run(&["check", "--format", format]).stdout, "");
    }
}

#[test]
fn pretty_shows_the_place_and_the_words() {
    let folder = Folder::with(&[("a.md", "# 見出し\n\nこの治療に副作用は一切ありません。\n")]);
    let run = folder.run(&["check", "--product", "clinic"]);
    assert!(run.stdout.contains("[a.md:3:6]"), "{}", run.stdout);
    assert!(run.stdout.contains("この治療に副作用は一切ありません。\n"), "{}", run.stdout);
    let underline = run.stdout.lines().find(|line| line.contains("───") && line.contains('·')).unwrap();
    assert_eq!(underline, format!("   · {}{}", " ".repeat(10), "─".repeat(22)));
}

#[test]
fn the_language_is_that_of_the_locale_or_the_option() {
    let folder = Folder::with(&[("a.md", CLAIM)]);
    let summary = |env: &[(&str, &str)], args: &[&str]| {
        let mut command = folder.command(&[&["check"], args].concat());
        command.env_remove("LANG").envs(env.iter().copied());
        finish(command).stderr
    };
    let (ja, en) = ("ファイル", "file");
    assert!(summary(&[], &[]).contains(ja));
    assert!(summary(&[("LANG", "ja_JP.UTF-8")], &[]).contains(ja));
    assert!(summary(&[("LANG", "C.UTF-8")], &[]).contains(ja));
    assert!(summary(&[("LANG", "de_DE.UTF-8")], &[]).contains(en));
    assert!(summary(&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "ja_JP")], &[]).contains(ja));
    assert!(summary(&[("LANG", "ja_JP.UTF-8")], &["--lang", "en"]).contains(en));
}

#[test]
fn json_keeps_its_contract() {
    let text = "\u{feff}# 見出し\r\n\r\nこの治療に副作用は一切ありません。\r\n";
    let folder = Folder::with(&[("a.md", text), ("b.md", DISCLAIMER)]);
    let run = folder.run(&["check", "--product", "clinic", "--format", "json", "b.md", "./a.md", "c.md"]);
    assert_eq!(run.status, 2);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let keys = |value: &Value| {
        let mut keys: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    };
    assert_eq!(keys(&report), ["errors", "files", "schema", "summary"]);
    assert_eq!(report["schema"], 1);
    assert_eq!(report["summary"], serde_json::json!({"files": 2, "error": 1, "warning": 0, "info": 0}));
    let paths: Vec<&str> =
        report["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["./a.md", "b.md"], "as given, in the order of their bytes");
    assert_eq!(report["files"][1], serde_json::json!({"path": "b.md", "diagnostics": []}));

    let errors = report["errors"].as_array().unwrap();
    assert_eq!((errors.len(), &errors[0]["path"]), (1, &Value::from("c.md")));
    assert_eq!(keys(&errors[0]), ["message", "path"]);
    assert!(!errors[0]["message"].as_str().unwrap().is_empty());

    assert_eq!(keys(&report["files"][0]), ["diagnostics", "path"]);
    let found = report["files"][0]["diagnostics"].as_array().unwrap();
    assert_eq!(found.len(), 1);
    let found = &found[0];
    assert!(found["rule"].is_string());
    assert_eq!(found["class"], "no-side-effects");
    assert_eq!(found["family"], "safety");
    assert_eq!(found["level"], "error");
    assert_eq!(found["text"], "副作用は一切ありません");
    for field in ["message", "help"] {
        assert!(!found[field].as_str().unwrap().is_empty(), "{field}");
    }
    assert!(!found["basis"].as_array().unwrap().is_empty());
    let offset = text.find("副作用").unwrap();
    assert_eq!(found["start"], serde_json::json!({"line": 3, "column": 6, "offset": offset}));
    assert_eq!(found["end"], serde_json::json!({"line": 3, "column": 17, "offset": offset + 33}));
    for field in ["rewrites", "also"] {
        assert!(found[field].as_array().unwrap().iter().all(Value::is_string), "{field}");
    }

    let fields = "rule class family level text message help basis start end rewrites also".split(' ');
    assert_eq!(keys(found).len(), fields.clone().count());
    let line = run.stdout.lines().find(|line| line.contains("./a.md")).unwrap();
    let places: Vec<usize> = fields.map(|field| line.find(&format!("\"{field}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "the fields have their order: {line}");
    assert!(line.contains("\"start\":{\"line\":3,\"column\":6,\"offset\":"), "{line}");
    assert!(run.stdout.starts_with("{\"schema\":1,\"files\":["));
    assert!(run.stdout.ends_with("}\n"));
}

#[test]
fn what_was_excused_is_shown_when_asked_for() {
    let folder = Folder::with(&[("a.md", &format!("{CLAIM}\n{DISCLAIMER}"))]);
    let run = folder.run(&["check", "--format", "json", "--explain-dropped"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let dropped = report["files"][0]["dropped"].as_array().unwrap();
    assert!(!dropped.is_empty());
    for drop in dropped {
        assert!(drop["rule"].is_string() && drop["reason"].is_string() && drop["text"].is_string(), "{drop}");
        assert!(drop["start"]["offset"].as_u64() < drop["end"]["offset"].as_u64(), "{drop}");
    }
    let run = folder.run(&["check", "--format", "concise", "--explain-dropped"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("a.md:1:1: error "), "{run:?}");
    assert!(lines[1].starts_with("a.md:3:1: dropped "), "{run:?}");
}

#[test]
fn standard_input_is_a_file() {
    let folder = Folder::with(&[("b.md", CLAIM)]);
    let run = folder.run_with(&["check", "--format", "concise", "-"], CLAIM.as_bytes());
    assert_eq!(run.status, 1);
    assert!(run.stdout.starts_with("<stdin>:1:1: error "), "{run:?}");
    let named = ["check", "--format", "concise", "--stdin-filename", "docs/z.txt", "b.md", "-"];
    let run = folder.run_with(&named, CLAIM.as_bytes());
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("b.md:1:1:") && lines[1].starts_with("docs/z.txt:1:1:"), "{run:?}");

    let run = folder.run_with(&["check", "--stdin-filename", "a.pages", "-"], b"");
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("a.pages: unknown format"), "{run:?}");
    let run = folder.run_with(&["check", "-"], b"\xe5\x89");
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("<stdin>: not UTF-8"), "{run:?}");
    assert_eq!(folder.run_with(&["check", "-"], b"").status, 0, "nothing at all is a clean file");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    for number in 0..200 {
        folder.write(&format!("{number}.md"), CLAIM.repeat(20).as_bytes());
    }
    let mut command = folder.command(&["check", "--quiet"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let run = output(child.wait_with_output().unwrap());
    assert_eq!((run.status, run.stderr.as_str()), (1, ""), "the status is that of the whole run");
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    let folder = Folder::with(&[("a.md", CLAIM)]);
    for args in [&["check", "--quiet"][..], &["rules"], &["--help"]] {
        let mut command = folder.command(args);
        command.stdout(fs::File::options().write(true).open("/dev/full").unwrap());
        assert_eq!(finish(command).status, 2, "{args:?}");
    }
}

#[test]
fn colours_are_for_terminals() {
    let folder = Folder::with(&[("a.md", CLAIM)]);
    let path = folder.path().join("a.md").display().to_string();
    let run = |terminal: bool, no_color: bool, color: &str| {
        let setting = Setting { stdout_terminal: terminal, no_color, ..Setting::default() };
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let args = ["kodai", "check", "--color", color, &path];
        let status = cli::run(args, &setting, &mut std::io::empty(), &mut stdout, &mut stderr);
        assert_eq!(status, ExitStatus::Found);
        stdout.contains(&0x1b)
    };
    assert!(run(true, false, "auto"));
    assert!(!run(true, true, "auto"), "NO_COLOR");
    assert!(!run(false, false, "auto"));
    assert!(run(false, true, "always"));
    assert!(!run(true, false, "never"));
    let mut command = folder.command(&["check", "--color", "always"]);
    assert!(finish(command).stdout.contains('\x1b'));
    command = folder.command(&["check"]);
    command.env("NO_COLOR", "1");
    assert!(!finish(command).stdout.contains('\x1b'));
}

#[test]
fn any_number_of_threads_gives_the_same_output() {
    let folder = Folder::new();
    for number in 0..100 {
        let text = if number % 3 == 0 { CLAIM.repeat(number) } else { DISCLAIMER.to_owned() };
        folder.write(&format!("{}/{number}.md", number % 7), text.as_bytes());
    }
    for format in ["pretty", "concise", "json"] {
        let outputs = ["1", "2", "5"].map(|threads| folder.run(&["check", "--format", format, "-j", threads]).stdout);
        assert!(!outputs[0].is_empty());
        assert!(outputs.iter().all(|output| *output == outputs[0]), "{format}");
    }
}

#[test]
fn rules_that_do_not_load_are_a_failure() {
    let folder = Folder::with(&[("a.md", CLAIM), ("rules.ron", "(frobs: 1)")]);
    for args in [&["check", "--rules", "rules.ron"][..], &["rules", "--rules", "rules.ron"], &["test", "rules.ron"]] {
        let run = folder.run(args);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains("rules.ron"), "{args:?}: {}", run.stderr);
    }
    assert_eq!(folder.run(&["check", "--rules", "missing.ron"]).status, 2);
}
