//! Rule books, sound and broken, as the checks see them.

use std::fmt::Write as _;

use dictamen::diagnostic::{Diagnostic, Label};
use dictamen::source::Sources;

/// One diagnostic as plain lines.
fn plain(sources: &Sources, found: &Diagnostic) -> String {
    let place = |label: &Label| {
        let file = sources.get(label.span.source);
        let at = file.line_column(label.span.start);
        let path = file.path.to_string_lossy().replace('\\', "/");
        let path = path
            .split("fixtures/check/")
            .last()
            .unwrap_or(&path)
            .to_owned();
        format!(
            "{path}:{}:{} `{}`",
            at.line,
            at.column,
            sources.quote(label.span)
        )
    };
    let mut text = format!("{} {}\n", found.code.code, found.message);
    let _ = writeln!(text, "  {}: {}", place(&found.primary), found.primary.text);
    for label in &found.secondary {
        let _ = writeln!(text, "  also {}: {}", place(label), label.text);
    }
    if let Some(help) = &found.help {
        let _ = writeln!(text, "  help: {help}");
    }
    text
}

#[test]
fn sound_books() {
    insta::glob!("../fixtures/check", "sound/*", |path| {
        let loaded = dictamen::load(path).unwrap();
        let told: String = loaded
            .diagnostics
            .iter()
            .map(|found| plain(&loaded.sources, found))
            .collect();
        assert!(loaded.ir.is_some(), "{told}");
        insta::assert_snapshot!(dictamen::check::listing(&loaded.ir.unwrap(), &loaded.sources));
    });
}
