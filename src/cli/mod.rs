//! The command line: arguments in, an exit status out.
//!
//! Writers are passed in, so that a whole run can be tried without a process; only [`main`] knows the real ones.

mod args;
mod check;
mod eval;
mod examples;
mod failure;
mod ignores;
mod nearest;
mod output;
mod pool;
mod progress;
mod rules;
mod setting;
mod tokens;
mod walk;
mod write;

pub use setting::Setting;

use crate::class::Language;
use crate::linter::{Linter, LinterError, Options};
use crate::report::CharColumns;
use crate::report::text::{Ink, Paint};
use crate::rule::{RuleBook, RuleErrors};
use args::{Cli, Color, Command};
use clap::Parser;
use miette::{GraphicalReportHandler, GraphicalTheme};
use output::Output;
use std::ffi::OsString;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// How a run ended. Ordered: the greater one wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitStatus {
    /// The job was done, and nothing was found that stops a gate.
    Clean,
    /// The job was done, and something was found.
    Found,
    /// The job could not be done, or not wholly.
    Failed,
}

impl From<ExitStatus> for std::process::ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Clean => Self::from(0),
            ExitStatus::Found => Self::from(1),
            ExitStatus::Failed => Self::from(2),
        }
    }
}

/// Runs the command with the arguments and streams of this process.
pub fn main() -> std::process::ExitCode {
    // Not locked: a panicking thread has to be able to say so.
    let mut stdout = BufWriter::with_capacity(64 * 1024, io::stdout());
    run(std::env::args_os(), &Setting::detect(), &mut io::stdin(), &mut stdout, &mut io::stderr()).into()
}

/// Runs the command with the arguments `args`, the name of the program first.
///
/// Findings and answers go to `stdout`, everything else to `stderr`.
pub fn run(
    args: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    setting: &Setting,
    stdin: &mut dyn Read,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> ExitStatus {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, setting, stdout, stderr),
    };
    let on = |terminal| match cli.color {
        Color::Auto => terminal && !setting.no_color,
        Color::Always => true,
        Color::Never => false,
    };
    let mut session = Session {
        setting,
        language: cli.lang.unwrap_or(setting.language),
        out_paint: Paint(on(setting.stdout_terminal)),
        err_paint: Paint(on(setting.stderr_terminal)),
        stdin,
        output: Output::new(stdout),
        stderr,
    };
    let status = match &cli.command {
        Command::Check(args) => check::run(args, &mut session),
        Command::Test(args) => examples::run(args, &mut session),
        Command::Rules(args) => rules::list(args, &mut session),
        Command::Explain(args) => rules::explain(args, &mut session),
        Command::Eval(args) => eval::run(args, &mut session),
        Command::Tokens(args) => tokens::run(args, &mut session),
    };
    session.finish(status)
}

/// Prints what clap has to say: help and version are answers, the rest are complaints.
fn usage(error: &clap::Error, setting: &Setting, stdout: &mut dyn Write, stderr: &mut dyn Write) -> ExitStatus {
    let text = |terminal: bool| {
        let text = error.render();
        if terminal && !setting.no_color { text.ansi().to_string() } else { text.to_string() }
    };
    if error.use_stderr() {
        let _ = stderr.write_all(text(setting.stderr_terminal).as_bytes());
        return ExitStatus::Failed;
    }
    let mut output = Output::new(stdout);
    output.write(text(setting.stdout_terminal).as_bytes());
    if output.finish().is_ok() { ExitStatus::Clean } else { ExitStatus::Failed }
}

/// What a command works with.
struct Session<'a> {
    setting: &'a Setting,
    language: Language,
    out_paint: Paint,
    err_paint: Paint,
    stdin: &'a mut dyn Read,
    output: Output<'a>,
    stderr: &'a mut dyn Write,
}

impl Session<'_> {
    /// The text in the language of reports.
    fn say<'t>(&self, ja: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    /// Writes a line to standard error.
    fn note(&mut self, line: &str) {
        // There is nowhere left to complain to.
        let _ = writeln!(self.stderr, "{line}");
    }

    /// Says that something could not be done.
    fn complain(&mut self, message: &str) {
        let label = self.err_paint.on(Ink::Red, "error:");
        self.note(&format!("{label} {message}"));
    }

    /// Says that something is odd.
    fn warn(&mut self, message: &str) {
        let label = self.err_paint.on(Ink::Yellow, "warning:");
        self.note(&format!("{label} {message}"));
    }

    /// Loads rules, or says why they cannot be.
    fn load(&mut self, paths: &[PathBuf], with_builtin: bool) -> Result<RuleBook, ExitStatus> {
        RuleBook::load(paths, with_builtin).map_err(|errors| self.refuse(&errors))
    }

    /// A linter, or says why there can be none.
    fn linter(&mut self, book: RuleBook, options: Options) -> Result<Linter, ExitStatus> {
        Linter::new(book, options).map_err(|error| self.refuse_linter(&error))
    }

    /// Says why there can be no linter.
    fn refuse_linter(&mut self, error: &LinterError) -> ExitStatus {
        match error {
            LinterError::Rules(errors) => self.refuse(errors),
            error => {
                self.complain(&error.to_string());
                ExitStatus::Failed
            }
        }
    }

    /// Shows what is wrong with rules, and where.
    fn refuse(&mut self, RuleErrors(errors): &RuleErrors) -> ExitStatus {
        let theme = if self.err_paint.0 { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(self.setting.width);
        let mut text = String::new();
        for error in errors {
            if handler.render_report(&mut text, &CharColumns::new(error)).is_err() {
                text.push_str(&format!("{error}\n"));
            }
            text.push('\n');
        }
        self.note(text.trim_end());
        ExitStatus::Failed
    }

    /// Reads standard input to its end.
    fn read_stdin(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.stdin.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The status, unless writing the output failed.
    fn finish(self, status: ExitStatus) -> ExitStatus {
        let Self { output, stderr, err_paint, language, .. } = self;
        match output.finish() {
            Ok(()) => status,
            Err(error) => {
                let label = err_paint.on(Ink::Red, "error:");
                let what = if language == Language::Ja { "出力できません" } else { "cannot write the output" };
                let _ = writeln!(stderr, "{label} {what}: {error}");
                ExitStatus::Failed
            }
        }
    }
}

/// Whether a path of the command line means standard input.
fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}
