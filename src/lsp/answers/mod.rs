//! What is answered to each request, apart from the protocol around it.

mod actions;
mod cases;
mod completion;
mod diagnostics;
mod formatting;
mod hints;
mod hover;
mod lenses;
mod navigation;
mod outline;
mod rename;
mod tokens;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use lsp_server::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::lsp::analysis::Analysis;
use crate::lsp::documents::Documents;
use crate::lsp::places::{Encoding, Lines, Position, path_of, uri_of};
use crate::lsp::wire::Refusal;
use crate::source::Span;

pub use cases::of_cases;
pub use diagnostics::diagnostics;

/// What an answer is made of.
pub struct Asked<'a> {
    /// The open texts.
    pub documents: &'a Documents,
    /// The rule book, if there is one.
    pub analysis: Option<&'a Analysis>,
    /// How the client counts.
    pub encoding: Encoding,
}

type Answer = fn(&Value, &Asked<'_>) -> Result<Value, Refusal>;

/// The requests that are answered.
const ANSWERS: &[(&str, Answer)] = &[
    ("codeLens/resolve", lenses::resolve),
    ("textDocument/codeAction", actions::actions),
    ("textDocument/codeLens", lenses::lenses),
    ("textDocument/completion", completion::completion),
    ("textDocument/definition", navigation::definition),
    ("textDocument/documentHighlight", navigation::highlight),
    ("textDocument/documentSymbol", outline::document),
    ("textDocument/foldingRange", outline::folding),
    ("textDocument/formatting", formatting::formatting),
    ("textDocument/hover", hover::hover),
    ("textDocument/inlayHint", hints::hints),
    ("textDocument/prepareRename", rename::prepare),
    ("textDocument/references", navigation::references),
    ("textDocument/rename", rename::rename),
    ("textDocument/selectionRange", outline::selection),
    ("textDocument/semanticTokens/full", tokens::tokens),
    ("workspace/symbol", outline::workspace),
];

/// Whether a request is one that is answered here.
pub fn is_known(method: &str) -> bool {
    ANSWERS.iter().any(|(known, _)| *known == method)
}

/// The answer to a request.
pub fn answer(method: &str, params: &Value, asked: &Asked<'_>) -> Result<Value, Refusal> {
    match ANSWERS.iter().find(|(known, _)| *known == method) {
        Some((_, answer)) => answer(params, asked),
        None => Err(Refusal {
            code: ErrorCode::MethodNotFound,
            message: format!("there is no method `{method}`"),
        }),
    }
}

/// What the server can do, as a client is told.
pub fn capabilities(encoding: Encoding) -> Value {
    json!({
        "positionEncoding": match encoding { Encoding::Utf8 => "utf-8", Encoding::Utf16 => "utf-16" },
        "textDocumentSync": {"openClose": true, "change": 2, "save": true},
        "documentFormattingProvider": true,
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "foldingRangeProvider": true,
        "selectionRangeProvider": true,
        "renameProvider": {"prepareProvider": true},
        "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll"]},
        "codeLensProvider": {"resolveProvider": true},
        "inlayHintProvider": true,
        "semanticTokensProvider": {
            "legend": {"tokenTypes": tokens::TYPES, "tokenModifiers": []}, "full": true,
        },
        "completionProvider": {"triggerCharacters": [".", "\"", "{"]},
    })
}

#[derive(Deserialize)]
struct OfPlace {
    #[serde(rename = "textDocument")]
    document: Identifier,
    position: Position,
}

#[derive(Deserialize)]
struct OfDocument {
    #[serde(rename = "textDocument")]
    document: Identifier,
}

#[derive(Deserialize)]
struct Identifier {
    uri: String,
}

/// A text that is asked about.
pub struct Text<'a> {
    /// Its path.
    pub path: PathBuf,
    /// The text itself.
    pub text: Cow<'a, str>,
}

impl Asked<'_> {
    /// The text of a request, and the byte of its place.
    fn place(&self, params: &Value) -> Result<(Text<'_>, usize), Refusal> {
        let OfPlace { document, position } = read(params)?;
        let text = self.text(&document.uri)?;
        let at = Lines::new(&text.text, self.encoding).byte(position);
        Ok((text, at))
    }

    /// The text of a request.
    fn document(&self, params: &Value) -> Result<Text<'_>, Refusal> {
        let OfDocument { document } = read(params)?;
        self.text(&document.uri)
    }

    fn text(&self, uri: &str) -> Result<Text<'_>, Refusal> {
        let path = path_of(uri).ok_or_else(|| Refusal::params(format!("`{uri}` is no file")))?;
        let text = match self.documents.get(&path) {
            Some(document) => Cow::Borrowed(document.text.as_str()),
            None => match std::fs::read_to_string(&path) {
                Ok(text) => Cow::Owned(text),
                Err(_) => {
                    return Err(Refusal::params(format!(
                        "`{uri}` is not open, and cannot be read"
                    )));
                }
            },
        };
        Ok(Text { path, text })
    }

    /// The address under which the client knows a file.
    fn uri(&self, path: &Path) -> String {
        match self.documents.get(path) {
            Some(document) => document.uri.to_string(),
            None => uri_of(path),
        }
    }

    /// A place of the rule book as the protocol writes it.
    fn location(&self, analysis: &Analysis, span: Span) -> Value {
        let file = analysis.loaded.sources.get(span.source);
        let lines = Lines::new(&file.text, self.encoding);
        json!({
            "uri": self.uri(&file.path),
            "range": lines.range(span.start as usize, span.end as usize),
        })
    }
}

/// What a request says, or what is wrong with it.
fn read<'de, T: Deserialize<'de>>(params: &'de Value) -> Result<T, Refusal> {
    T::deserialize(params).map_err(|error| Refusal::params(error.to_string()))
}
