//! Comments that allow what is suspect: `# allow L0530: the decree says so`.
//!
//! Beside a line it holds for that line; above a line for the next one; at the margin for the whole item
//! below it. One without a reason allows nothing, and one that allows nothing is told.

use super::{Fix, Lint, warn};
use crate::diagnostic::{Diagnostic, codes};
use crate::source::{SourceFile, SourceId, Sources, Span};
use crate::syntax::notes;

/// A comment that allows.
struct Allowance {
    span: Span,
    codes: Vec<String>,
    reason: bool,
    /// The bytes for which it holds.
    from: u32,
    to: u32,
    used: bool,
}

/// The warnings that nothing allows, and those of the allowances themselves.
pub(super) fn apply(sources: &Sources, found: Vec<Lint>) -> Vec<Lint> {
    let mut allowances: Vec<Allowance> = sources
        .iter()
        .flat_map(|(id, file)| of_file(id, file))
        .collect();
    let mut kept: Vec<Lint> = Vec::new();
    for lint in found {
        let place = lint.diagnostic.primary.span;
        let code = lint.diagnostic.code.code;
        let allowed = allowances.iter_mut().find(|allowance| {
            allowance.span.source == place.source
                && (allowance.from..allowance.to).contains(&place.start)
                && allowance.codes.iter().any(|allowed| allowed == code)
        });
        match allowed {
            Some(allowance) => {
                allowance.used = true;
                if !allowance.reason {
                    kept.push(lint);
                }
            }
            None => kept.push(lint),
        }
    }
    for allowance in &allowances {
        let unknown = |code: &&String| codes::ALL.iter().all(|entry| entry.code != code.as_str());
        if let Some(code) = allowance.codes.iter().find(unknown) {
            let message = format!("there is no code `{code}`");
            let help = "`dictamen explain` lists all codes";
            kept.push(warn(codes::ALLOWS_UNKNOWN, message, allowance.span, help));
        } else if !allowance.reason {
            let message = "what is allowed without a reason is not allowed".to_owned();
            let help = "write why: `# allow L0530: the decree leaves it open`";
            kept.push(warn(
                codes::ALLOWED_WITHOUT_REASON,
                message,
                allowance.span,
                help,
            ));
        } else if !allowance.used {
            let message = "this allows what is not there";
            let diagnostic =
                Diagnostic::warning(codes::ALLOWS_NOTHING, message, allowance.span, "");
            kept.push(Lint {
                diagnostic: diagnostic.help("leave it out"),
                fix: Some(Fix {
                    span: allowance.span,
                    text: String::new(),
                }),
            });
        }
    }
    kept
}

fn of_file(id: SourceId, file: &SourceFile) -> Vec<Allowance> {
    let text = file.text.as_str();
    if !text.contains("allow L") {
        return Vec::new();
    }
    let end_of_line = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    notes(text)
        .into_iter()
        .filter_map(|note| {
            let said = note.text.trim_start_matches('#').trim();
            let rest = said.strip_prefix("allow ")?;
            let (list, reason) = rest.split_once(':').unwrap_or((rest, ""));
            let codes: Vec<String> = list
                .split([',', ' '])
                .filter(|code| !code.is_empty())
                .map(str::to_owned)
                .collect();
            let (from, to) = match note {
                _ if note.beside => (
                    text[..note.start].rfind('\n').map_or(0, |at| at + 1),
                    end_of_line(note.start),
                ),
                _ if note.margin => {
                    // From the next line at the margin that is no comment to the one after it.
                    let mut starts = items(text, end_of_line(note.start));
                    let first = starts.next().unwrap_or(text.len());
                    (first, starts.next().unwrap_or(text.len()))
                }
                _ => {
                    let mut at = end_of_line(note.start);
                    while at < text.len() {
                        let line = text[at..end_of_line(at)].trim();
                        if !line.is_empty() && !line.starts_with('#') {
                            break;
                        }
                        at = end_of_line(at);
                    }
                    (at, end_of_line(at.min(text.len())))
                }
            };
            Some(Allowance {
                span: Span::new(id, note.start, note.start + note.text.len()),
                reason: !reason.trim().is_empty(),
                codes,
                from: u32::try_from(from).unwrap_or(u32::MAX),
                to: u32::try_from(to).unwrap_or(u32::MAX),
                used: false,
            })
        })
        .collect()
}

/// Where the lines at the margin begin, from a byte on; comments and empty lines are none.
fn items(text: &str, from: usize) -> impl Iterator<Item = usize> + '_ {
    let mut at = from;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            at = text[at..]
                .find('\n')
                .map_or(text.len(), |end| start + end + 1);
            let line = &text[start..at];
            if line.starts_with(|c: char| !c.is_whitespace() && c != '#') {
                return Some(start);
            }
        }
        None
    })
}
