//! The program `rasd`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
