//! The lines of a ruleset, clause, definition, indicator or parameter.
//!
//! A line begins with words that can begin nothing else, so that the text is cut into lines wherever
//! those words stand, and each line is read alone.

use super::explain::list;
use super::grammar::{Rule, is_reserved, spelled};
use super::reader::Reader;
use super::scan::{Kind, Token};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::source::Span;

/// A line that an item may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineKind {
    /// Its first word.
    pub(super) word: Rule,
    /// Its second word, without which the first is not the beginning of this line.
    pub(super) second: Option<Rule>,
    /// What it is read as.
    pub(super) rule: Rule,
    /// Its place among the lines; lines of one place exclude each other.
    pub(super) rank: usize,
    /// Whether it may stand more than once.
    pub(super) many: bool,
}

/// A line that stands: what it is, and where its words are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// What it is.
    pub(super) kind: LineKind,
    /// Its words, the first ones included.
    pub(super) tokens: &'a [Token],
}

const fn once(word: Rule, rule: Rule, rank: usize) -> LineKind {
    LineKind {
        word,
        second: None,
        rule,
        rank,
        many: false,
    }
}

const fn two_words(word: Rule, second: Rule, rule: Rule, rank: usize) -> LineKind {
    LineKind {
        word,
        second: Some(second),
        rule,
        rank,
        many: false,
    }
}

const EXCEPT: LineKind = LineKind {
    many: true,
    ..once(Rule::word_except, Rule::except_line, 10)
};

/// The lines of a clause, in their order.
pub(super) const CLAUSE: &[LineKind] = &[
    once(Rule::word_text, Rule::text_line, 0),
    once(Rule::word_cites, Rule::cites_line, 1),
    once(Rule::word_authority, Rule::authority_line, 2),
    once(Rule::word_binds, Rule::binds_line, 3),
    once(Rule::word_severity, Rule::severity_line, 4),
    once(Rule::word_review, Rule::review_line, 5),
    two_words(Rule::word_for, Rule::word_each, Rule::for_each_line, 6),
    once(Rule::word_governed, Rule::governed_line, 7),
    once(Rule::word_applies, Rule::applies_line, 8),
    EXCEPT,
    once(Rule::word_requires, Rule::requires_line, 11),
    two_words(Rule::word_not, Rule::word_judged, Rule::not_judged_line, 11),
    once(Rule::word_otherwise, Rule::otherwise_line, 12),
    once(Rule::word_remedy, Rule::remedy_line, 13),
];

/// The lines of an amendment of a clause: those of a clause, and what takes one away.
pub(super) fn amended_clause() -> Vec<LineKind> {
    let drops = LineKind {
        many: true,
        ..once(Rule::soft_drops, Rule::drops_line, 14)
    };
    CLAUSE.iter().copied().chain([drops]).collect()
}

/// The lines of a ruleset.
pub(super) const RULESET: &[LineKind] = &[
    once(Rule::word_title, Rule::title_line, 0),
    once(Rule::word_published, Rule::published_line, 1),
    two_words(Rule::word_in, Rule::word_force, Rule::in_force_line, 2),
    once(Rule::soft_draft, Rule::draft_line, 2),
    two_words(Rule::word_for, Rule::word_years, Rule::for_years_line, 3),
    once(Rule::soft_consulted, Rule::consulted_line, 6),
    once(Rule::word_review, Rule::review_line, 4),
    once(Rule::word_applies, Rule::applies_line, 5),
    EXCEPT,
];

/// The lines of an indicator.
pub(super) const INDICATOR: &[LineKind] = &[
    once(Rule::word_review, Rule::review_line, 0),
    once(Rule::word_cites, Rule::cites_line, 1),
    once(Rule::word_value, Rule::value_line, 2),
    once(Rule::word_total, Rule::total_line, 3),
];

/// The lines after the value of a parameter or a definition.
pub(super) const SOURCES: &[LineKind] = &[
    once(Rule::word_review, Rule::review_line, 0),
    once(Rule::word_cites, Rule::cites_line, 1),
];

/// The lines of the head of a translation.
pub(super) const TRANSLATION: &[LineKind] = &[once(Rule::word_title, Rule::title_line, 0)];

/// The lines of a clause in a translation.
pub(super) const TRANSLATED_CLAUSE: &[LineKind] = &[
    once(Rule::word_text, Rule::text_line, 0),
    once(Rule::word_otherwise, Rule::otherwise_line, 1),
    once(Rule::word_remedy, Rule::remedy_line, 2),
];

/// The lines after the one value of a parameter.
pub(super) const PARAMETER: &[LineKind] = &[
    LineKind {
        many: true,
        ..once(Rule::soft_reading, Rule::reading_line, 0)
    },
    once(Rule::word_review, Rule::review_line, 1),
    once(Rule::word_cites, Rule::cites_line, 2),
];

/// The lines of a dated parameter.
pub(super) const DATED: &[LineKind] = &[
    LineKind {
        many: true,
        ..once(Rule::word_from, Rule::from_line, 0)
    },
    once(Rule::word_until, Rule::until_line, 1),
    once(Rule::word_review, Rule::review_line, 2),
    once(Rule::word_cites, Rule::cites_line, 3),
];

/// The first words of these lines.
pub(super) fn first_words(kinds: &[LineKind]) -> Vec<Rule> {
    kinds.iter().map(|kind| kind.word).collect()
}

/// Cuts an item into what stands before its first line, and its lines.
pub(super) fn split<'a>(
    reader: &Reader,
    tokens: &'a [Token],
    kinds: &[LineKind],
) -> (&'a [Token], Vec<Line<'a>>) {
    let mut starts: Vec<(usize, LineKind)> = Vec::new();
    let mut cited = false;
    for (at, token) in tokens.iter().enumerate().skip(1) {
        let Some(kind) = begins(reader, tokens, at, kinds) else {
            continue;
        };
        // A citation right after an exception is the exception's.
        let within_exception = starts
            .last()
            .is_some_and(|(_, kind)| kind.rule == Rule::except_line);
        if kind.rule == Rule::cites_line && within_exception && !cited {
            cited = true;
            continue;
        }
        cited = false;
        debug_assert!(token.kind == Kind::Word);
        starts.push((at, kind));
    }
    let header = starts.first().map_or(tokens.len(), |(at, _)| *at);
    let ends = starts
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([tokens.len()]);
    let lines = starts.iter().zip(ends);
    let lines = lines.map(|((start, kind), end)| Line {
        kind: *kind,
        tokens: &tokens[*start..end],
    });
    (&tokens[..header], lines.collect())
}

/// The line that begins at a token, if one does.
fn begins(reader: &Reader, tokens: &[Token], at: usize, kinds: &[LineKind]) -> Option<LineKind> {
    let rule = |at: usize| tokens.get(at)?.word;
    let first = rule(at)?;
    if !is_reserved(first) && !begins_softly(reader, tokens, at) {
        return None;
    }
    // After a dot a word is a field's name, and after `drops` it names the line that is taken away.
    // A full stop at the end of a line is a slip, and takes in nothing of the next one.
    let after_dot = reader.text_of(&tokens[at - 1]) == "." && !tokens[at].first
        || tokens[at - 1].word == Some(Rule::soft_drops) && tokens[at - 1].first;
    let kind = kinds.iter().find(|kind| {
        kind.word == first
            && kind
                .second
                .is_none_or(|second| rule(at + 1) == Some(second))
    });
    kind.filter(|_| !after_dot).copied()
}

/// A word that may be a name elsewhere begins a line only where one begins, before what is no operator.
fn begins_softly(reader: &Reader, tokens: &[Token], at: usize) -> bool {
    let next = tokens.get(at + 1).filter(|next| !next.first);
    let fits = match (tokens[at].word, next) {
        (Some(Rule::soft_draft), next) => next.is_none(),
        (Some(Rule::soft_drops), next) => next.is_none_or(|next| next.kind == Kind::Word),
        (_, Some(next)) => next.kind != Kind::Sign || reader.text_of(next) == "-",
        // What should follow is told to be missing.
        (_, None) => true,
    };
    tokens[at].first && fits
}

/// Reports the lines that stand twice or out of their order, and gives those that are left.
pub(super) fn in_order<'a>(reader: &mut Reader, lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    let kept = at_most_once(reader, lines);
    for (moved, before) in out_of_place(&kept) {
        out_of_order(reader, &kept[moved], &kept[before]);
    }
    kept
}

/// Reports the lines that stand twice, and gives those that are left.
pub(super) fn at_most_once<'a>(reader: &mut Reader, lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    let mut seen: Vec<Line> = Vec::new();
    let mut kept: Vec<Line<'a>> = Vec::new();
    for line in lines {
        let rank = line.kind.rank;
        match seen.iter().find(|other| other.kind.rank == rank) {
            Some(first) if !line.kind.many => twice(reader, first, &line),
            Some(_) => kept.push(line),
            None => {
                seen.push(line);
                kept.push(line);
            }
        }
    }
    kept
}

/// The lines outside of a longest run in order, each with the line that it belongs before or after.
fn out_of_place(lines: &[Line]) -> Vec<(usize, usize)> {
    // For each rank, the length of the longest run that ends with it, and the line that ends it.
    let ranks = lines
        .iter()
        .map(|line| line.kind.rank + 1)
        .max()
        .unwrap_or(0);
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); ranks];
    let mut came_from: Vec<Option<usize>> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let up_to = &best[..=line.kind.rank];
        let (length, last) =
            up_to.iter().rev().fold(
                (0, None),
                |most, run| if run.0 > most.0 { *run } else { most },
            );
        came_from.push(last);
        best[line.kind.rank] = (length + 1, Some(at));
    }
    let mut in_place = vec![false; lines.len()];
    let mut at = best
        .iter()
        .fold(
            (0, None),
            |most, run| if run.0 > most.0 { *run } else { most },
        )
        .1;
    while let Some(here) = at {
        in_place[here] = true;
        at = came_from[here];
    }
    let rank_of = |at: usize| lines[at].kind.rank;
    let mut firsts: Vec<Option<usize>> = vec![None; ranks];
    let mut lasts: Vec<Option<usize>> = vec![None; ranks];
    for at in (0..lines.len()).filter(|at| in_place[*at]) {
        firsts[rank_of(at)].get_or_insert(at);
        lasts[rank_of(at)] = Some(at);
    }
    let moved = (0..lines.len()).filter(|at| !in_place[*at]);
    moved
        .filter_map(|at| {
            let rank = rank_of(at);
            let above = firsts[rank + 1..]
                .iter()
                .flatten()
                .find(|other| **other < at);
            let below = || {
                lasts[..rank]
                    .iter()
                    .rev()
                    .flatten()
                    .find(|other| **other > at)
            };
            Some((at, *above.or_else(below)?))
        })
        .collect()
}

impl Line<'_> {
    /// The words that begin the line, as written: `for each`.
    fn words(&self) -> String {
        let second = self.kind.second.or(match self.kind.word {
            Rule::word_applies | Rule::word_except => Some(Rule::word_when),
            Rule::word_governed => Some(Rule::word_by),
            _ => None,
        });
        match second {
            Some(second) => format!("{} {}", spelled(self.kind.word), spelled(second)),
            None => spelled(self.kind.word).to_owned(),
        }
    }

    /// Where the words that begin the line stand.
    pub(super) fn head(&self, reader: &Reader) -> Span {
        let length = if self.words().contains(' ') { 2 } else { 1 };
        reader.tokens_span(&self.tokens[..length.min(self.tokens.len())])
    }
}

fn twice(reader: &mut Reader, first: &Line, second: &Line) {
    let (one, two) = (first.words(), second.words());
    let message = if one == two {
        format!("a second `{two}` line")
    } else {
        format!("`{two}` and `{one}` exclude each other")
    };
    let error = Diagnostic::error(codes::LINE_TWICE, message, second.head(reader), "")
        .also(first.head(reader), "the first one");
    reader.tell(error.help("keep one of them"));
}

fn out_of_order(reader: &mut Reader, moved: &Line, other: &Line) {
    let (line, by) = (moved.words(), other.words());
    let side = if moved.kind.rank < other.kind.rank {
        "before"
    } else {
        "after"
    };
    let message = format!("`{line}` belongs {side} `{by}`");
    let error = Diagnostic::error(
        codes::LINE_ORDER,
        message,
        moved.head(reader),
        "out of its place",
    )
    .also(other.head(reader), format!("it belongs {side} this line"));
    reader.tell(error.help("the lines of an item always stand in the same order"));
}

/// Reports a line whose first word is none of these.
pub(super) fn unknown_first_word(reader: &mut Reader, line: &[Token], words: &[Rule]) -> bool {
    let Some(first) = line.first() else {
        return false;
    };
    let text = reader.text_of(first);
    if first.word.is_some_and(|rule| words.contains(&rule)) {
        return false;
    }
    let known = || words.iter().map(|rule| spelled(*rule));
    let message = format!("no line here begins with `{text}`");
    let lowered = text.to_lowercase();
    let meant = super::wordings::line_meant(&lowered, words);
    let help = match meant.or_else(|| nearest(&lowered, known())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let words: Vec<String> = known().map(|word| format!("`{word}`")).collect();
            format!("the lines are {}", list(&words, "and"))
        }
    };
    let span = reader.token_span(first);
    reader.error(codes::UNKNOWN_LINE, message, span, "", &help);
    true
}
