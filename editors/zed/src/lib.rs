//! Tells Zed how the language server is run.

use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Dictamen;

impl zed::Extension for Dictamen {
    fn new() -> Self {
        Self
    }

    fn language_server_command(
        &mut self,
        _server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Command> {
        let command = worktree
            .which("dictamen")
            .ok_or("no program `dictamen` in the folders of PATH: install it first")?;
        Ok(Command {
            command,
            args: vec!["lsp".to_owned()],
            env: worktree.shell_env(),
        })
    }
}

zed::register_extension!(Dictamen);
