//! Which ignore files apply in a folder, as git sees it: nested ones win over those above them, and a `.gitignore`
//! reaches no further down than its own repository.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::Path;
use std::sync::Arc;

/// The ignore files of a folder, and through `above` those of the folders it lies in.
#[derive(Debug)]
pub struct Ignores {
    above: Chain,
    /// `.ignore` wins over every `.gitignore`.
    own: Option<Gitignore>,
    git: Option<Gitignore>,
    /// Whether the folder is the root of a repository.
    repository: bool,
}

/// The nearest folder with something to say; `None` where none has.
pub type Chain = Option<Arc<Ignores>>;

/// The chain of the folders above `folder`, up to the root of its repository. Empty outside of a repository.
///
/// `folder` is absolute. Problems in ignore files are added to `warnings`.
pub fn above(folder: &Path, warnings: &mut Vec<String>) -> Chain {
    if is_repository(folder) {
        return None;
    }
    let ancestors: Vec<&Path> = folder.ancestors().skip(1).collect();
    let root = ancestors.iter().position(|ancestor| is_repository(ancestor))?;
    ancestors[..=root].iter().rev().fold(None, |chain, ancestor| enter(&chain, ancestor, warnings))
}

/// The chain in `folder`, given the one of the folder it lies in.
pub fn enter(above: &Chain, folder: &Path, warnings: &mut Vec<String>) -> Chain {
    let own = read(folder, ".ignore", warnings);
    let git = read(folder, ".gitignore", warnings);
    let repository = is_repository(folder);
    if own.is_none() && git.is_none() && !(repository && above.is_some()) {
        return above.clone();
    }
    Some(Arc::new(Ignores { above: above.clone(), own, git, repository }))
}

/// Whether `path`, an entry of the folder of `chain`, is to be left alone.
pub fn ignored(chain: &Chain, path: &Path, is_folder: bool) -> bool {
    let verdict = |file: Option<&Gitignore>| {
        let verdict = file?.matched(path, is_folder);
        if verdict.is_none() { None } else { Some(verdict.is_ignore()) }
    };
    let links = || std::iter::successors(chain.as_deref(), |link| link.above.as_deref());
    if let Some(verdict) = links().find_map(|link| verdict(link.own.as_ref())) {
        return verdict;
    }
    for link in links() {
        if let Some(verdict) = verdict(link.git.as_ref()) {
            return verdict;
        }
        if link.repository {
            break;
        }
    }
    false
}

fn is_repository(folder: &Path) -> bool {
    // A file in a linked worktree and in a submodule.
    folder.join(".git").exists()
}

fn read(folder: &Path, name: &str, warnings: &mut Vec<String>) -> Option<Gitignore> {
    let path = folder.join(name);
    if !path.is_file() {
        return None;
    }
    let mut builder = GitignoreBuilder::new(folder);
    // The good lines of a file with a bad one still count, as they do for git.
    warnings.extend(builder.add(&path).map(|error| error.to_string()));
    builder.build().map_err(|error| warnings.push(error.to_string())).ok()
}
