//! Diagnostics as excerpts: the place, the source line underlined, what to write instead.
//!
//! This is the only user of annotate-snippets. Only the lines that matter are handed to it, whole where
//! they are short, so that a rules file of any size is drawn in bounded time and space.

use std::ops::Range;

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity, codes};
use crate::report::json::text as json_text;
use crate::report::style;
use crate::report::text::{clean, counted, grouped, veiled};
use crate::source::{SourceFile, SourceId, Sources};

/// A line of more bytes is shown in part; a guess at what a person still reads.
const LONG_LINE: usize = 400;
/// Who has mended so many sees the next.
const MOST: usize = 200;
/// How many bytes are shown around a place in a long line.
const AROUND: usize = 60;
/// The most bytes of one file that are handed on as they are.
const LARGE_EXCERPT: usize = 64 * 1024;

/// Every diagnostic with its excerpt, in order, coloured.
///
/// Each ends with an empty line; [`count_line`] says how many there were.
pub fn excerpts(diagnostics: &[Diagnostic], sources: &Sources, columns: usize) -> String {
    let renderer = Renderer::styled().term_width(columns);
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(MOST) {
        let drawn = renderer.render(&[group(diagnostic, sources)]);
        // A part of a line comes under an origin of its own, and a second one without a path is drawn
        // for it: the only line that is nothing but that mark.
        for line in drawn
            .lines()
            .filter(|line| style::strip(line).trim() != ":::")
        {
            text.push_str(line);
            text.push('\n');
        }
        text.push('\n');
    }
    let more = diagnostics.len().saturating_sub(MOST) as u64;
    if more > 0 {
        text.push_str(&format!("and {} more\n\n", grouped(more)));
    }
    text
}

/// `2 errors and 1 warning`, coloured, `more than` where a file has more than are told; nothing where there
/// is none.
pub fn count_line(diagnostics: &[Diagnostic]) -> Option<String> {
    let (errors, warnings) = counts(diagnostics);
    let errors_said = style::paint(style::BAD, &counted(errors, "error", "errors"));
    let warnings_said = style::paint(style::CAUTION, &counted(warnings, "warning", "warnings"));
    let more = diagnostics
        .iter()
        .any(|found| found.code == codes::TOO_MANY_MISTAKES);
    let said = match (errors, warnings) {
        (0, 0) => return None,
        (_, 0) => errors_said,
        (0, _) => warnings_said,
        _ => format!("{errors_said} and {warnings_said}"),
    };
    Some(if more {
        format!("at least {said}")
    } else {
        said
    })
}

/// How many errors and how many warnings there are.
pub fn counts(diagnostics: &[Diagnostic]) -> (u64, u64) {
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .count() as u64;
    (errors, diagnostics.len() as u64 - errors)
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(clean(&diagnostic.message))
        .id(diagnostic.code.code);
    let mut group = Group::with_title(title);
    for (source, labels) in by_source(diagnostic) {
        let file = sources.get(source);
        match excerpt(file, &labels) {
            Some(snippet) => group = group.element(snippet),
            None => {
                for (label, kind) in labels {
                    group = part_of_line(group, file, label, kind);
                }
            }
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    group
}

/// The labels of each text, the main one's text first.
fn by_source(diagnostic: &Diagnostic) -> Vec<(SourceId, Vec<(&Label, AnnotationKind)>)> {
    let main = (&diagnostic.primary, AnnotationKind::Primary);
    let mut groups = vec![(diagnostic.primary.span.source, vec![main])];
    for label in &diagnostic.secondary {
        let entry = (label, AnnotationKind::Context);
        match groups.iter_mut().find(|(id, _)| *id == label.span.source) {
            Some((_, labels)) => labels.push(entry),
            None => groups.push((label.span.source, vec![entry])),
        }
    }
    groups
}

/// The lines from the first label's to the last one's; nothing if that is too much to draw.
fn excerpt<'a>(
    file: &'a SourceFile,
    labels: &[(&'a Label, AnnotationKind)],
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let text = &file.text;
    let ranges: Vec<Range<usize>> = labels.iter().map(|(label, _)| range(text, label)).collect();
    let first = ranges.iter().map(|range| range.start).min()?;
    let last = ranges.iter().map(|range| range.end).max()?;
    let start = line_start(text, first);
    let end = line_end(text, last);
    let shown = &text[start..end];
    if shown.len() > LARGE_EXCERPT || shown.split('\n').any(|line| line.len() > LONG_LINE) {
        return None;
    }
    let line = file
        .line_column(u32::try_from(start).unwrap_or(u32::MAX))
        .line;
    let annotations = labels.iter().zip(ranges).map(|((label, kind), range)| {
        let words = (!label.text.is_empty()).then(|| clean(&label.text));
        kind.span(range.start - start..range.end - start)
            .label(words)
    });
    Some(
        Snippet::source(veiled(shown))
            .path(path(file))
            .line_start(line)
            .annotations(annotations),
    )
}

/// One label with what stands around it in its line.
fn part_of_line<'a>(
    group: Group<'a>,
    file: &'a SourceFile,
    label: &'a Label,
    kind: AnnotationKind,
) -> Group<'a> {
    let text = &file.text;
    let range = range(text, label);
    let place = file.line_column(u32::try_from(range.start).unwrap_or(u32::MAX));
    let line = line_start(text, range.start)..line_end(text, range.start);
    let end = range.end.clamp(range.start, line.end);
    let shown_end = boundary(text, end.min(range.start + AROUND).max(range.start));
    let from = boundary(text, range.start.saturating_sub(AROUND).max(line.start));
    let to = boundary(text, (shown_end + AROUND).min(line.end));
    let before = if from > line.start { "…" } else { "" };
    let after = if to < line.end { "…" } else { "" };
    let shown = format!("{before}{}{after}", veiled(&text[from..to]));
    let at = before.len() + range.start - from;
    let words = (!label.text.is_empty()).then(|| clean(&label.text));
    let annotation = kind.span(at..at + shown_end - range.start).label(words);
    let origin = Origin::path(path(file))
        .line(place.line)
        .char_column(place.column);
    group.element(origin).element(
        Snippet::source(shown)
            .line_start(place.line)
            .annotation(annotation),
    )
}

fn path(file: &SourceFile) -> String {
    clean(&file.path.to_string_lossy()).into_owned()
}

/// A label's bytes, brought inside the text and to whole characters.
fn range(text: &str, label: &Label) -> Range<usize> {
    let start = boundary(text, label.span.start as usize);
    let end = boundary(text, label.span.end as usize).max(start);
    start..end
}

/// The last start of a character at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |before| before + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |after| at + after)
}

/// The diagnostics as a JSON array, one object a line.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = Vec::new();
    out.push(b'[');
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"\n  " } else { b",\n  " });
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        out.extend_from_slice(b"{\"code\":");
        json_text(&mut out, diagnostic.code.code);
        out.extend_from_slice(b",\"severity\":");
        json_text(&mut out, severity);
        out.extend_from_slice(b",\"message\":");
        json_text(&mut out, &diagnostic.message);
        out.push(b',');
        json_label(&mut out, &diagnostic.primary, sources);
        out.extend_from_slice(b",\"also\":[");
        for (at, label) in diagnostic.secondary.iter().enumerate() {
            out.extend_from_slice(if at == 0 { b"{" } else { b",{" });
            json_label(&mut out, label, sources);
            out.push(b'}');
        }
        out.extend_from_slice(b"],\"help\":");
        match &diagnostic.help {
            Some(help) => json_text(&mut out, help),
            None => out.extend_from_slice(b"null"),
        }
        out.push(b'}');
    }
    out.extend_from_slice(if diagnostics.is_empty() { b"]" } else { b"\n]" });
    String::from_utf8_lossy(&out).into_owned()
}

fn json_label(out: &mut Vec<u8>, label: &Label, sources: &Sources) {
    let file = sources.get(label.span.source);
    let start = file.line_column(label.span.start);
    let end = file.line_column(label.span.end);
    out.extend_from_slice(b"\"file\":");
    json_text(out, &file.path.to_string_lossy());
    let places = format!(
        ",\"line\":{},\"column\":{},\"end_line\":{},\"end_column\":{},\"label\":",
        start.line, start.column, end.line, end.column
    );
    out.extend_from_slice(places.as_bytes());
    json_text(out, &label.text);
}
