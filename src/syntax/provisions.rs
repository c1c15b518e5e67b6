//! Rulesets, their parts, and the provisions that are no clauses.

use super::ast::{
    Define, Exception, Expr, Indicator, Item, Name, Parameter, ParameterReading, ParameterValue,
    Part, Provision, ProvisionBody, ProvisionKind, Repeal, Ruleset, Sets, TableRow, Text, Total,
    TypeExpr, Verb, Version, Years,
};
use super::build::Builder;
use super::clause::{exception, expression_of, verb};
use super::entries::{lines as physical_lines, missing_value, piece, type_expr};
use super::expression;
use super::grammar::Rule;
use super::lines::{self, DATED, INDICATOR, Line, PARAMETER, RULESET, SOURCES};
use super::reader::Reader;
use super::scan::{Kind, Token};
use crate::diagnostic::codes;
use pest::iterators::{Pair, Pairs};
use std::sync::Arc;

/// `ruleset ict_policy 2018 amends 2016` and its lines.
pub(super) fn ruleset(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let (header, found) = lines::split(reader, tokens, RULESET);
    let words = lines::first_words(RULESET);
    let span = reader.tokens_span(header);
    let before = reader.diagnostics.len();
    let head = piece(
        reader,
        Rule::ruleset_header,
        header,
        &words,
        |builder, mut pairs| {
            let version = version(builder, pairs.nth(1)?)?;
            let amends = pairs.find(|pair| pair.as_rule() == Rule::version_name);
            Some((version, amends.map(|name| builder.name(&name))))
        },
    );
    let mut ruleset: Option<Ruleset> = head.map(|(version, amends)| Ruleset {
        version,
        amends,
        title: None,
        published: None,
        in_force: None,
        draft: None,
        consulted: None,
        years: None,
        review: None,
        applies: None,
        exceptions: Vec::new(),
        span,
        lost: false,
    });
    for line in lines::at_most_once(reader, found) {
        let read = piece(
            reader,
            line.kind.rule,
            line.tokens,
            &words,
            |builder, pairs| ruleset_line(builder, pairs, &line),
        );
        if let (Some(ruleset), Some(read)) = (&mut ruleset, read) {
            match read {
                RulesetLine::Title(title) => ruleset.title = Some(title),
                RulesetLine::Published(date, place) => ruleset.published = Some((date, place)),
                RulesetLine::InForce(date) => ruleset.in_force = Some(date),
                RulesetLine::Draft(place) => ruleset.draft = Some(place),
                RulesetLine::Consulted(from, to, at) => ruleset.consulted = Some((from, to, at)),
                RulesetLine::Years(years) => ruleset.years = Some(years),
                RulesetLine::Review(why) => ruleset.review = Some(why),
                RulesetLine::Applies(when) => ruleset.applies = Some(when),
                RulesetLine::Except(exception) => ruleset.exceptions.push(exception),
            }
        }
    }
    let lost = reader.diagnostics.len() > before;
    ruleset.map(|ruleset| Item::Ruleset(Box::new(Ruleset { lost, ..ruleset })))
}

/// A line of a ruleset.
enum RulesetLine {
    Title(Text),
    Published(super::ast::DateLiteral, Text),
    InForce(super::ast::DateLiteral),
    Draft(crate::source::Span),
    Consulted(super::ast::DateLiteral, super::ast::DateLiteral, Text),
    Years(Years),
    Review(Text),
    Applies(Expr),
    Except(Exception),
}

fn ruleset_line<'t>(
    builder: &mut Builder<'_, 't>,
    mut pairs: Pairs<'t, Rule>,
    line: &Line,
) -> Option<RulesetLine> {
    Some(match line.kind.rule {
        Rule::title_line => RulesetLine::Title(builder.text(pairs.nth(1)?)?),
        Rule::review_line => RulesetLine::Review(builder.text(pairs.nth(1)?)?),
        Rule::published_line => {
            let date = builder.date(&pairs.nth(1)?)?;
            RulesetLine::Published(date, builder.text(pairs.nth(1)?)?)
        }
        Rule::in_force_line => RulesetLine::InForce(builder.date(&pairs.nth(3)?)?),
        Rule::draft_line => RulesetLine::Draft(builder.span(&pairs.next()?)),
        Rule::consulted_line => {
            let from = builder.date(&pairs.nth(1)?)?;
            let to = builder.date(&pairs.nth(1)?)?;
            RulesetLine::Consulted(from, to, builder.text(pairs.nth(1)?)?)
        }
        Rule::for_years_line => RulesetLine::Years(years(builder, pairs.nth(2)?)?),
        Rule::applies_line => RulesetLine::Applies(expression_of(builder, pairs)?),
        _ => RulesetLine::Except(exception(builder, pairs)?),
    })
}

fn years<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Years> {
    let (start, _) = builder.extent(&pair);
    let open = pair.as_rule() == Rule::years_from;
    let numbers: Vec<_> = pair
        .into_inner()
        .filter(|inner| inner.as_rule() == Rule::year_number)
        .collect();
    let first = builder.year(numbers.first()?)?;
    let last = builder.year(numbers.last()?)?;
    let end = builder.extent(numbers.last()?).1;
    Some(Years {
        first,
        last: (!open).then_some(last),
        span: builder.reader.span(start, end),
    })
}

pub(super) fn version<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Version> {
    let mut pairs = pair.into_inner();
    Some(Version {
        ruleset: builder.name(&pairs.next()?),
        version: builder.name(&pairs.next()?),
    })
}

/// `part of ict_policy 2018`
pub(super) fn part(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let span = reader.tokens_span(tokens);
    piece(
        reader,
        Rule::part_item,
        tokens,
        &[],
        |builder, mut pairs| {
            Some(Item::Part(Part {
                version: version(builder, pairs.nth(2)?)?,
                span,
            }))
        },
    )
}

/// `repeals clause ads.catalogue`
pub(super) fn repeals(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let span = reader.tokens_span(tokens);
    piece(
        reader,
        Rule::repeals_item,
        tokens,
        &[],
        |builder, mut pairs| {
            let kind = match pairs.nth(1)?.as_rule() {
                Rule::word_clause => ProvisionKind::Clause,
                Rule::word_parameter => ProvisionKind::Parameter,
                Rule::word_define => ProvisionKind::Define,
                _ => ProvisionKind::Indicator,
            };
            Some(Item::Repeal(Repeal {
                kind,
                name: builder.name(&pairs.next()?),
                span,
            }))
        },
    )
}

/// A provision of any kind but a clause, by the word that names the kind.
pub(super) fn provision(reader: &mut Reader, kind: Rule, tokens: &[Token]) -> Option<Item> {
    let span = reader.tokens_span(tokens);
    let (verb, body) = match kind {
        Rule::word_clause => super::clause::clause(reader, tokens)?,
        Rule::word_parameter => parameter(reader, tokens)?,
        Rule::word_define => define(reader, tokens)?,
        _ => indicator(reader, tokens)?,
    };
    Some(Item::Provision(Provision {
        verb,
        body: Arc::new(body),
        span,
    }))
}

/// The lines that a provision may end with: any of them the two texts, a parameter its readings.
#[derive(Default)]
struct Source {
    readings: Vec<ParameterReading>,
    cites: Option<Text>,
    review: Option<Text>,
}

fn source_line<'t>(
    builder: &mut Builder<'_, 't>,
    mut pairs: Pairs<'t, Rule>,
    line: &Line,
    source: &mut Source,
) -> Option<()> {
    if line.kind.rule == Rule::reading_line {
        let value = expression::build(builder, pairs.nth(1)?)?;
        let why = builder.text(pairs.next()?)?;
        source.readings.push(ParameterReading { value, why });
        return Some(());
    }
    let text = Some(builder.text(pairs.nth(1)?)?);
    match line.kind.rule {
        Rule::cites_line => source.cites = text,
        _ => source.review = text,
    }
    Some(())
}

fn sources(reader: &mut Reader, found: Vec<Line>, words: &[Rule]) -> Source {
    let mut source = Source::default();
    for line in found {
        piece(
            reader,
            line.kind.rule,
            line.tokens,
            words,
            |builder, pairs| source_line(builder, pairs, &line, &mut source),
        );
    }
    source
}

/// The lines that may stand in any order are only checked for standing twice.
fn unordered(reader: &mut Reader, found: Vec<Line>) -> Source {
    let words = lines::first_words(SOURCES);
    let kept = lines::at_most_once(reader, found);
    sources(reader, kept, &words)
}

fn parameter(reader: &mut Reader, tokens: &[Token]) -> Option<(Verb, ProvisionBody)> {
    let read = value_and_sources(reader, tokens, Rule::plain_parameter, Rule::dated_parameter)?;
    let parameter = Parameter {
        name: read.head.name,
        keys: read.head.keys,
        ty: read.head.ty,
        value: read.value,
        readings: read.source.readings,
        cites: read.source.cites,
        review: read.source.review,
    };
    Some((read.head.verb, ProvisionBody::Parameter(parameter)))
}

/// `sets parameter exempt_umas = 300`
pub(super) fn sets(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let span = reader.tokens_span(tokens);
    let read = value_and_sources(reader, tokens, Rule::plain_sets, Rule::dated_sets)?;
    Some(Item::Sets(Box::new(Sets {
        name: read.head.name,
        value: read.value,
        readings: read.source.readings,
        cites: read.source.cites,
        review: read.source.review,
        span,
    })))
}

/// What stands before a parameter's value.
struct ParameterHead {
    verb: Verb,
    name: Name,
    keys: Vec<Name>,
    ty: Option<TypeExpr>,
    value: Option<Expr>,
}

struct ParameterRead {
    head: ParameterHead,
    value: ParameterValue,
    source: Source,
}

fn parameter_head<'t>(
    builder: &mut Builder<'_, 't>,
    mut pairs: Pairs<'t, Rule>,
) -> Option<ParameterHead> {
    let verb = verb(&mut pairs)?;
    let (mut name, mut ty, mut value) = (None, None, None);
    let mut keys = Vec::new();
    for pair in pairs {
        match pair.as_rule() {
            Rule::table_keys => {
                let names = pair.into_inner();
                let names = names.filter(|pair| pair.as_rule() == Rule::plain_name);
                keys.extend(names.map(|pair| builder.name(&pair)));
            }
            Rule::plain_name => name = Some(builder.name(&pair)),
            Rule::of_type => ty = Some(type_expr(builder, pair.into_inner().nth(1)?)?),
            Rule::expression => value = Some(expression::build(builder, pair)?),
            _ => {}
        }
    }
    Some(ParameterHead {
        verb,
        name: name?,
        keys,
        ty,
        value,
    })
}

/// A parameter or what sets one: one value, or a line for each.
fn value_and_sources(
    reader: &mut Reader,
    tokens: &[Token],
    plain: Rule,
    dated: Rule,
) -> Option<ParameterRead> {
    let header = physical_lines(tokens).next()?;
    let has_value = header.iter().any(|token| reader.text_of(token) == "=");
    let dated_lines = physical_lines(tokens).skip(1).any(|line| {
        let first = line.first().and_then(|token| token.word);
        matches!(first, Some(Rule::word_from | Rule::word_until))
    });
    let has_rows = physical_lines(tokens).nth(1).is_some_and(|line| {
        let first = line.first();
        first.is_some_and(|token| {
            token.kind == Kind::Word && !DATED.iter().any(|kind| token.word == Some(kind.word))
        })
    });
    let has_keys = header
        .iter()
        .take_while(|token| reader.text_of(token) != ":")
        .any(|token| token.kind == Kind::Open);
    if !has_value && (has_rows || has_keys && dated_lines) {
        return table_value(reader, tokens, dated);
    }
    if !has_value && dated_lines {
        return dated_value(reader, tokens, dated);
    }
    let (header, found) = lines::split(reader, tokens, PARAMETER);
    if !header.iter().any(|token| reader.text_of(token) == "=") {
        let alone = piece(
            reader,
            dated,
            header,
            &lines::first_words(PARAMETER),
            parameter_head,
        );
        if let Some(head) = alone {
            let message = format!("parameter `{}` has no value", head.name.text);
            missing_value(
                reader,
                header,
                message,
                "write `= 7`, or a line `from 2016-02-01 = 7` for each value",
            );
        }
        return None;
    }
    let head = piece(
        reader,
        plain,
        header,
        &lines::first_words(PARAMETER),
        parameter_head,
    );
    let found = lines::in_order(reader, found);
    let source = sources(reader, found, &lines::first_words(PARAMETER));
    let mut head = head?;
    let value = ParameterValue::Plain(head.value.take()?);
    Some(ParameterRead {
        head,
        value,
        source,
    })
}

/// A parameter whose values stand in rows, each for a combination of members: each is read alone.
fn table_value(reader: &mut Reader, tokens: &[Token], rule: Rule) -> Option<ParameterRead> {
    let words = lines::first_words(DATED);
    let mut below = physical_lines(tokens);
    let head = piece(reader, rule, below.next()?, &[], parameter_head);
    let mut rows: Vec<TableRow> = Vec::new();
    let mut found = Vec::new();
    let before = reader.diagnostics.len();
    for tokens in below {
        let first = tokens.first().and_then(|token| token.word);
        let kind = DATED.iter().find(|kind| Some(kind.word) == first);
        match kind {
            Some(kind) if matches!(kind.rule, Rule::review_line | Rule::cites_line) => {
                found.push(Line {
                    kind: *kind,
                    tokens,
                });
            }
            Some(kind) => further_line(reader, kind.rule, tokens, rows.last_mut()),
            None => rows.extend(piece(reader, Rule::table_row, tokens, &words, table_row)),
        }
    }
    // A table of which a row could not be read only seems to lack its combinations.
    let whole = reader.diagnostics.len() == before;
    let mut source = Source::default();
    for line in lines::in_order(reader, found) {
        piece(
            reader,
            line.kind.rule,
            line.tokens,
            &[],
            |builder, pairs| source_line(builder, pairs, &line, &mut source),
        );
    }
    if !whole {
        return None;
    }
    Some(ParameterRead {
        head: head?,
        value: ParameterValue::Table(rows),
        source,
    })
}

/// `ministry, goods from 2020-01-01 = 139_000 MXN`
fn table_row<'t>(builder: &mut Builder<'_, 't>, pairs: Pairs<'t, Rule>) -> Option<TableRow> {
    let (mut members, mut date, mut value): (Vec<Name>, _, _) = (Vec::new(), None, None);
    for pair in pairs {
        match pair.as_rule() {
            Rule::row_key => members.push(builder.name(&pair)),
            Rule::date_literal => date = Some(builder.date(&pair)?),
            Rule::expression => value = Some(expression::build(builder, pair)?),
            _ => {}
        }
    }
    let span = members.first()?.span.to(members.last()?.span);
    let value = match date {
        None => ParameterValue::Plain(value?),
        Some(date) => ParameterValue::Dated {
            steps: vec![(date, value?)],
            until: None,
        },
    };
    Some(TableRow {
        members,
        value,
        span,
    })
}

/// `from 2022-01-01 = 140_000 MXN` or `until 2025-12-31` below a row of a table.
fn further_line(reader: &mut Reader, rule: Rule, tokens: &[Token], row: Option<&mut TableRow>) {
    let Some(ParameterValue::Dated { steps, until }) = row.map(|row| &mut row.value) else {
        let message = "this line goes on with no row that changes over time";
        let help = "write the members before it: `ministry, goods from 2020-01-01 = 7`";
        let span = reader.tokens_span(tokens);
        reader.error(codes::SYNTAX, message, span, "", help);
        return;
    };
    piece(reader, rule, tokens, &[], |builder, mut pairs| {
        let date = builder.date(&pairs.nth(1)?)?;
        match rule {
            Rule::from_line => steps.push((date, expression_of(builder, pairs)?)),
            _ => *until = Some(date),
        }
        Some(())
    });
}

/// A parameter whose values stand on lines of their own: each is read alone.
fn dated_value(reader: &mut Reader, tokens: &[Token], rule: Rule) -> Option<ParameterRead> {
    let words = lines::first_words(DATED);
    let mut below = physical_lines(tokens);
    let head = piece(reader, rule, below.next()?, &[], parameter_head);
    let mut found = Vec::new();
    for tokens in below {
        if lines::unknown_first_word(reader, tokens, &words) {
            continue;
        }
        let first = tokens.first().and_then(|token| token.word);
        let kind = DATED.iter().find(|kind| Some(kind.word) == first);
        found.extend(kind.map(|kind| Line {
            kind: *kind,
            tokens,
        }));
    }
    let (mut steps, mut until, mut source) = (Vec::new(), None, Source::default());
    for line in lines::in_order(reader, found) {
        piece(
            reader,
            line.kind.rule,
            line.tokens,
            &[],
            |builder, mut pairs| {
                match line.kind.rule {
                    Rule::from_line => {
                        let date = builder.date(&pairs.nth(1)?)?;
                        steps.push((date, expression_of(builder, pairs)?));
                    }
                    Rule::until_line => until = Some(builder.date(&pairs.nth(1)?)?),
                    _ => source_line(builder, pairs, &line, &mut source)?,
                }
                Some(())
            },
        );
    }
    Some(ParameterRead {
        head: head?,
        value: ParameterValue::Dated { steps, until },
        source,
    })
}

fn define(reader: &mut Reader, tokens: &[Token]) -> Option<(Verb, ProvisionBody)> {
    let (header, found) = lines::split(reader, tokens, SOURCES);
    let words = lines::first_words(SOURCES);
    let head = piece(
        reader,
        Rule::define_head,
        header,
        &words,
        |builder, mut pairs| {
            let verb = verb(&mut pairs)?;
            let name = builder.name(&pairs.nth(1)?);
            let mut params = Vec::new();
            let mut body = None;
            for pair in pairs {
                match pair.as_rule() {
                    Rule::parameters => {
                        let typed = |pair: &Pair<Rule>| pair.as_rule() == Rule::typed_name;
                        for typed in pair.into_inner().filter(typed) {
                            let mut inner = typed.into_inner();
                            let name = builder.name(&inner.next()?);
                            params.push((name, type_expr(builder, inner.nth(1)?)?));
                        }
                    }
                    Rule::expression => body = Some(expression::build(builder, pair)?),
                    _ => {}
                }
            }
            Some((verb, name, params, body?))
        },
    );
    let source = unordered(reader, found);
    let (verb, name, params, body) = head?;
    let define = Define {
        name,
        params,
        body,
        cites: source.cites,
        review: source.review,
    };
    Some((verb, ProvisionBody::Define(define)))
}

fn indicator(reader: &mut Reader, tokens: &[Token]) -> Option<(Verb, ProvisionBody)> {
    let (header, found) = lines::split(reader, tokens, INDICATOR);
    let words = lines::first_words(INDICATOR);
    let head = piece(
        reader,
        Rule::indicator_header,
        header,
        &words,
        |builder, mut pairs| {
            let verb = verb(&mut pairs)?;
            let name = builder.name(&pairs.nth(1)?);
            let title = builder.text(pairs.next()?)?;
            let unit = pairs
                .find(|pair| pair.as_rule() == Rule::name)
                .map(|unit| builder.name(&unit));
            Some((verb, name, title, unit))
        },
    );
    let has_value = found.iter().any(|line| line.kind.rule == Rule::value_line);
    let (mut value, mut total, mut source) = (None, None, Source::default());
    for line in lines::at_most_once(reader, found) {
        piece(
            reader,
            line.kind.rule,
            line.tokens,
            &words,
            |builder, mut pairs| {
                match line.kind.rule {
                    Rule::value_line => value = Some(expression_of(builder, pairs)?),
                    Rule::total_line => {
                        let how = pairs.nth(1)?;
                        total = Some((total_of(how.as_rule())?, builder.span(&how)));
                    }
                    _ => source_line(builder, pairs, &line, &mut source)?,
                }
                Some(())
            },
        );
    }
    let (verb, name, title, unit) = head?;
    if !has_value {
        let message = format!("indicator `{}` has no value", name.text);
        missing_value(
            reader,
            header,
            message,
            "write `value …`: what it is for one filing",
        );
    }
    let indicator = Indicator {
        name,
        title,
        unit,
        cites: source.cites,
        review: source.review,
        value: value?,
        total,
    };
    Some((verb, ProvisionBody::Indicator(indicator)))
}

fn total_of(rule: Rule) -> Option<Total> {
    Some(match rule {
        Rule::word_sum => Total::Sum,
        Rule::word_mean => Total::Mean,
        Rule::word_count => Total::Count,
        Rule::word_min => Total::Min,
        Rule::word_max => Total::Max,
        _ => return None,
    })
}
