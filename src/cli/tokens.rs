//! `kodai tokens`: shows rule authors how a file is read.

use super::args::TokensArgs;
use super::check::{Reading, read, stdin};
use super::failure::Failure;
use super::walk::{self, Wanted};
use super::{ExitStatus, Session, is_stdin};
use crate::linter::Options;
use crate::report::text::shown;
use crate::source::SourceFile;

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
        return stdin(&args.read, session)
            .map_err(|(_, failure)| failure)
            .and_then(|target| read(&target, &Reading::new(&args.read)));
    }
    let wanted = Wanted { named_as: args.read.read_as, data: true };
    let found = walk::find([args.file.as_path()], wanted);
    if let Some((_, failure)) = found.errors.into_iter().next() {
        return Err(failure);
    }
    match found.targets.as_slice() {
        [target] if target.path == args.file => read(target, &Reading::new(&args.read)),
        _ => Err(Failure::NoFile),
    }
}
