//! The command line as it is written. Nothing is opened or judged here.

use crate::class::{Language, Level, Product};
use crate::report;
use crate::source::{self, Encoding};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Finds overstated claims in Japanese health, beauty and medical marketing.
#[derive(Debug, Parser)]
#[command(name = "kodai", version, max_term_width = 100, after_help = STATUS)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Language of reports [default: ja in a Japanese or unset locale, en otherwise]
    #[arg(long, global = true, display_order = 1000, value_name = "LANG", value_parser = language())]
    pub lang: Option<Language>,

    /// When to use colours [auto: on a terminal, unless NO_COLOR is set]
    #[arg(long, global = true, display_order = 1001, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

const STATUS: &str = "Exit status: 0 nothing found, 1 something found, 2 the job could not be done.";

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check files and folders
    Check(Box<CheckArgs>),
    /// Run the examples of rules
    Test(TestArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Explain a rule: why, on what legal basis, with examples
    Explain(ExplainArgs),
    /// Show how a file is read: sentences, words, predicates
    Tokens(TokensArgs),
    /// Measure the rules on labelled sentences and articles
    Eval(EvalArgs),
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files, folders, or `-` for standard input [default: .]
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub read: ReadArgs,

    /// What the documents sell; several may apply [default: general]
    #[arg(long, short, value_name = "PRODUCT", value_delimiter = ',', value_parser = product())]
    pub product: Vec<Product>,

    /// How to show findings: with their lines, for reading; one a line; as JSON, for programs
    #[arg(long, short, value_name = "FORMAT", default_value = "pretty")]
    pub format: Format,

    /// Exit with 1 if there is a finding of this level or above
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub fail_on: FailOn,

    /// More rules: a RON file or a folder of them
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,

    /// Without the built-in rules: only those of --rules
    #[arg(long, requires = "rules")]
    pub no_builtin: bool,

    /// Only these rules, classes or families
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub select: Vec<String>,

    /// All but these rules, classes or families
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub ignore: Vec<String>,

    /// Rewrite what can be rewritten safely, and report what is left
    #[arg(long)]
    pub fix: bool,

    /// With --fix: write no file, print a unified diff of what would be rewritten
    #[arg(long, requires = "fix", conflicts_with_all = ["format", "explain_dropped"])]
    pub dry_run: bool,

    /// Show what was found and excused, with the reason
    #[arg(long)]
    pub explain_dropped: bool,

    /// Number of threads [default: one a core]
    #[arg(long, short = 'j', value_name = "N")]
    pub threads: Option<NonZeroUsize>,

    /// No summary and no progress bar
    #[arg(long, short)]
    pub quiet: bool,

    /// No progress bar
    #[arg(long)]
    pub no_progress: bool,

    /// Match every sentence, even without a candidate (slow; for testing kodai itself)
    #[arg(long, hide = true)]
    pub no_prefilter: bool,
}

#[derive(Debug, Args)]
pub struct TestArgs {
    /// Rule sets to test: RON files or folders of them [default: the built-in ones]
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct RulesArgs {
    /// How to list them: one a line, or as a JSON array
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    pub format: ListFormat,

    /// The wordings that products may use, instead of the rules
    #[arg(long)]
    pub permitted: bool,

    /// More rules: a RON file or a folder of them
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,

    /// Without the built-in rules: only those of --rules
    #[arg(long, requires = "rules")]
    pub no_builtin: bool,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The id of a rule or a permitted wording, as reports and `kodai rules` name it
    #[arg(value_name = "RULE")]
    pub rule: String,

    /// More rules: a RON file or a folder of them
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,

    /// Without the built-in rules: only those of --rules
    #[arg(long, requires = "rules")]
    pub no_builtin: bool,
}

#[derive(Debug, Args)]
pub struct TokensArgs {
    /// A file, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    #[command(flatten)]
    pub read: ReadArgs,
}

/// How files are read.
#[derive(Debug, Default, Args)]
pub struct ReadArgs {
    /// Read the files that are named, and standard input, as this format, whatever their extension
    #[arg(long = "as", value_name = "FORMAT", display_order = 100, value_parser = source_format())]
    pub read_as: Option<source::Format>,

    /// Encoding of the files [default: found out for each] (utf-8, shift_jis, euc-jp, iso-2022-jp, …)
    #[arg(long, value_name = "NAME", display_order = 101, value_parser = encoding)]
    pub encoding: Option<Encoding>,

    /// Columns or keys of CSV, JSON and YAML that are prose: `description`, `seo.title`. Without it, such files are
    /// read only if they are named, and all that is Japanese in them is prose
    #[arg(long, value_name = "NAME", display_order = 102, value_delimiter = ',')]
    pub field: Vec<String>,

    /// Name for standard input; its extension says the format (Markdown without one)
    #[arg(long, value_name = "PATH", display_order = 103)]
    pub stdin_filename: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct EvalArgs {
    /// Labelled sentences (*.txt), articles with *.labels beside them, or folders of them
    /// [default: corpus/sentences/dev]
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,

    /// How to show what was measured: as tables, or as JSON
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    pub format: ListFormat,

    /// What to list one by one
    #[arg(long, value_name = "CASES", default_value = "all")]
    pub list: List,

    /// More rules: a RON file or a folder of them
    #[arg(long, value_name = "PATH")]
    pub rules: Vec<PathBuf>,

    /// Without the built-in rules: only those of --rules
    #[arg(long, requires = "rules")]
    pub no_builtin: bool,
}

// The values of these say what they mean: a line of help for each would only make the help long.

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Pretty,
    Concise,
    Json,
}

impl From<Format> for report::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Pretty => Self::Pretty,
            Format::Concise => Self::Concise,
            Format::Json => Self::Json,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum List {
    All,
    Misses,
    FalseAlarms,
    None,
}

// What a run has to find in order to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

impl FailOn {
    /// Whether a finding of `level` fails the run.
    pub fn reached(self, level: Level) -> bool {
        match self {
            Self::Error => level >= Level::Error,
            Self::Warning => level >= Level::Warning,
            Self::Info => level >= Level::Info,
            Self::Never => false,
        }
    }
}

// The vocabularies belong to the core, which knows no clap: their names are listed here for the help and for "did you
// mean", and parsed by the core.
fn product() -> impl TypedValueParser<Value = Product> {
    PossibleValuesParser::new(Product::ALL.iter().map(|product| product.as_str()))
        .try_map(|name| name.parse::<Product>())
}

fn source_format() -> impl TypedValueParser<Value = source::Format> {
    PossibleValuesParser::new(source::Format::all().map(source::Format::as_str))
        .try_map(|name| name.parse::<source::Format>())
}

fn encoding(name: &str) -> Result<Encoding, String> {
    Encoding::for_label(name).ok_or_else(|| {
        let known: Vec<&str> = Encoding::ALL.iter().map(|encoding| encoding.as_str()).collect();
        format!("known are {}", known.join(", "))
    })
}

fn language() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.iter().map(|language| language.as_str()))
        .try_map(|name| name.parse::<Language>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn lists_may_be_repeated_and_comma_separated() {
        let line = ["kodai", "check", "--product", "clinic,food", "--product=pet", "--select", "a,b", "--select", "c"];
        let Command::Check(args) = Cli::try_parse_from(line).expect("a good command line").command else { panic!() };
        assert_eq!(args.product, [Product::Clinic, Product::Food, Product::Pet]);
        assert_eq!(args.select, ["a", "b", "c"]);
    }
}
