//! `kodai tokens`: shows rule authors how a file is read.

use super::args::TokensArgs;
use super::check::{read, stdin};
use super::failure::Failure;
use super::walk::Target;
use super::{ExitStatus, Session, is_stdin};
use crate::linter::Options;
use crate::report::text::shown;
use crate::source::{Format, SourceFile};

pub fn run(args: &TokensArgs, session: &mut Session<'_>) -> ExitStatus {
    let source = match source(args, session) {
        Ok(source) => source,
        Err(failure) => {
            let message = failure.message(session.language);
            session.complain(&format!("{}: {message}", shown(&args.file)));
            return ExitStatus::Failed;
        }
    };
    let linter = match session.load(&[], true).and_then(|book| session.linter(book, Options::default())) {
        Ok(linter) => linter,
        Err(status) => return status,
    };
    session.output.write(linter.describe_sentences(&source).as_bytes());
    ExitStatus::Clean
}

fn source(args: &TokensArgs, session: &mut Session<'_>) -> Result<SourceFile, Failure> {
    if is_stdin(&args.file) {
        return stdin(args.stdin_filename.as_deref(), session)
            .map_err(|(_, failure)| failure)
            .and_then(|target| read(&target));
    }
    // Before its format is asked for: a path with a slip in it has an odd extension often enough.
    std::fs::metadata(&args.file)?;
    let format = Format::from_path(&args.file).ok_or(Failure::UnknownFormat)?;
    read(&Target { path: args.file.clone(), format, bytes: None })
}
