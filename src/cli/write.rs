//! Writing a rewritten file back: all of it or nothing, and only over the bytes that were read.

use super::failure::Failure;
use crate::source::SourceFile;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Puts `after` in the place of `before`, which was read from the same path: in the encoding of the file, with its
/// permissions, through a file beside it that takes its name once it is whole.
pub fn replace(before: &SourceFile, after: &SourceFile) -> Result<(), Failure> {
    let old = before.encode(before.text()).map_err(Failure::Unencodable)?;
    let new = before.encode(after.text()).map_err(Failure::Unencodable)?;
    // A link goes on pointing where it does.
    let path = fs::canonicalize(before.path()).map_err(Failure::NotWritten)?;
    if fs::read(&path).map_err(Failure::NotWritten)? != old {
        return Err(Failure::Changed);
    }
    write(&path, &new).map_err(Failure::NotWritten)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = fs::metadata(path)?.permissions();
    // Its name could be taken from it all the same.
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".kodai-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().set_permissions(permissions)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
