//! `kodai check --fix`: what is written, what is left alone, and what is said of it.

use super::*;
use kodai::source::Encoding;

/// A rule with a safe rewrite, and one with a rewrite that needs a look.
const RULES: &str = r#"(
    rules: [
        (
            id: "surely", class: "efficacy-guarantee", levels: {"*": "error"}, basis: ["社内基準 1"],
            message: (ja: "断定です。", en: "A guarantee."), help: (ja: "断定しない。", en: "Do not."),
            phrases: ["絶対にお届けする"],
            rewrites: [(replace: "絶対に", with: "", safe: true)],
            bad: ["[[絶対にお届けします]]。"], good: ["お届けします。"], since: "0.1.0",
        ),
        (
            id: "newest", class: "novelty", levels: {"*": "warning"}, basis: ["社内基準 2"],
            message: (ja: "新しさです。", en: "Newness."), help: (ja: "書かない。", en: "Do not."),
            phrases: ["最新の{:noun}"],
            rewrites: [(replace: "最新の", with: "", when: (ja: "新しさに意味がない場合", en: "where newness means nothing"))],
            bad: ["[[最新の機器]]です。"], good: ["機器です。"], since: "0.1.0",
        ),
    ],
)"#;

const TEXT: &str = "# お届け\r\n\r\n商品は絶対にお届けします。 最新の機器です。\r\n\r\n終わり";
const FIXED: &str = "# お届け\r\n\r\n商品はお届けします。 最新の機器です。\r\n\r\n終わり";
const HOUSE: &[&str] = &["check", "--rules", "rules.ron", "--no-builtin"];

fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::with(files);
    folder.write("rules.ron", RULES.as_bytes());
    folder
}

fn check(folder: &Folder, args: &[&str]) -> Run {
    folder.run(&[HOUSE, args].concat())
}

impl Folder {
    fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.path().join(path)).unwrap()
    }
}

#[test]
fn only_what_is_safe_is_rewritten_and_the_rest_is_reported() {
    let folder = folder(&[("a.md", TEXT), ("b.md", DISCLAIMER)]);
    let run = check(&folder, &["--fix", "--format", "concise"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert_eq!(
        run.stdout,
        "a.md:3:12: warning newest: Newness.\na.md:3:4: fixed surely: \u{201c}絶対に\u{201d} removed\n"
    );
    assert_eq!(run.stderr, "2 files, 0 errors, 1 warning, 0 info, 1 fixed; 1 skipped\n");
    assert_eq!(folder.read("a.md"), FIXED.as_bytes());
    assert_eq!(folder.read("b.md"), DISCLAIMER.as_bytes());
    let run = check(&folder, &["--fix"]);
    assert!(run.stderr.ends_with("0 info; 1 skipped\n"), "nothing is left to rewrite: {run:?}");
}

#[test]
fn a_dry_run_writes_nothing_and_prints_a_patch() {
    let folder = folder(&[("a.md", TEXT)]);
    let run = check(&folder, &["--fix", "--dry-run", "--quiet"]);
    assert_eq!(run.status, 0, "as it would be: {run:?}");
    assert_eq!(folder.read("a.md"), TEXT.as_bytes());
    assert!(run.stdout.starts_with("--- a/a.md\n+++ b/a.md\n@@ -1,5 +1,5 @@\n # お届け\r\n"), "{run:?}");
    assert!(run.stdout.contains("\n-商品は絶対にお届けします。 最新の機器です。\r\n+商品はお届けします。"), "{run:?}");
    let mut patch = Command::new("patch");
    patch.args(["-p1", "--binary", "--quiet"]).current_dir(folder.path()).stdin(Stdio::piped());
    if let Ok(mut child) = patch.spawn() {
        child.stdin.take().unwrap().write_all(run.stdout.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success());
        assert_eq!(folder.read("a.md"), FIXED.as_bytes());
    }
    let run = folder.run_with(&[HOUSE, &["--fix", "--dry-run", "-"]].concat(), TEXT.as_bytes());
    assert!(run.stdout.starts_with("--- a/<stdin>\n+++ b/<stdin>\n"), "{run:?}");
}

#[test]
fn what_cannot_be_done_is_refused() {
    let folder = folder(&[("a.md", TEXT)]);
    for args in [&["--fix", "-"][..], &["--dry-run"], &["--fix", "--dry-run", "--format", "json"]] {
        let run = check(&folder, args);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(!run.stderr.is_empty(), "{args:?}");
    }
    assert_eq!(folder.read("a.md"), TEXT.as_bytes());
}

#[test]
fn encoding_and_byte_order_mark_are_kept() {
    let mark = |text: &str| format!("\u{feff}{text}");
    for (encoding, text, fixed) in [
        (Encoding::Utf8, mark(TEXT), mark(FIXED)),
        (Encoding::Utf16Le, mark(TEXT), mark(FIXED)),
        (Encoding::ShiftJis, TEXT.to_owned(), FIXED.to_owned()),
        (Encoding::EucJp, TEXT.to_owned(), FIXED.to_owned()),
        (Encoding::Utf8, TEXT.replace("\r\n", "\n"), FIXED.replace("\r\n", "\n")),
    ] {
        let folder = folder(&[]);
        folder.write("a.md", &encoding.encode(&text).unwrap());
        let run = check(&folder, &["--fix"]);
        assert_eq!(folder.read("a.md"), encoding.encode(&fixed).unwrap(), "{encoding}: {run:?}");
    }
}

#[test]
fn json_lists_what_was_rewritten() {
    let folder = folder(&[("a.md", TEXT)]);
    let run = check(&folder, &["--fix", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let place = serde_json::json!({"line": 3, "column": 4, "offset": 24});
    let fixed = serde_json::json!([{"rule": "surely", "before": "絶対に", "after": "", "start": place, "end": place}]);
    assert_eq!(report["files"][0]["fixed"], fixed);
    assert_eq!(report["files"][0]["diagnostics"][0]["rewrites"], serde_json::json!(["機器です"]));
}

#[cfg(unix)]
#[test]
fn permissions_and_links_are_kept_and_files_that_may_not_be_written_are_left() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("real/a.txt", TEXT), ("b.md", TEXT)]);
    let path = |name: &str| folder.path().join(name);
    std::os::unix::fs::symlink("real/a.txt", path("link.txt")).unwrap();
    fs::set_permissions(path("real/a.txt"), fs::Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(path("b.md"), fs::Permissions::from_mode(0o444)).unwrap();
    let run = check(&folder, &["--fix", "link.txt", "b.md"]);
    assert_eq!(run.status, 2, "{run:?}");
    assert!(run.stderr.contains("b.md: not rewritten: permission denied"), "{run:?}");
    assert_eq!(folder.read("b.md"), TEXT.as_bytes());
    assert!(fs::symlink_metadata(path("link.txt")).unwrap().is_symlink());
    assert_eq!(folder.read("real/a.txt"), FIXED.as_bytes());
    assert_eq!(fs::metadata(path("real/a.txt")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(path("real")).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn what_needs_a_look_says_when_it_holds() {
    let folder = folder(&[("a.md", TEXT)]);
    let run = check(&folder, &["--lang", "ja"]);
    assert!(run.stdout.contains("機器です（新しさに意味がない場合）"), "{run:?}");
    let run = folder.run(&["explain", "surely", "--rules", "rules.ron"]);
    assert!(run.stdout.contains("絶対に → (removed) (made by --fix)"), "{run:?}");
}
