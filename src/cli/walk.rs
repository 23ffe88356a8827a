//! From the paths of the command line to the files to lint, each once, in a fixed order.
//!
//! Knows nothing of what is done with them. Real folders are walked before those behind symbolic links, so that a file
//! is known by its own name where it has one among the paths; and each folder is walked once, so that no web of links,
//! however it loops, costs more than the folders it reaches.

use super::failure::Failure;
use super::ignores::{self, Chain};
use crate::source::Format;
use std::collections::{HashSet, VecDeque};
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A file to lint.
#[derive(Debug)]
pub struct Target {
    /// The path as it was given or found.
    pub path: PathBuf,
    /// The format to read it as.
    pub format: Format,
    /// Its bytes, where they were read already: standard input.
    pub bytes: Option<Vec<u8>>,
}

/// What a walk came to.
#[derive(Debug, Default)]
pub struct Found {
    /// In the order of the bytes of their paths.
    pub targets: Vec<Target>,
    /// What could not be opened.
    pub errors: Vec<(PathBuf, Failure)>,
    /// How many files in folders were left alone for their format.
    pub skipped: usize,
    /// Problems in ignore files.
    pub warnings: Vec<String>,
}

/// The files under `paths`. A file that is named is taken whatever the ignore files say, a folder that is named is
/// walked; in folders, hidden and ignored entries and files of unknown formats are left alone.
pub fn find<'a>(paths: impl IntoIterator<Item = &'a Path>, wanted: Wanted) -> Found {
    let mut walk = Walk { wanted, ..Walk::default() };
    let mut folders = Vec::new();
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => folders.push(path),
            Ok(metadata) => walk.named(path, metadata.file_type()),
            Err(error) => walk.found.errors.push((path.to_owned(), error.into())),
        }
    }
    for path in folders {
        match fs::canonicalize(path) {
            Ok(canonical) => {
                let above = ignores::above(&canonical, &mut walk.found.warnings);
                walk.folder(Folder { path: path.to_owned(), place: canonical.clone(), canonical, above });
            }
            Err(error) => walk.found.errors.push((path.to_owned(), error.into())),
        }
    }
    while let Some(link) = walk.links.pop_front() {
        walk.link(link);
    }
    let mut found = walk.found;
    found.targets.sort_by(|a, b| bytes(&a.path).cmp(bytes(&b.path)));
    found.errors.sort_by(|(a, _), (b, _)| bytes(a).cmp(bytes(b)));
    found
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// Which formats are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// The format of the files that are named, whatever their extension.
    pub named_as: Option<Format>,
    /// Whether data files in folders are read.
    pub data: bool,
}

impl Wanted {
    /// The format to read a file as that was found in a folder.
    fn found(self, path: &Path) -> Option<Format> {
        Format::from_path(path).filter(|format| self.data || !format.is_data())
    }
}

/// Whether opening a file may keep its reader waiting for ever, or never end. What the shell has opened already
/// (`<(…)`) does not.
fn is_endless(path: &Path, kind: FileType) -> bool {
    !kind.is_file() && !["/dev/fd", "/dev/stdin", "/proc"].iter().any(|folder| path.starts_with(folder))
}

#[derive(Default)]
struct Walk {
    wanted: Wanted,
    found: Found,
    /// By canonical path.
    files: HashSet<PathBuf>,
    /// By canonical path.
    folders: HashSet<PathBuf>,
    links: VecDeque<Link>,
}

/// A folder to walk.
struct Folder {
    /// As it was given or found.
    path: PathBuf,
    /// Where it is seen to stand, absolute: what ignore files are matched against.
    place: PathBuf,
    /// Where it really stands.
    canonical: PathBuf,
    above: Chain,
}

/// A symbolic link met in a folder.
struct Link {
    path: PathBuf,
    place: PathBuf,
    above: Chain,
}

impl Walk {
    fn named(&mut self, path: &Path, kind: FileType) {
        let Some(format) = self.wanted.named_as.or(Format::from_path(path)) else {
            return self.found.errors.push((path.to_owned(), Failure::UnknownFormat));
        };
        if is_endless(path, kind) {
            return self.found.errors.push((path.to_owned(), Failure::Endless));
        }
        // A pipe such as /dev/fd/63 has no canonical path.
        let canonical = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        self.file(path.to_owned(), canonical, format);
    }

    fn file(&mut self, path: PathBuf, canonical: PathBuf, format: Format) {
        if self.files.insert(canonical) {
            self.found.targets.push(Target { path, format, bytes: None });
        }
    }

    fn folder(&mut self, folder: Folder) {
        if !self.folders.insert(folder.canonical.clone()) {
            return;
        }
        let chain = ignores::enter(&folder.above, &folder.place, &mut self.found.warnings);
        // The open folders from the root down to where the walk is: where they are seen, where they are, what they ignore.
        let mut open = vec![(folder.place, folder.canonical, chain)];
        // Sorted: of several links to one folder, the same must win every time.
        let mut entries = WalkDir::new(&folder.path).min_depth(1).follow_links(false).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().map_or(folder.path.clone(), |path| found_in(&folder.path, path));
                    // Links are not followed here, so there is no loop, and what remains are errors of the system.
                    let error = error.into_io_error().unwrap_or_else(|| std::io::ErrorKind::Other.into());
                    self.found.errors.push((path, error.into()));
                    continue;
                }
            };
            open.truncate(entry.depth());
            let Some((place, canonical, chain)) = open.last() else { continue };
            let kind = entry.file_type();
            let place = place.join(entry.file_name());
            if is_hidden(entry.file_name()) || ignores::ignored(chain, &place, kind.is_dir()) {
                if kind.is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            let canonical = canonical.join(entry.file_name());
            let path = found_in(&folder.path, entry.path());
            if kind.is_dir() {
                if self.folders.insert(canonical.clone()) {
                    let chain = ignores::enter(chain, &place, &mut self.found.warnings);
                    open.push((place, canonical, chain));
                } else {
                    entries.skip_current_dir();
                }
            } else if kind.is_symlink() {
                let above = chain.clone();
                self.links.push_back(Link { path, place, above });
            } else if kind.is_file()
                && let Some(format) = self.wanted.found(entry.path())
            {
                self.file(path, canonical, format);
            } else {
                // Other formats, and pipes and sockets, which would keep a reader waiting.
                self.found.skipped += 1;
            }
        }
    }

    fn link(&mut self, Link { path, place, above }: Link) {
        let format = self.wanted.found(&path);
        match fs::canonicalize(&path).and_then(|canonical| Ok((fs::metadata(&canonical)?, canonical))) {
            Ok((metadata, canonical)) if metadata.is_dir() => {
                // It was matched as a file before, which is what git takes a link for.
                if !ignores::ignored(&above, &place, true) {
                    self.folder(Folder { path, place, canonical, above });
                }
            }
            Ok((metadata, canonical)) => match format {
                Some(format) if metadata.is_file() => self.file(path, canonical, format),
                _ => self.found.skipped += 1,
            },
            // A dangling link is a file that cannot be read, if it would be read at all.
            Err(error) if format.is_some() => self.found.errors.push((path, error.into())),
            Err(_) => self.found.skipped += 1,
        }
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// A path found in `folder`, without the `./` that walking the current folder begins every path with.
fn found_in(folder: &Path, path: &Path) -> PathBuf {
    if folder == Path::new(".") { path.strip_prefix(".").unwrap_or(path).to_owned() } else { path.to_owned() }
}
