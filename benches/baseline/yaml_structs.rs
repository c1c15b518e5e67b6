//! What the reading of YAML costs at least: every file of a folder to structs, on one thread, and
//! nothing more.
//!
//! `yaml_structs FOLDER`

#[expect(dead_code, reason = "the baseline only reads")]
mod filing;

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        return ExitCode::from(2);
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return ExitCode::FAILURE;
    };
    let mut read = 0;
    for entry in entries.flatten() {
        let Ok(text) = std::fs::read_to_string(entry.path()) else {
            return ExitCode::FAILURE;
        };
        let filing: serde_yaml::Result<filing::Filing> = serde_yaml::from_str(&text);
        if filing.is_err() {
            return ExitCode::FAILURE;
        }
        read += 1;
    }
    if read > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
