//! Whole outputs, compared with files in `tests/ui/`. `BLESS=1 cargo test` writes them; nothing else does.

use std::fs;
use std::path::Path;

/// Holds `actual` against the file `tests/ui/<name>`.
#[track_caller]
pub fn same(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui").join(name);
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        return fs::write(&path, actual).unwrap();
    }
    // A checkout may have turned the line ends.
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if expected != actual {
        let line = expected.lines().zip(actual.lines()).take_while(|(a, b)| a == b).count() + 1;
        panic!(
            "tests/ui/{name} differs from line {line} on; BLESS=1 accepts what is there now\n\
             --- expected\n{expected}\n--- actual\n{actual}"
        );
    }
}
