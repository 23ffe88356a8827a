//! Prints the tokens of each line of standard input, a line a token: surface, tab, details.
//!
//! ```text
//! echo 副作用はありません。 | cargo run -p kodai-dictionary --release --example tokens
//! ```
//!
//! `--brief` prints one line for each, its tokens divided by `|`: for reading many sentences at once.

use std::error::Error;
use std::io::{self, BufRead, Write};

use lindera::mode::Mode;
use lindera::segmenter::Segmenter;

fn main() -> Result<(), Box<dyn Error>> {
    let brief = std::env::args().any(|arg| arg == "--brief");
    let mut worker = Segmenter::new(Mode::Normal, kodai_dictionary::load()?, None).into_worker();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut tokens = worker.segment(&line)?;
        if brief {
            let surfaces: Vec<&str> = tokens.iter().map(|token| token.surface.as_ref()).collect();
            writeln!(out, "{}", surfaces.join("|"))?;
        } else {
            for token in &mut tokens {
                let surface = token.surface.clone();
                writeln!(out, "{surface}\t{}", token.details().join(","))?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}
