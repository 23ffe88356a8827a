//! Compiles the dictionary: unpacks IPADIC, adds the words of user.csv, runs lindera's builder, all without the network.
//!
//! Owns the order of the steps and where files go. The format of the pack is known to build/pack.rs, that of user.csv to
//! build/words.rs.

#[path = "build/pack.rs"]
mod pack;
#[path = "build/words.rs"]
mod words;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::Metadata;

const PACK: &str = "ipadic.pack.lz";
const USER_WORDS: &str = "user.csv";
const METADATA: &str = "metadata.json";
const INPUTS: [&str; 5] = ["build.rs", "build", PACK, USER_WORDS, METADATA];

fn main() -> ExitCode {
    for input in INPUTS {
        println!("cargo:rerun-if-changed={input}");
    }
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let source = out.join("source");
    // The folder's name is the one src/lib.rs gives to `embedded_dictionary!`.
    let compiled = out.join("ipadic");

    recreate(&source)?;
    recreate(&compiled)?;
    let packed = read(&root, PACK)?;
    let pack = pack::Pack::read(&packed).map_err(|error| {
        format!("dictionary/{PACK}: {error}. Check it out again, or make it anew with dictionary/pack.sh --write")
    })?;
    let user = words::parse(&String::from_utf8(read(&root, USER_WORDS)?)?).map_err(|errors| {
        errors.iter().map(|e| format!("dictionary/{USER_WORDS}:{e}")).collect::<Vec<_>>().join("\n")
    })?;
    // The builder takes every *.csv in the folder.
    write(&source.join("ipadic.csv"), pack.lexicon())?;
    write(&source.join("user.csv"), words::lexicon(&user))?;
    write(&source.join("matrix.def"), pack.matrix())?;
    write(&source.join("char.def"), pack.char_def())?;
    write(&source.join("unk.def"), pack.unk_def())?;

    let metadata: Metadata = serde_json::from_slice(&read(&root, METADATA)?)
        .map_err(|error| format!("dictionary/{METADATA}:{}:{}: {error}", error.line(), error.column()))?;
    DictionaryBuilder::new(metadata)
        .build_dictionary(&source, &compiled)
        .map_err(|error| format!("lindera could not compile the dictionary: {error}"))?;
    // 50 MB of text that nobody reads again.
    fs::remove_dir_all(&source)?;

    println!("cargo:rustc-env=LINDERA_WORKDIR={}", out.display());
    Ok(())
}

fn read(root: &Path, name: &str) -> Result<Vec<u8>, String> {
    fs::read(root.join(name)).map_err(|error| format!("dictionary/{name}: {error}"))
}

fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), String> {
    fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}

/// An empty folder at `path`, whatever an interrupted build left there.
fn recreate(path: &Path) -> Result<(), String> {
    if path.exists() {
        fs::remove_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))
}
