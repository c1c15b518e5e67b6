//! The program: hands its arguments to the command line of the library.

use std::process::ExitCode;

/// Many threads fill and drop columns; this allocator keeps them out of each other's way.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    dictamen::cli::run(std::env::args_os())
}
