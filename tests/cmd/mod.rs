//! The command as a process: arguments, files and streams in; output and exit status out.

mod check;
mod files;
mod fix;
mod inform;

use crate::snapshot;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A sentence that every product's rules report as an error.
const CLAIM: &str = "副作用は一切ありません。\n";
/// A sentence that none reports.
const DISCLAIMER: &str = "効果を保証するものではありません。\n";

/// What a run of the command gave.
#[derive(Debug)]
struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

/// A folder to run the command in.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// With files, each a path and its content.
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        files.iter().for_each(|(path, text)| folder.write(path, text.as_bytes()));
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The command with the surroundings of no user in particular, in English.
    fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kodai"));
        command.args(args).current_dir(self.path()).stdin(Stdio::null());
        for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR", "COLUMNS", "TERM"] {
            command.env_remove(name);
        }
        command.env("LANG", "en_US.UTF-8");
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        finish(self.command(args))
    }

    fn run_with(&self, args: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        output(child.wait_with_output().unwrap())
    }

    /// The paths that `check --format json` lists, with their numbers of findings.
    fn listed(&self, args: &[&str]) -> Vec<(String, usize)> {
        let run = self.run(&[&["check", "--format", "json"], args].concat());
        let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
        let files = report["files"].as_array().unwrap().iter();
        let entry = |file: &serde_json::Value| {
            (file["path"].as_str().unwrap().to_owned(), file["diagnostics"].as_array().unwrap().len())
        };
        files.map(entry).collect()
    }

    /// The paths that `check` lints.
    fn linted(&self, args: &[&str]) -> Vec<String> {
        self.listed(args).into_iter().map(|(path, _)| path).collect()
    }
}

fn finish(mut command: Command) -> Run {
    output(command.output().unwrap())
}

fn output(output: std::process::Output) -> Run {
    Run {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn help_is_an_answer() {
    let folder = Folder::new();
    for (args, name) in [
        (&["--help"][..], "help.txt"),
        (&["check", "--help"], "help-check.txt"),
        (&["test", "--help"], "help-test.txt"),
        (&["eval", "--help"], "help-eval.txt"),
    ] {
        let run = folder.run(args);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        snapshot::same(name, &run.stdout);
    }
    assert_eq!(folder.run(&["--version"]).stdout, format!("kodai {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_bad_command_line_is_a_failure() {
    let folder = Folder::with(&[("a.md", CLAIM)]);
    for args in [
        &[][..],
        &["chekc"],
        &["check", "--product", "clinik"],
        &["check", "--fail-on", "fatal"],
        &["check", "--format", "xml"],
        &["check", "-j", "0"],
        &["check", "--select", "no-such-rule-or-class"],
        &["check", "--stdin-filename", "a.md"],
    ] {
        let run = folder.run(args);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{args:?}");
        assert!(!run.stderr.is_empty(), "{args:?}");
    }
    assert!(folder.run(&["check", "--product", "clinik"]).stderr.contains("'clinic'"));
}
