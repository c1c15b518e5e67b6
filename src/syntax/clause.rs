//! Clauses.

use super::ast::{
    Amends, Clause, ClauseBody, ClauseLine, ClauseLines, ClauseSeverity, Exception, Expr, ForEach,
    Item, Message, Name, ProvisionBody, Text, Verb,
};
use super::build::Builder;
use super::entries::piece;
use super::expression;
use super::grammar::Rule;
use super::lines::{self, CLAUSE, Line};
use super::quoted;
use super::reader::Reader;
use super::scan::Token;
use crate::diagnostic::codes;
use pest::iterators::{Pair, Pairs};

/// `replaces clause petic.cap "…"` and its lines.
///
/// A clause of which a line could not be read is kept without that line, so that what names it is not
/// reported as well; without its `for each`, it is kept without what reads the rows.
pub(super) fn clause(reader: &mut Reader, tokens: &[Token]) -> Option<(Verb, ProvisionBody)> {
    let (header, found) = lines::split(reader, tokens, CLAUSE);
    let words = lines::first_words(CLAUSE);
    let told = reader.diagnostics.len();
    let head = piece(
        reader,
        Rule::clause_header,
        header,
        &words,
        |builder, mut pairs| {
            let verb = verb(&mut pairs)?;
            let id = builder.name(&pairs.nth(1)?);
            let title = builder.worded(pairs.next()?)?;
            Some((verb, id, title))
        },
    );
    let found = lines::in_order(reader, found);
    let has = |rank: usize| found.iter().any(|line| line.kind.rank == rank);
    let (cited, asked) = (has(1), has(11));
    let mut read = ClauseLines::default();
    let mut rows_lost = false;
    for line in &found {
        let sound = piece(
            reader,
            line.kind.rule,
            line.tokens,
            &words,
            |builder, pairs| read_line(builder, pairs, line, &mut read),
        );
        rows_lost |= sound.is_none() && line.kind.rule == Rule::for_each_line;
    }
    let (verb, id, title) = head?;
    if unknown_line_since(reader, told) {
        rows_lost |= read.for_each.is_none();
    } else {
        missing(
            reader,
            &id,
            cited,
            asked,
            found.iter().any(|line| line.kind.rule == Rule::except_line),
        );
    }
    if rows_lost {
        read = ClauseLines {
            cites: read.cites,
            ..ClauseLines::default()
        };
    }
    let nothing = || Text {
        value: String::new(),
        span: id.span,
        inserted: Vec::new(),
    };
    let clause = Clause {
        cites: read.cites.unwrap_or_else(nothing),
        body: read
            .body
            .unwrap_or_else(|| ClauseBody::NotJudged(nothing())),
        id,
        title,
        text: read.text,
        authority: read.authority,
        binds: read.binds,
        severity: read.severity,
        review: read.review,
        for_each: read.for_each,
        governed: read.governed,
        applies: read.applies,
        exceptions: read.exceptions,
        otherwise: read.otherwise,
        remedy: read.remedy,
    };
    Some((verb, ProvisionBody::Clause(Box::new(clause))))
}

/// `amends clause petic.cap` and the lines that it changes.
pub(super) fn amends(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let span = reader.tokens_span(tokens);
    let kinds = lines::amended_clause();
    let (header, found) = lines::split(reader, tokens, &kinds);
    let words = lines::first_words(&kinds);
    let told = reader.diagnostics.len();
    let head = piece(
        reader,
        Rule::amends_header,
        header,
        &words,
        |builder, mut pairs| {
            let id = builder.name(&pairs.nth(2)?);
            let title = match pairs.next().filter(|pair| pair.as_rule() == Rule::title) {
                Some(title) => Some(builder.worded(title)?),
                None => None,
            };
            Some((id, title))
        },
    );
    let (drops, changes): (Vec<Line>, Vec<Line>) = found
        .into_iter()
        .partition(|line| line.kind.rule == Rule::drops_line);
    let mut read = ClauseLines::default();
    for line in &lines::in_order(reader, changes) {
        piece(
            reader,
            line.kind.rule,
            line.tokens,
            &words,
            |builder, pairs| read_line(builder, pairs, line, &mut read),
        );
    }
    let mut dropped = Vec::new();
    for line in &drops {
        if let Some(needed) = line.tokens.get(1).and_then(|token| needed_line(token.word)) {
            let message = format!("a clause keeps its `{needed}`");
            let help = format!("write the new `{needed}` line, or repeal the clause");
            reader.error(
                codes::DROPS_NEEDED,
                message,
                reader.tokens_span(line.tokens),
                "",
                &help,
            );
            continue;
        }
        let place = reader.tokens_span(line.tokens);
        dropped.extend(piece(
            reader,
            Rule::drops_line,
            line.tokens,
            &words,
            |_, mut pairs| {
                let first = pairs.nth(1)?.into_inner().next()?;
                Some((dropped_line(first.as_rule())?, place))
            },
        ));
    }
    let (id, title) = head?;
    let nothing = title.is_none() && dropped.is_empty() && read == ClauseLines::default();
    if nothing && reader.diagnostics.len() == told {
        let message = format!("the amendment of `{}` changes nothing", id.text);
        let help = "write the lines that change, or `drops LINE` for one that goes";
        reader.error(codes::AMENDS_NOTHING, message, id.span, "", help);
    }
    Some(Item::Amends(Box::new(Amends {
        id,
        title,
        lines: read,
        drops: dropped,
        span,
    })))
}

/// A line that no clause does without.
fn needed_line(word: Option<Rule>) -> Option<&'static str> {
    match word? {
        Rule::word_cites => Some("cites"),
        Rule::word_requires => Some("requires"),
        Rule::word_not => Some("not judged"),
        _ => None,
    }
}

fn dropped_line(word: Rule) -> Option<ClauseLine> {
    Some(match word {
        Rule::word_text => ClauseLine::Text,
        Rule::word_authority => ClauseLine::Authority,
        Rule::word_binds => ClauseLine::Binds,
        Rule::word_severity => ClauseLine::Severity,
        Rule::word_review => ClauseLine::Review,
        Rule::word_for => ClauseLine::ForEach,
        Rule::word_governed => ClauseLine::GovernedBy,
        Rule::word_applies => ClauseLine::AppliesWhen,
        Rule::word_except => ClauseLine::ExceptWhen,
        Rule::word_otherwise => ClauseLine::Otherwise,
        Rule::word_remedy => ClauseLine::Remedy,
        _ => return None,
    })
}

/// `adds`, `replaces` or nothing before a provision.
pub(super) fn verb(pairs: &mut Pairs<Rule>) -> Option<Verb> {
    let Some(verb) = pairs.peek().filter(|pair| pair.as_rule() == Rule::verb) else {
        return Some(Verb::Stands);
    };
    pairs.next();
    Some(match verb.into_inner().next()?.as_rule() {
        Rule::word_adds => Verb::Adds,
        _ => Verb::Replaces,
    })
}

/// Whether a line since then began with no known word: it may be the line that seems missing.
fn unknown_line_since(reader: &Reader, told: usize) -> bool {
    let since = reader.diagnostics.get(told..).unwrap_or_default();
    since.iter().any(|found| found.code == codes::UNKNOWN_LINE)
}

fn missing(reader: &mut Reader, id: &Name, cited: bool, asked: bool, excepted: bool) {
    if !cited {
        let help = if excepted {
            "write `cites \"…\"` before the exceptions: a citation after an exception is the exception's"
        } else {
            "write `cites \"…\"`, naming the article that the clause comes from"
        };
        let message = format!("clause `{}` cites nothing", id.text);
        reader.error(codes::MISSING_CITES, message, id.span, "", help);
    }
    if !asked {
        let message = format!("clause `{}` requires nothing", id.text);
        let help = "write `requires …`, or `not judged \"why\"` if it cannot be judged";
        reader.error(codes::MISSING_REQUIRES, message, id.span, "", help);
    }
}

fn read_line<'t>(
    builder: &mut Builder<'_, 't>,
    mut pairs: Pairs<'t, Rule>,
    line: &Line,
    read: &mut ClauseLines,
) -> Option<()> {
    let second = pairs.clone().nth(1)?;
    match line.kind.rule {
        Rule::text_line => read.text = Some(builder.worded(second)?),
        Rule::cites_line => read.cites = Some(builder.text(second)?),
        Rule::authority_line => read.authority = Some(builder.name(&second)),
        Rule::binds_line => read.binds = Some(builder.name(&second)),
        Rule::severity_line => {
            let severity = match second.as_rule() {
                Rule::word_recommended => ClauseSeverity::Recommended,
                _ => ClauseSeverity::Mandatory,
            };
            read.severity = Some((severity, builder.span(&second)));
        }
        Rule::review_line => read.review = Some(builder.text(second)?),
        Rule::for_each_line => read.for_each = Some(for_each(builder, pairs)?),
        Rule::governed_line => read.governed = Some(expression_of(builder, pairs)?),
        Rule::applies_line => read.applies = Some(expression_of(builder, pairs)?),
        Rule::except_line => read.exceptions.push(exception(builder, pairs)?),
        Rule::requires_line => {
            read.body = Some(ClauseBody::Requires(expression::build(builder, second)?))
        }
        Rule::not_judged_line => {
            read.body = Some(ClauseBody::NotJudged(builder.text(pairs.nth(2)?)?));
        }
        Rule::otherwise_line => read.otherwise = Some(message(builder, second)?),
        _ => read.remedy = Some(message(builder, second)?),
    }
    Some(())
}

pub(super) fn message<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Message> {
    let (start, end) = builder.extent(&pair);
    quoted::message(builder, start, end)
}

/// The first expression among these pairs.
pub(super) fn expression_of<'t>(
    builder: &mut Builder<'_, 't>,
    mut pairs: Pairs<'t, Rule>,
) -> Option<Expr> {
    let pair = pairs.find(|pair| pair.as_rule() == Rule::expression)?;
    expression::build(builder, pair)
}

/// `except when C cites "…"`
pub(super) fn exception<'t>(
    builder: &mut Builder<'_, 't>,
    pairs: Pairs<'t, Rule>,
) -> Option<Exception> {
    let when = expression_of(builder, pairs.clone())?;
    let cites = match pairs
        .into_iter()
        .find(|pair| pair.as_rule() == Rule::quoted)
    {
        Some(quoted) => Some(builder.text(quoted)?),
        None => None,
    };
    Some(Exception { when, cites })
}

fn for_each<'t>(builder: &mut Builder<'_, 't>, pairs: Pairs<'t, Rule>) -> Option<ForEach> {
    let mut loops = Vec::new();
    let mut filter = None;
    for pair in pairs {
        match pair.as_rule() {
            Rule::each => {
                let each = expression::rows(builder, pair)?;
                loops.push((each.variable, each.list));
            }
            Rule::expression => filter = Some(expression::build(builder, pair)?),
            _ => {}
        }
    }
    Some(ForEach { loops, filter })
}
