//! The command `kodai`.

fn main() -> std::process::ExitCode {
    kodai::cli::main()
}
