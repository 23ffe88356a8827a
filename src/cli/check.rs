//! `kodai check`: finds the files, lints them in parallel, shows each as it is done, and says what it came to.

use super::args::{CheckArgs, ReadArgs};
use super::failure::Failure;
use super::progress::Progress;
use super::walk::{self, Target, Wanted};
use super::{ExitStatus, Session, is_stdin, pool, write};
use crate::class::{Language, Level};
use crate::fix;
use crate::linter::{Linter, Options};
use crate::report::text::shown;
use crate::report::{self, FileError, Reporter, Style, Summary};
use crate::source::{Encoding, Format, SourceError, SourceFile};
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub fn run(args: &CheckArgs, session: &mut Session<'_>) -> ExitStatus {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths[..] };
    if args.read.stdin_filename.is_some() && !paths.iter().any(|path| is_stdin(path)) {
        session.complain(
            session.say("--stdin-filename には PATHS の `-` が必要です", "--stdin-filename needs `-` among PATHS"),
        );
        return ExitStatus::Failed;
    }
    if args.fix && !args.dry_run && paths.iter().any(|path| is_stdin(path)) {
        session.complain(session.say(
            "標準入力は書き換えられません。--fix --dry-run なら差分を出力します",
            "standard input cannot be rewritten; --fix --dry-run prints a diff",
        ));
        return ExitStatus::Failed;
    }
    let book = match session.load(&args.rules, !args.no_builtin) {
        Ok(book) => book,
        Err(status) => return status,
    };
    let options = Options {
        products: args.product.clone(),
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        prefilter: !args.no_prefilter,
        context: true,
    };
    let linter = match session.linter(book, options) {
        Ok(linter) => linter,
        Err(status) => return status,
    };
    let style = Style {
        language: session.language,
        color: session.out_paint.0,
        width: session.setting.width,
        dropped: args.explain_dropped,
    };
    let format = if args.dry_run { report::Format::Diff } else { args.format.into() };
    let reporter = report::reporter(format, style);

    let reading = Reading::new(&args.read);
    let mut work = find(paths, &args.read, session);
    lint(&mut work, &reading, &linter, &*reporter, args, session);
    if !args.quiet {
        let line = summarize(&work.summary, session.language);
        session.note(&line);
    }
    let found = Level::ALL.iter().any(|&level| args.fail_on.reached(level) && work.summary.count(level) > 0);
    if !work.errors.is_empty() {
        ExitStatus::Failed
    } else if found {
        ExitStatus::Found
    } else {
        ExitStatus::Clean
    }
}

/// What is to do, and what it has come to so far.
struct Work {
    targets: Vec<Target>,
    errors: Vec<FileError>,
    summary: Summary,
}

impl Work {
    /// Notes and says that something could not be linted.
    fn fail(&mut self, path: &Path, failure: &Failure, session: &mut Session<'_>) {
        let message = failure.message(session.language);
        session.complain(&format!("{}: {message}", shown(path)));
        self.errors.push(FileError { path: path.to_string_lossy().into_owned(), message });
    }
}

fn find(paths: &[PathBuf], args: &ReadArgs, session: &mut Session<'_>) -> Work {
    let wanted = Wanted { named_as: args.read_as, data: !args.field.is_empty() };
    let found = walk::find(paths.iter().map(PathBuf::as_path).filter(|path| !is_stdin(path)), wanted);
    let summary = Summary { skipped: found.skipped, ..Summary::default() };
    let mut work = Work { targets: found.targets, errors: Vec::new(), summary };
    for warning in found.warnings {
        session.warn(&warning);
    }
    for (path, failure) in &found.errors {
        work.fail(path, failure, session);
    }
    if paths.iter().any(|path| is_stdin(path)) {
        match stdin(args, session) {
            Ok(target) => {
                let bytes = |path: &Path| path.as_os_str().as_encoded_bytes().to_owned();
                let at = work.targets.partition_point(|other| bytes(&other.path) <= bytes(&target.path));
                work.targets.insert(at, target);
            }
            Err((path, failure)) => work.fail(&path, &failure, session),
        }
    }
    if work.targets.is_empty() && work.errors.is_empty() {
        for path in paths {
            work.fail(path, &Failure::NoFile, session);
        }
    }
    work
}

/// How files are read, as the command line says.
#[derive(Debug)]
pub struct Reading {
    encoding: Option<Encoding>,
    fields: Arc<[String]>,
}

impl Reading {
    /// What the arguments say.
    pub fn new(args: &ReadArgs) -> Self {
        Self { encoding: args.encoding, fields: args.field.as_slice().into() }
    }
}

/// Standard input as a target.
pub fn stdin(args: &ReadArgs, session: &mut Session<'_>) -> Result<Target, (PathBuf, Failure)> {
    let path = args.stdin_filename.as_deref().unwrap_or(Path::new("<stdin>")).to_owned();
    // Markdown reads plain prose well; the other way round, code and links would be taken for prose.
    let by_name = || if path.extension().is_none() { Some(Format::Markdown) } else { Format::from_path(&path) };
    let format = args.read_as.or_else(by_name);
    let Some(format) = format else { return Err((path, Failure::UnknownFormat)) };
    match session.read_stdin() {
        Ok(bytes) => Ok(Target { path, format, bytes: Some(bytes) }),
        Err(error) => Err((path, error.into())),
    }
}

/// The source of a target.
pub fn read(target: &Target, reading: &Reading) -> Result<SourceFile, Failure> {
    let bytes = match &target.bytes {
        Some(bytes) => bytes.clone(),
        None => {
            let file = File::open(&target.path)?;
            // Before it is read, since it would not fit into the memory of many machines.
            let length = file.metadata()?.len();
            if u32::try_from(length).is_err() {
                return Err(SourceError::TooLarge.into());
            }
            let mut bytes = Vec::with_capacity(length as usize + 1);
            // A pipe does not tell its length, and may never end.
            file.take(u64::from(u32::MAX) + 1).read_to_end(&mut bytes)?;
            if u32::try_from(bytes.len()).is_err() {
                return Err(SourceError::TooLarge.into());
            }
            bytes
        }
    };
    let source = SourceFile::from_encoded(&target.path, bytes, target.format, reading.encoding)?;
    Ok(source.with_fields(Arc::clone(&reading.fields)))
}

/// What becomes of rewrites that need no asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fixing {
    /// They are not made.
    None,
    /// They are made, and no file is written.
    Shown,
    /// They are made in the file.
    Written,
}

impl Fixing {
    fn of(args: &CheckArgs) -> Self {
        match (args.fix, args.dry_run) {
            (false, _) => Self::None,
            (true, true) => Self::Shown,
            (true, false) => Self::Written,
        }
    }
}

/// All that is kept of a file: what is shown of it, and its counts.
type Outcome<'a> = (&'a Target, Result<(Vec<u8>, Summary), Failure>);

fn lint(
    work: &mut Work,
    reading: &Reading,
    linter: &Linter,
    reporter: &dyn Reporter,
    args: &CheckArgs,
    session: &mut Session<'_>,
) {
    session.output.with(|out| reporter.begin(out));
    let targets = std::mem::take(&mut work.targets);
    let wanted = session.setting.stderr_terminal && !args.quiet && !args.no_progress;
    let mut progress = Progress::new(targets.len(), wanted && targets.len() > 1);
    let mut between: &[u8] = b"";
    let fixing = Fixing::of(args);
    let one = |target| -> Outcome<'_> { (target, lint_one(target, reading, linter, fixing, reporter)) };
    let take = |(target, outcome): Outcome<'_>| {
        progress.step(|| match outcome {
            Ok((bytes, summary)) => {
                work.summary.add(&summary);
                if !bytes.is_empty() {
                    session.output.write(between);
                    session.output.write(&bytes);
                    between = reporter.separator();
                }
                if session.setting.stdout_terminal {
                    session.output.flush();
                }
            }
            Err(failure) => work.fail(&target.path, &failure, session),
        });
    };
    let threads = pool::in_order(&targets.iter().collect::<Vec<_>>(), args.threads, |target| one(target), take);
    progress.finish();
    if let Err(error) = threads {
        work.fail(Path::new(""), &error.into(), session);
    }
    work.errors.sort();
    session.output.with(|out| reporter.end(&work.summary, &work.errors, out));
    session.output.flush();
}

fn lint_one(
    target: &Target,
    reading: &Reading,
    linter: &Linter,
    fixing: Fixing,
    reporter: &dyn Reporter,
) -> Result<(Vec<u8>, Summary), Failure> {
    // One file that meets a bug must not take the others with it. The panic hook has said where it was.
    catch_unwind(AssertUnwindSafe(|| {
        let mut source = read(target, reading)?;
        let result = match fixing {
            Fixing::None => linter.lint(&source),
            Fixing::Shown | Fixing::Written => {
                let before = source.with_text(source.text().to_owned());
                let (after, result) = fix::fix(linter, source);
                if fixing == Fixing::Written && !result.fixed.is_empty() {
                    write::replace(&before, &after)?;
                }
                source = after;
                result
            }
        };
        Ok((reporter.file(&source, &result), Summary::from(&result)))
    }))
    .unwrap_or(Err(Failure::Panic))
}

/// The line a run ends with.
fn summarize(summary: &Summary, language: Language) -> String {
    let Summary { files, skipped, fixed, .. } = *summary;
    let [info, warnings, errors] = [Level::Info, Level::Warning, Level::Error].map(|level| summary.count(level));
    match language {
        Language::Ja => {
            let skipped = if skipped > 0 { format!("（対象外 {skipped} 件）") } else { String::new() };
            let fixed = if fixed > 0 { format!("、修正 {fixed}") } else { String::new() };
            format!("{files} ファイル: エラー {errors}、警告 {warnings}、情報 {info}{fixed}{skipped}")
        }
        Language::En => {
            let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
            let skipped = if skipped > 0 { format!("; {skipped} skipped") } else { String::new() };
            let fixed = if fixed > 0 { format!(", {fixed} fixed") } else { String::new() };
            format!(
                "{}, {}, {}, {info} info{fixed}{skipped}",
                count(files, "file"),
                count(errors, "error"),
                count(warnings, "warning")
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_in_words() {
        let summary = Summary { files: 12, levels: [1, 4, 3], skipped: 5, fixed: 0 };
        assert_eq!(summarize(&summary, Language::En), "12 files, 3 errors, 4 warnings, 1 info; 5 skipped");
        assert_eq!(summarize(&summary, Language::Ja), "12 ファイル: エラー 3、警告 4、情報 1（対象外 5 件）");
        let summary = Summary { files: 1, levels: [0, 1, 1], skipped: 0, fixed: 0 };
        assert_eq!(summarize(&summary, Language::En), "1 file, 1 error, 1 warning, 0 info");
        let summary = Summary { fixed: 2, skipped: 1, ..summary };
        assert_eq!(summarize(&summary, Language::En), "1 file, 1 error, 1 warning, 0 info, 2 fixed; 1 skipped");
        assert_eq!(summarize(&summary, Language::Ja), "1 ファイル: エラー 1、警告 1、情報 0、修正 2（対象外 1 件）");
    }
}
