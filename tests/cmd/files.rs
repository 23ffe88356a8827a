//! Which files `kodai check` finds, and what it says of those it cannot read.

use super::*;
use kodai::source::Encoding;

#[test]
fn folders_are_walked_in_the_order_of_bytes() {
    let folder = Folder::with(&[
        ("b.md", CLAIM),
        ("a/z.txt", CLAIM),
        ("a/B.MD", CLAIM),
        ("a.markdown", DISCLAIMER),
        ("記事.md", DISCLAIMER),
        ("a/picture.png", ""),
        ("a/README", ""),
        (".hidden/c.md", CLAIM),
        (".d.md", CLAIM),
    ]);
    let expected = ["a.markdown", "a/B.MD", "a/z.txt", "b.md", "記事.md"];
    assert_eq!(folder.linted(&[]), expected);
    assert_eq!(folder.linted(&["."]), expected);
    assert_eq!(folder.linted(&["b.md", "a"]), ["a/B.MD", "a/z.txt", "b.md"]);
    assert_eq!(folder.linted(&["./a"]), ["./a/B.MD", "./a/z.txt"], "as given");
    assert_eq!(folder.linted(&["a", "a", "a/z.txt", "./b.md", "b.md"]), ["./b.md", "a/B.MD", "a/z.txt"], "each once");
    assert_eq!(folder.linted(&[".d.md", ".hidden"]), [".d.md", ".hidden/c.md"], "named, so wanted");
    assert!(folder.run(&["check"]).stderr.ends_with("; 2 skipped\n"));
}

#[test]
fn ignore_files_are_respected() {
    let folder = Folder::with(&[
        (".gitignore", "/drafts/\n*.tmp.md\n!keep.tmp.md\n"),
        ("a.md", CLAIM),
        ("b.tmp.md", CLAIM),
        ("keep.tmp.md", CLAIM),
        ("drafts/c.md", CLAIM),
        ("sub/drafts/d.md", CLAIM),
        ("sub/.gitignore", "e.md\n!f.tmp.md\n"),
        ("sub/e.md", CLAIM),
        ("sub/f.tmp.md", CLAIM),
        ("sub/deep/e.md", CLAIM),
        ("own/.ignore", "*\n!g.md\n"),
        ("own/g.md", CLAIM),
        ("own/h.md", CLAIM),
    ]);
    assert_eq!(folder.linted(&[]), ["a.md", "keep.tmp.md", "own/g.md", "sub/drafts/d.md", "sub/f.tmp.md"]);
    assert_eq!(folder.linted(&["b.tmp.md"]), ["b.tmp.md"], "a file that is named is wanted");
    assert_eq!(folder.linted(&["drafts"]), ["drafts/c.md"], "and so is a folder");
    // Without a repository around it, a folder is not judged by what lies above.
    assert_eq!(folder.linted(&["sub/deep"]), ["sub/deep/e.md"]);
}

#[test]
fn ignore_files_reach_down_from_the_root_of_their_repository() {
    let folder = Folder::with(&[
        (".gitignore", "*.md\n"),
        ("repository/.git/HEAD", ""),
        ("repository/.gitignore", "x.md\n"),
        ("repository/docs/x.md", CLAIM),
        ("repository/docs/y.md", CLAIM),
        ("repository/docs/module/.git", "gitdir: elsewhere"),
        ("repository/docs/module/x.md", CLAIM),
    ]);
    assert_eq!(folder.linted(&["repository/docs"]), ["repository/docs/module/x.md", "repository/docs/y.md"]);
    assert_eq!(folder.linted(&["."]), ["repository/docs/module/x.md", "repository/docs/y.md"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_survived() {
    use std::os::unix::fs::symlink;
    let folder =
        Folder::with(&[("content/a.md", CLAIM), ("content/sub/b.md", CLAIM), ("other/c.md", CLAIM), ("d.txt", "")]);
    let link = |to: &str, from: &str| symlink(to, folder.path().join(from)).unwrap();
    link("..", "content/0-up");
    link("../../content", "content/sub/1-loop");
    link("a.md", "content/0-same.md");
    link("../other", "content/elsewhere");
    link("../other", "content/elsewhere-too");
    link("2-self", "content/2-self");
    // The link to the folder above leads to the rest, by the first way there is.
    assert_eq!(
        folder.linted(&["content"]),
        ["content/0-up/d.txt", "content/0-up/other/c.md", "content/a.md", "content/sub/b.md"]
    );
    fs::remove_file(folder.path().join("content/0-up")).unwrap();
    assert_eq!(folder.linted(&["content"]), ["content/a.md", "content/elsewhere/c.md", "content/sub/b.md"]);
    let run = folder.run(&["check", "content"]);
    assert_eq!(run.status, 1, "{run:?}");
    // By its own name where it has one among the paths.
    assert_eq!(folder.linted(&["content", "other"]), ["content/a.md", "content/sub/b.md", "other/c.md"]);

    link("gone.md", "content/dangling.md");
    let run = folder.run(&["check", "content"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("content/dangling.md: no such file"), "{run:?}");
}

/// Folders that all link to each other: n! ways to walk, but only n folders.
#[cfg(unix)]
#[test]
fn a_web_of_links_is_walked_once() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    for one in 0..12 {
        folder.write(&format!("{one}/a.md"), CLAIM.as_bytes());
        for other in (0..12).filter(|&other| other != one) {
            symlink(format!("../{other}"), folder.path().join(format!("{one}/{other}"))).unwrap();
        }
    }
    assert_eq!(folder.linted(&[]).len(), 12);
    assert_eq!(folder.linted(&["0"]).len(), 12);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_reported_and_the_rest_is_linted() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(&[("a.md", CLAIM), ("secret.md", CLAIM), ("secrets/b.md", CLAIM)]);
    let lock = |path: &str, mode| {
        fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    lock("secret.md", 0o000);
    lock("secrets", 0o000);
    let root = fs::read(folder.path().join("secret.md")).is_ok();
    let run = folder.run(&["check", "--format", "json"]);
    lock("secrets", 0o755);
    if root {
        return;
    }
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("secret.md: permission denied"), "{run:?}");
    assert!(run.stderr.contains("secrets: permission denied"), "{run:?}");
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["files"].as_array().unwrap().len(), 1);
    assert_eq!(report["errors"].as_array().unwrap().len(), 2);
}

#[test]
fn a_missing_path_is_reported_and_the_rest_is_linted() {
    let folder = Folder::with(&[("a.md", CLAIM)]);
    let run = folder.run(&["check", "--format", "concise", "missing.md", "a.md", "gone"]);
    assert_eq!(run.status, 2);
    assert!(run.stdout.starts_with("a.md:1:1: error "), "{run:?}");
    assert!(run.stderr.contains("error: missing.md: no such file or folder\n"), "{run:?}");
    assert!(run.stderr.contains("error: gone: no such file or folder\n"), "{run:?}");
}

#[test]
fn files_that_are_no_text_are_reported() {
    let folder = Folder::with(&[("a.md", CLAIM), ("note.pages", "x")]);
    folder.write("latin.md", b"caf\xe9");
    folder.write("binary.txt", b"a\0b");
    let run = folder.run(&["check"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("latin.md: not UTF-8"), "{run:?}");
    assert!(run.stderr.contains("binary.txt: looks like a binary file"), "{run:?}");
    assert!(!run.stderr.contains("note.pages"), "{run:?}");
    let run = folder.run(&["check", "note.pages"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("note.pages: unknown format; known are .md"), "{run:?}");
}

#[test]
fn a_run_without_a_file_is_a_failure() {
    let folder = Folder::with(&[("a.pages", ""), ("empty/b.png", "")]);
    for args in [&["check"][..], &["check", "empty"], &["check", ".", "empty"]] {
        let run = folder.run(args);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(run.stderr.contains("no file to check"), "{run:?}");
    }
    let run = folder.run(&["check", "--format", "json", "empty"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["errors"][0]["path"], "empty");
    assert_eq!(report["summary"]["files"], 0);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_keeps_nobody_waiting() {
    let folder = Folder::with(&[("a.md", CLAIM)]);
    let made = Command::new("mkfifo").arg(folder.path().join("pipe.md")).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(folder.linted(&[]), ["a.md"]);
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_that_is_named_keeps_nobody_waiting() {
    let folder = Folder::with(&[("a.md", CLAIM)]);
    let made = Command::new("mkfifo").arg(folder.path().join("pipe.md")).status();
    if made.is_ok_and(|status| status.success()) {
        let run = folder.run(&["check", "--format", "concise", "pipe.md", "a.md"]);
        assert_eq!(run.status, 2);
        assert!(run.stderr.contains("pipe.md: not a file"), "{run:?}");
        assert!(run.stdout.starts_with("a.md:1:1: error "), "{run:?}");
    }
}

#[test]
fn the_format_and_the_encoding_can_be_said() {
    let folder = Folder::with(&[("page.tmpl", "<p>副作用は<b>一切</b>ありません。</p>"), ("b.tmpl", CLAIM)]);
    let run = folder.run(&["check", "page.tmpl"]);
    assert!(run.stderr.contains("page.tmpl: unknown format") && run.stderr.contains("--as"), "{run:?}");
    let run = folder.run(&["check", "--as", "html", "--format", "concise", "page.tmpl", "."]);
    assert_eq!(run.status, 1);
    assert!(run.stdout.starts_with("page.tmpl:1:4: error ") && !run.stdout.contains("b.tmpl"), "{run:?}");
    // Too short to be guessed.
    folder.write("c.md", Encoding::ShiftJis.encode(CLAIM).unwrap().as_slice());
    for args in [&["check", "c.md"][..], &["check", "--encoding", "cp932", "c.md"]] {
        assert_eq!(folder.run(args).status, 1, "{args:?}");
    }
    let run = folder.run(&["check", "--encoding", "utf-8", "c.md"]);
    assert!(run.stderr.contains("c.md: not UTF-8"), "{run:?}");
    let run = folder.run(&["check", "--encoding", "euc-jp", "c.md"]);
    assert!(run.stderr.contains("c.md: not EUC-JP"), "{run:?}");
    assert_eq!(folder.run(&["check", "--encoding", "klingon", "c.md"]).status, 2);
}

#[test]
fn data_files_are_read_where_their_prose_is_named() {
    let folder = Folder::with(&[
        ("feed.json", r#"{"name":"副作用は一切ありません。","description":"効果があります"}"#),
        ("package.json", r#"{"description":"副作用は一切ありません。"}"#),
        ("a.md", DISCLAIMER),
    ]);
    assert_eq!(folder.linted(&[]), ["a.md"]);
    assert!(folder.run(&["check"]).stderr.ends_with("; 2 skipped\n"));
    let findings = |args: &[&str]| folder.listed(args).iter().map(|(_, count)| count).sum::<usize>();
    assert_eq!(findings(&["--field", "name", "."]), 1);
    assert_eq!(findings(&["--field", "description", "."]), 1);
    assert_eq!(findings(&["feed.json", "package.json"]), 2);
}
