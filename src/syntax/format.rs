//! A rules file in the one layout of the language, with its comments.
//!
//! Comes in: a text. Goes out: the same tree printed, each comment where it stood: beside what stood
//! before it on its line, or above what came next. A text with mistakes is left alone.
//!
//! Invariants: the tree is the same, no comment is lost, and a text that was formatted is formatted
//! already.

use super::comments::{Comment, became, comments};
use super::print::print_around;
use super::scan::{Stop, Token, scan};
use super::{parse, tree};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;
use unicode_width::UnicodeWidthStr;

/// Why a text was left alone.
#[derive(Debug, Clone, PartialEq)]
pub enum Unformatted {
    /// It has mistakes, which are these.
    Mistakes(Vec<Diagnostic>),
    /// Its layout could not be found without changing what it says.
    Unsettled,
}

/// Layouts that follow from each other before one is taken to have no end.
const ROUNDS: usize = 6;

/// A text in the one layout.
pub fn format(source: SourceId, text: &str) -> Result<String, Unformatted> {
    let mut before = text.to_owned();
    // A comment that has moved may move a break, and the other way round: that settles at once, or
    // once more.
    for _ in 0..ROUNDS {
        let after = laid_out(source, &before)?;
        if after == before {
            return Ok(after);
        }
        before = after;
    }
    Err(Unformatted::Unsettled)
}

fn laid_out(source: SourceId, text: &str) -> Result<String, Unformatted> {
    let parsed = parse(source, text);
    if !parsed.diagnostics.is_empty() {
        return Err(Unformatted::Mistakes(parsed.diagnostics));
    }
    let tokens = tokens_of(text);
    let (notes, apart) = comments(text, &tokens);
    let places: Vec<u32> = notes
        .iter()
        .map(|note| u32::try_from(note.start).unwrap_or(u32::MAX))
        .collect();
    let printed = print_around(&parsed.file, &places);
    let printed_tokens = tokens_of(&printed);
    let matched = became((text, &tokens), (&printed, &printed_tokens));
    let mut page = Page::new(&printed, &printed_tokens);
    for note in &notes {
        page.put(note, &tokens, &matched);
    }
    for (at, apart) in apart.iter().enumerate().take(tokens.len()) {
        page.part(*apart, matched[at]);
    }
    let out = page.written();
    let again = parse(source, &out);
    let kept = |text: &str| {
        let mut texts: Vec<String> = comments(text, &tokens_of(text))
            .0
            .iter()
            .flat_map(|note| note.text.split('#').map(|text| text.trim().to_owned()))
            .filter(|text| !text.is_empty())
            .collect();
        texts.sort_unstable();
        texts
    };
    if again.diagnostics.is_empty()
        && tree::list(&again.file) == tree::list(&parsed.file)
        && kept(&out) == kept(text)
    {
        Ok(out)
    } else {
        Err(Unformatted::Unsettled)
    }
}

fn tokens_of(text: &str) -> Vec<Token> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    scan(text, start..text.len(), Stop::Item)
}

/// A line of what was printed, with what stands around it.
#[derive(Debug, Default)]
struct Line<'p> {
    /// Comments and empty lines above it, each as it is written.
    above: Vec<String>,
    /// The line itself.
    text: &'p str,
    /// What stands at its end.
    beside: Vec<&'p str>,
    /// Comments at the end of its item.
    below: Vec<String>,
    /// Whether an empty line stands right above it.
    apart: bool,
}

/// What was printed, line by line, and the lines of its tokens.
struct Page<'p> {
    lines: Vec<Line<'p>>,
    /// Of each token the line on which it begins and that on which it ends.
    places: Vec<(usize, usize)>,
    tokens: &'p [Token],
    /// Comments at the end of the file.
    end: Vec<String>,
}

impl<'p> Page<'p> {
    fn new(printed: &'p str, tokens: &'p [Token]) -> Page<'p> {
        let mut lines: Vec<Line> = Vec::new();
        let mut starts = Vec::new();
        let mut at = 0;
        let mut empty = false;
        for text in printed.lines() {
            if text.is_empty() {
                empty = true;
            } else {
                starts.push(at);
                lines.push(Line {
                    text,
                    apart: std::mem::take(&mut empty),
                    ..Line::default()
                });
            }
            at += text.len() + 1;
        }
        let line_of = |byte: usize| starts.partition_point(|start| *start <= byte).max(1) - 1;
        let places = tokens
            .iter()
            .map(|token| (line_of(token.start), line_of(token.end.max(1) - 1)))
            .collect();
        Page {
            lines,
            places,
            tokens,
            end: Vec::new(),
        }
    }

    /// Puts a comment where it stood.
    fn put(&mut self, note: &Comment<'p>, tokens: &[Token], matched: &[Option<usize>]) {
        let before = (0..note.before).rev().find_map(|at| matched[at]);
        let after = (note.before..tokens.len()).find_map(|at| Some((at, matched[at]?)));
        if let (true, Some(before)) = (note.beside, before) {
            // Where `and` ends a line, it begins the next one in this layout; what was said beside it
            // was said of what stands before it.
            let began = self.tokens[before].first && !tokens[note.before - 1].first;
            let before = if began { before.max(1) - 1 } else { before };
            let line = self.places[before].1;
            self.lines[line].beside.push(note.text);
            return;
        }
        let ends_item = after.is_none_or(|(at, _)| tokens[at].margin);
        if let (true, false, false, Some(before)) = (ends_item, note.margin, note.apart, before) {
            let line = self.places[before].1;
            self.lines[line].below.push(format!("  {}", note.text));
            return;
        }
        let Some((_, after)) = after else {
            if note.apart || self.end.is_empty() && !self.lines.is_empty() {
                self.end.push(String::new());
            }
            self.end.push(note.text.to_owned());
            return;
        };
        let line = self.places[after].0;
        let indent = self.lines[line].text.len() - self.lines[line].text.trim_start().len();
        let item = indent == 0;
        let above = &mut self.lines[line].above;
        if note.apart && (!above.is_empty() || line > 0 && !item && indent <= 2) {
            above.push(String::new());
        }
        above.push(format!("{}{}", " ".repeat(indent), note.text));
    }

    /// Keeps one empty line above an entry or an item.
    fn part(&mut self, apart: bool, became: Option<usize>) {
        let Some(became) = became.filter(|at| apart && self.tokens[*at].first) else {
            return;
        };
        let line = &mut self.lines[self.places[became].0];
        let indent = line.text.len() - line.text.trim_start().len();
        if indent == 0 && !line.above.is_empty() {
            line.above.push(String::new());
        } else if indent <= 2 {
            line.apart = true;
        }
    }

    fn written(self) -> String {
        let columns = columns(&self.lines);
        let mut out = String::new();
        let push = |out: &mut String, line: &str| {
            out.push_str(line.trim_end());
            out.push('\n');
        };
        for (at, line) in self.lines.iter().enumerate() {
            let indented = line.text.starts_with(' ');
            // An empty line between comments and an entry stands where it stood, else above them all.
            let between = line.apart && indented && !line.above.is_empty();
            if line.apart && at > 0 && !between {
                push(&mut out, "");
            }
            let above = line.above.iter();
            above.for_each(|above| push(&mut out, above));
            if between {
                push(&mut out, "");
            }
            let mut text = line.text.to_owned();
            if !line.beside.is_empty() {
                let column = columns[at].max(text.width() + 2);
                text.extend(std::iter::repeat_n(' ', column - text.width()));
                text.push_str(&line.beside.join(" "));
            }
            push(&mut out, &text);
            line.below.iter().for_each(|below| push(&mut out, below));
        }
        let end = self.end.iter();
        end.for_each(|line| push(&mut out, line));
        out
    }
}

/// The column at which the comment beside each line begins: one for the lines that stand together.
fn columns(lines: &[Line]) -> Vec<usize> {
    let mut columns = Vec::with_capacity(lines.len());
    let mut start = 0;
    while start < lines.len() {
        let indent = |line: &Line| line.text.len() - line.text.trim_start().len();
        let apart = |line: &Line| line.apart || !line.above.is_empty();
        let more = lines[start + 1..].iter();
        let length = 1 + more
            .take_while(|line| indent(line) == indent(&lines[start]) && !apart(line))
            .count();
        let together = &lines[start..start + length];
        let noted = || together.iter().filter(|line| !line.beside.is_empty());
        let column = noted().map(|line| line.text.width() + 2).max().unwrap_or(0);
        let fits =
            noted().all(|line| column + line.beside.join(" ").width() <= super::layout::WIDTH);
        columns.extend(std::iter::repeat_n(if fits { column } else { 0 }, length));
        start += length;
    }
    columns
}
