//! Paths, values and messages of the rules in words that a person outside the project understands.

use crate::check::ir::{Ir, MessagePart};
use crate::report::letter::words::Words;
use crate::report::text::clean;

/// `contracts[C-1].signed_on` as `contracts C-1, signed on`; `contracts[C-1], three_layers` with the label
/// of the member.
pub fn path(ir: &Ir, path: &str, words: &Words) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        // A step ends before a key, a dot or a comma; a key ends with a bracket before one of those.
        let end = rest.find(['[', '.', ',']).unwrap_or(rest.len());
        let name = rest[..end].trim();
        if !name.is_empty() {
            parts.push(member(ir, name).unwrap_or_else(|| spaced(name)));
        }
        rest = &rest[end..];
        if let Some(key) = rest.strip_prefix('[') {
            let close = key
                .match_indices(']')
                .map(|(at, _)| at)
                .find(|at| matches!(key.as_bytes().get(at + 1), None | Some(b'.' | b',')));
            let close = close.unwrap_or(key.len());
            let row = match &key[..close] {
                "?" => words.none_filed.to_owned(),
                key => clean(key).into_owned(),
            };
            match parts.last_mut() {
                Some(last) => *last = format!("{last} {row}"),
                None => parts.push(row),
            }
            rest = key.get(close + 1..).unwrap_or("");
        }
        rest = rest.trim_start_matches(['.', ',', ' ']);
    }
    parts.join(", ")
}

/// The label of a member that one enum alone has.
fn member(ir: &Ir, name: &str) -> Option<String> {
    let members = ir.vocabulary.enums.iter().flat_map(|one| &one.members);
    let mut named = members.filter(|member| member.name == name);
    let found = named.next()?;
    let label = clean(&found.label).into_owned();
    named.next().is_none().then_some(label)
}

/// `signed_on` as `signed on`.
fn spaced(name: &str) -> String {
    clean(&name.replace('_', " ")).into_owned()
}

/// What the rules call by a name: `c.signed_on` is `signed on`. Nothing for an operation or a number, which
/// say how it was judged and not what was filed.
pub fn field(expression: &str) -> Option<String> {
    let mut steps = expression.split('.');
    let first = steps.next()?;
    let named = |step: &str| {
        let mut letters = step.chars();
        let begins = letters.next().is_some_and(char::is_alphabetic);
        begins && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    if !named(first) || matches!(first, "true" | "false") {
        return None;
    }
    let rest: Vec<&str> = steps.collect();
    if !rest.iter().all(|step| named(step)) {
        return None;
    }
    let shown = match rest.as_slice() {
        [] => spaced(first),
        // The first step is a variable of the rule where it is a letter or two.
        _ if first.chars().count() <= 2 => join(&rest),
        _ => format!("{}, {}", spaced(first), join(&rest)),
    };
    Some(shown)
}

fn join(steps: &[&str]) -> String {
    let steps: Vec<String> = steps.iter().map(|step| spaced(step)).collect();
    steps.join(", ")
}

/// A value as a person says it.
pub fn plain<'v>(value: &'v str, words: &'static Words) -> &'v str {
    match value {
        "true" => words.yes,
        "false" => words.no,
        "none" => words.none,
        "?" => words.unknown,
        other => other,
    }
}

/// A message whose values are said as a person says them. `parts` are what it was made of; where it does
/// not follow them, as a title does, it stays as it is.
pub fn phrase(parts: &Option<Vec<MessagePart>>, message: &str, words: &'static Words) -> String {
    let said = parts.as_ref().and_then(|parts| {
        let mut out = String::new();
        let mut rest = message;
        let mut parts = parts.iter().peekable();
        while let Some(part) = parts.next() {
            match part {
                MessagePart::Text(text) => {
                    rest = rest.strip_prefix(text.as_str())?;
                    out.push_str(text);
                }
                MessagePart::Expr(_) => {
                    // The value ends where the next words begin.
                    let end = match parts.peek() {
                        None => rest.len(),
                        Some(MessagePart::Text(text)) => rest.find(text.as_str())?,
                        Some(MessagePart::Expr(_)) => return None,
                    };
                    out.push_str(plain(&rest[..end], words));
                    rest = &rest[end..];
                }
            }
        }
        rest.is_empty().then_some(out)
    });
    clean(said.as_deref().unwrap_or(message)).into_owned()
}
