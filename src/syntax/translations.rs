//! The items of a translation: what people read, and nothing else.

use super::ast::{Item, Name, Text, Translated, TranslatedClause, Translation};
use super::build::Builder;
use super::clause::message;
use super::entries::{lines as physical_lines, piece};
use super::grammar::{Rule, spelled};
use super::lines::{self, LineKind, TRANSLATED_CLAUSE, TRANSLATION};
use super::provisions::version;
use super::reader::Reader;
use super::scan::Token;
use crate::diagnostic::codes;
use pest::iterators::Pairs;

/// `translation es of ict_policy 2018`
pub(super) fn translation(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let (header, found) = lines::split(reader, tokens, TRANSLATION);
    let span = reader.tokens_span(header);
    let head = piece(
        reader,
        Rule::translation_header,
        header,
        &[],
        |builder, mut pairs| {
            let language = builder.name(&pairs.nth(1)?);
            let version = version(builder, pairs.nth(1)?)?;
            Some((language, version))
        },
    );
    let mut title = None;
    for line in lines::at_most_once(reader, found) {
        title = piece(
            reader,
            line.kind.rule,
            line.tokens,
            &[],
            |builder, mut pairs| builder.text(pairs.nth(1)?),
        );
    }
    let (language, version) = head?;
    Some(Item::Translation(Box::new(Translation {
        language,
        version,
        title,
        span,
    })))
}

/// An item below the line that begins a translation.
pub(super) fn item(reader: &mut Reader, kind: Rule, tokens: &[Token]) -> Option<Item> {
    let found = match kind {
        Rule::word_authority => piece(
            reader,
            Rule::authority_item,
            tokens,
            &[],
            |builder, mut pairs| {
                let name = builder.name(&pairs.nth(1)?);
                Some(Translated::Authority(name, builder.text(pairs.next()?)?))
            },
        ),
        Rule::word_enum => {
            let (name, labels) = labelled(reader, Rule::translated_enum, tokens)?;
            name.map(|(name, _)| Translated::Enum(name, labels))
        }
        Rule::word_record => {
            let (name, labels) = labelled(reader, Rule::translated_record, tokens)?;
            name.map(|(name, label)| Translated::Record(name, label, labels))
        }
        Rule::word_filing => {
            let mut below = physical_lines(tokens);
            let header = below.next()?;
            let span = reader.tokens_span(header);
            let sound = piece(reader, Rule::filing_header, header, &[], |_, _| Some(()));
            let labels = below.filter_map(|line| label(reader, line)).collect();
            sound.map(|()| Translated::Filing(span, labels))
        }
        Rule::word_clause => clause(reader, tokens),
        Rule::word_indicator => piece(
            reader,
            Rule::translated_indicator,
            tokens,
            &[],
            |builder, mut pairs| {
                let name = builder.name(&pairs.nth(1)?);
                Some(Translated::Indicator(name, builder.text(pairs.next()?)?))
            },
        ),
        other => {
            let message = format!("a translation has no `{}`", spelled(other));
            let help = "a translation says authorities, enums, records, `filing`, clauses and indicators, each with what people read";
            let span = reader.token_span(tokens.first()?);
            reader.error(codes::UNKNOWN_ITEM, message, span, "", help);
            None
        }
    };
    found.map(Item::Translated)
}

type Labels = Vec<(Name, Text)>;

/// A name with its own label, and the labels of its lines.
type Labelled = (Option<(Name, Option<Text>)>, Labels);

/// What has a name, a label of its own perhaps, and a label a line.
fn labelled(reader: &mut Reader, rule: Rule, tokens: &[Token]) -> Option<Labelled> {
    let mut below = physical_lines(tokens);
    let head = piece(reader, rule, below.next()?, &[], |builder, mut pairs| {
        let name = builder.name(&pairs.nth(1)?);
        let label = match pairs.next().filter(|pair| pair.as_rule() == Rule::label) {
            Some(label) => Some(builder.text(label)?),
            None => None,
        };
        Some((name, label))
    });
    let labels = below.filter_map(|line| label(reader, line)).collect();
    Some((head, labels))
}

/// `lease "Arrendamiento"`
fn label(reader: &mut Reader, line: &[Token]) -> Option<(Name, Text)> {
    piece(
        reader,
        Rule::translated_member,
        line,
        &[],
        |builder, mut pairs| {
            let name = builder.name(&pairs.next()?);
            Some((name, builder.text(pairs.next()?)?))
        },
    )
}

fn clause(reader: &mut Reader, tokens: &[Token]) -> Option<Translated> {
    let (header, found) = lines::split(reader, tokens, TRANSLATED_CLAUSE);
    let words = lines::first_words(TRANSLATED_CLAUSE);
    let head = piece(
        reader,
        Rule::translated_clause,
        header,
        &words,
        |builder, mut pairs| {
            let id = builder.name(&pairs.nth(1)?);
            let title = match pairs.next().filter(|pair| pair.as_rule() == Rule::title) {
                Some(title) => Some(builder.worded(title)?),
                None => None,
            };
            Some((id, title))
        },
    );
    let (mut text, mut otherwise, mut remedy) = (None, None, None);
    for line in lines::in_order(reader, found) {
        let kind: LineKind = line.kind;
        piece(
            reader,
            kind.rule,
            line.tokens,
            &words,
            |builder: &mut Builder, mut pairs: Pairs<Rule>| {
                let second = pairs.nth(1)?;
                match kind.rule {
                    Rule::text_line => text = Some(builder.worded(second)?),
                    Rule::otherwise_line => otherwise = Some(message(builder, second)?),
                    _ => remedy = Some(message(builder, second)?),
                }
                Some(())
            },
        );
    }
    let (id, title) = head?;
    Some(Translated::Clause(Box::new(TranslatedClause {
        id,
        title,
        text,
        otherwise,
        remedy,
    })))
}
