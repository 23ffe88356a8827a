//! What the process was started in: its terminal, its locale.

use crate::class::Language;
use std::ffi::OsString;
use std::io::{self, IsTerminal};

/// The surroundings of a run.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Whether standard output is a terminal.
    pub stdout_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_terminal: bool,
    /// The columns a line may take.
    pub width: usize,
    /// Whether the environment asks for no colours.
    pub no_color: bool,
    /// The language of the locale.
    pub language: Language,
}

/// The width where there is no terminal, and the widest that Japanese is still read well at.
const WIDTH: usize = 100;
/// The width of a terminal that does not tell: a line that the terminal folds would lose its underline.
const TERMINAL_WIDTH: usize = 80;

impl Default for Setting {
    /// No terminal, Japanese.
    fn default() -> Self {
        Self { stdout_terminal: false, stderr_terminal: false, width: WIDTH, no_color: false, language: Language::Ja }
    }
}

impl Setting {
    /// Asks the process and its environment.
    pub fn detect() -> Self {
        let variable = |name: &str| std::env::var_os(name);
        let stdout_terminal = io::stdout().is_terminal();
        Self {
            stdout_terminal,
            stderr_terminal: io::stderr().is_terminal(),
            width: width(variable("COLUMNS"), if stdout_terminal { terminal_width() } else { WIDTH }),
            no_color: variable("NO_COLOR").is_some_and(|value| !value.is_empty())
                || variable("TERM").is_some_and(|value| value == "dumb"),
            language: locale(["LC_ALL", "LC_MESSAGES", "LANG"].map(variable)),
        }
    }
}

fn terminal_width() -> usize {
    terminal_size::terminal_size().map_or(TERMINAL_WIDTH, |(width, _)| usize::from(width.0).clamp(40, WIDTH))
}

fn width(columns: Option<OsString>, unknown: usize) -> usize {
    let columns = columns.and_then(|columns| columns.to_str()?.parse().ok()).filter(|&columns: &usize| columns > 0);
    columns.map_or(unknown, |columns| columns.clamp(40, WIDTH))
}

/// The language of the first variable that is set to something. Japanese where none is or where it names no language:
/// that is what the texts are written in.
fn locale(variables: [Option<OsString>; 3]) -> Language {
    let set = variables.into_iter().flatten().find(|value| !value.is_empty());
    let Some(name) = set else { return Language::Ja };
    let name = name.to_string_lossy().to_ascii_lowercase();
    let language = name.split(['.', '_', '@', '-']).next().unwrap_or_default();
    if matches!(language, "ja" | "japanese" | "c" | "posix") { Language::Ja } else { Language::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_set_names_the_language() {
        let language = |all: &str, messages: &str, lang: &str| {
            locale([all, messages, lang].map(|value| (value != "-").then(|| OsString::from(value))))
        };
        assert_eq!(language("-", "-", "-"), Language::Ja);
        assert_eq!(language("-", "-", "ja_JP.UTF-8"), Language::Ja);
        assert_eq!(language("-", "", "en_US.UTF-8"), Language::En);
        assert_eq!(language("-", "ja", "en_US.UTF-8"), Language::Ja);
        assert_eq!(language("de_DE", "ja", "ja"), Language::En);
        assert_eq!(language("C.UTF-8", "-", "en_US"), Language::Ja);
        assert_eq!(language("POSIX", "-", "-"), Language::Ja);
        assert_eq!(language("-", "-", "jam_JM"), Language::En);
    }

    #[test]
    fn a_width_is_within_reason() {
        assert_eq!(width(None, 80), 80);
        assert_eq!(width(Some("80".into()), WIDTH), 80);
        assert_eq!(width(Some("3".into()), WIDTH), 40);
        assert_eq!(width(Some("1000".into()), WIDTH), WIDTH);
        assert_eq!(width(Some("wide".into()), WIDTH), WIDTH);
    }
}
