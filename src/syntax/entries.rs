//! The items whose lines are one entry each: enums, records, `filing`, calendars.
//!
//! Each line is read alone: a bad one is reported, the others are kept.

use super::ast::{
    Authority, Calendar, Enum, Field, Filing, Item, Member, Path, Record, TypeExpr, TypeKind,
};
use super::build::Builder;
use super::grammar::Rule;
use super::reader::Reader;
use super::scan::Token;
use crate::diagnostic::codes;
use pest::iterators::{Pair, Pairs};

/// The lines of an item: from each token that is the first of its line to the next such one.
pub(super) fn lines(tokens: &[Token]) -> impl Iterator<Item = &[Token]> {
    let mut rest = tokens;
    std::iter::from_fn(move || {
        let length = rest
            .iter()
            .skip(1)
            .position(|token| token.first)
            .map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(length);
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

/// Reads one piece as a rule and builds something of it; without a result something was reported.
pub(super) fn piece<'t, T>(
    reader: &mut Reader<'t>,
    rule: Rule,
    tokens: &[Token],
    next: &[Rule],
    make: impl FnOnce(&mut Builder<'_, 't>, Pairs<'t, Rule>) -> Option<T>,
) -> Option<T> {
    let before = reader.diagnostics.len();
    let parsed = reader.read(rule, tokens, next)?;
    let mut builder = Builder {
        reader,
        base: parsed.base,
    };
    let made = make(&mut builder, parsed.pairs);
    reader.or_report(made, before, tokens)
}

/// `vocabulary ict_filing`
pub(super) fn vocabulary(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    piece(
        reader,
        Rule::vocabulary_item,
        tokens,
        &[],
        |builder, mut pairs| Some(Item::Vocabulary(builder.name(&pairs.nth(1)?))),
    )
}

/// `authority ugd "Unidad de Gobierno Digital"`
pub(super) fn authority(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    piece(
        reader,
        Rule::authority_item,
        tokens,
        &[],
        |builder, mut pairs| {
            let name = builder.name(&pairs.nth(1)?);
            let label = builder.text(pairs.next()?)?;
            Some(Item::Authority(Authority { name, label }))
        },
    )
}

/// `enum Rank ordered` and its members.
pub(super) fn enumeration(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let mut lines = lines(tokens);
    let header = piece(
        reader,
        Rule::enum_header,
        lines.next()?,
        &[],
        |builder, mut pairs| {
            let name = builder.name(&pairs.nth(1)?);
            Some((name, pairs.any(|pair| pair.as_rule() == Rule::word_ordered)))
        },
    );
    let mut members = Vec::new();
    for line in lines {
        members.extend(piece(
            reader,
            Rule::member_line,
            line,
            &[],
            |builder, mut pairs| {
                let name = builder.name(&pairs.next()?);
                let label = match pairs.next().filter(|pair| pair.as_rule() == Rule::label) {
                    Some(label) => Some(builder.text(label)?),
                    None => None,
                };
                Some(Member { name, label })
            },
        ));
    }
    let (name, ordered) = header?;
    Some(Item::Enum(Enum {
        name,
        ordered,
        members,
    }))
}

/// `record Project` and its fields.
pub(super) fn record(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let mut lines = lines(tokens);
    let name = piece(
        reader,
        Rule::record_header,
        lines.next()?,
        &[],
        |builder, mut pairs| Some(builder.name(&pairs.nth(1)?)),
    );
    let mut fields = Vec::new();
    for line in lines {
        let span = reader.tokens_span(line);
        fields.extend(piece(
            reader,
            Rule::field_line,
            line,
            &[],
            |builder, pairs| field(builder, pairs, span),
        ));
    }
    Some(Item::Record(Record {
        name: name?,
        fields,
    }))
}

/// `filing`, its key, its year and its fields.
pub(super) fn filing(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    let mut lines = lines(tokens);
    let header = lines.next()?;
    let word = header.first()?;
    let mut filing = Filing {
        span: reader.token_span(word),
        key: Vec::new(),
        year: Vec::new(),
        fields: Vec::new(),
    };
    let sound = piece(reader, Rule::filing_header, header, &[], |_, _| Some(()));
    for line in lines {
        let span = reader.tokens_span(line);
        let filing = &mut filing;
        piece(
            reader,
            Rule::filing_line,
            line,
            &[],
            |builder, mut pairs| {
                let first = pairs.peek()?;
                match first.as_rule() {
                    Rule::filing_key => filing.key.push(builder.name(&first.into_inner().nth(1)?)),
                    Rule::filing_year => {
                        filing.year.push(builder.name(&first.into_inner().nth(1)?))
                    }
                    _ => filing.fields.push(field(
                        builder,
                        pairs.by_ref().collect::<Vec<_>>().into_iter(),
                        span,
                    )?),
                }
                Some(())
            },
        );
    }
    sound.map(|()| Item::Filing(filing))
}

/// The name, type, key and other name of a field's line.
fn field<'t>(
    builder: &mut Builder<'_, 't>,
    mut pairs: impl Iterator<Item = Pair<'t, Rule>>,
    span: crate::source::Span,
) -> Option<Field> {
    let name = builder.name(&pairs.next()?);
    let ty = type_expr(builder, pairs.next()?)?;
    let mut field = Field {
        name,
        ty,
        key: None,
        from: None,
        span,
    };
    for pair in pairs {
        match pair.as_rule() {
            Rule::word_key => field.key = Some(builder.span(&pair)),
            Rule::field_from => field.from = Some(builder.text(pair)?),
            _ => {}
        }
    }
    Some(field)
}

/// A type as written.
pub(super) fn type_expr<'t>(
    builder: &mut Builder<'_, 't>,
    pair: Pair<'t, Rule>,
) -> Option<TypeExpr> {
    let inner = pair.into_inner().next()?;
    let (start, _) = builder.extent(&inner);
    let rule = inner.as_rule();
    let leaf = builder.span(&inner);
    let within = |inner: Pair<'t, Rule>| inner.into_inner().last();
    let reaching = |builder: &Builder, end: u32| builder.reader.span(start, end as usize);
    let (kind, span) = match rule {
        Rule::word_boolean => (TypeKind::Boolean, leaf),
        Rule::word_integer => (TypeKind::Integer, leaf),
        Rule::word_decimal => (TypeKind::Decimal, leaf),
        Rule::word_date => (TypeKind::Date, leaf),
        Rule::word_year => (TypeKind::Year, leaf),
        Rule::word_text => (TypeKind::Text, leaf),
        Rule::plain_name => (TypeKind::Named(builder.name(&inner)), leaf),
        Rule::type_money => {
            let currency = builder.name(&within(inner)?);
            let end = currency.span.end;
            (TypeKind::Money(currency), reaching(builder, end))
        }
        Rule::type_reference => {
            let path = path(builder, within(inner)?)?;
            let end = path.span.end;
            (TypeKind::Reference(path), reaching(builder, end))
        }
        _ => {
            let of = Box::new(type_expr(builder, within(inner)?)?);
            let span = reaching(builder, of.span.end);
            let kind = if rule == Rule::type_list {
                TypeKind::List(of)
            } else {
                TypeKind::Optional(of)
            };
            (kind, span)
        }
    };
    Some(TypeExpr { kind, span })
}

fn path<'t>(builder: &mut Builder<'_, 't>, pair: Pair<'t, Rule>) -> Option<Path> {
    let names: Vec<_> = pair.into_inner().map(|name| builder.name(&name)).collect();
    let span = names.first()?.span.to(names.last()?.span);
    Some(Path { names, span })
}

/// `calendar federal` and its lines.
pub(super) fn calendar(reader: &mut Reader, tokens: &[Token]) -> Option<Item> {
    const WORDS: &[Rule] = &[
        Rule::word_rest,
        Rule::word_covers,
        Rule::word_holiday,
        Rule::soft_closed,
        Rule::word_review,
    ];
    let before = reader.diagnostics.len();
    let mut lines = lines(tokens);
    let name = piece(
        reader,
        Rule::calendar_header,
        lines.next()?,
        &[],
        |builder, mut pairs| Some(builder.name(&pairs.nth(1)?)),
    );
    let (mut rest, mut covers, mut holidays) = (Vec::new(), Vec::new(), Vec::new());
    let (mut closed, mut review) = (Vec::new(), Vec::new());
    for line in lines {
        let span = reader.tokens_span(line);
        if super::lines::unknown_first_word(reader, line, WORDS) {
            continue;
        }
        piece(
            reader,
            Rule::calendar_line,
            line,
            &[],
            |builder, mut pairs| {
                let entry = pairs.next()?;
                let rule = entry.as_rule();
                let mut pairs = entry.into_inner().skip(1);
                match rule {
                    Rule::calendar_rest => rest.extend(
                        pairs
                            .filter(|day| day.as_rule() == Rule::name)
                            .map(|day| builder.name(&day)),
                    ),
                    Rule::calendar_covers => {
                        let first = builder.year(&pairs.next()?)?;
                        let last = match pairs.last() {
                            Some(last) => builder.year(&last)?,
                            None => first,
                        };
                        covers.push((first, last, span));
                    }
                    Rule::calendar_review => review.push(builder.text(pairs.next()?)?),
                    Rule::calendar_closed => {
                        let first = builder.date(&pairs.next()?)?;
                        let last = builder.date(&pairs.nth(1)?)?;
                        closed.push((first, last, optional_text(builder, pairs.next())?));
                    }
                    _ => {
                        let date = builder.date(&pairs.next()?)?;
                        holidays.push((date, optional_text(builder, pairs.next())?));
                    }
                }
                Some(())
            },
        );
    }
    Some(Item::Calendar(Calendar {
        name: name?,
        rest,
        covers,
        holidays,
        closed,
        review,
        lost: reader.diagnostics.len() > before,
    }))
}

/// The text of a pair that may not be there; nothing where it is there and cannot be read.
fn optional_text<'t>(
    builder: &mut Builder<'_, 't>,
    pair: Option<Pair<'t, Rule>>,
) -> Option<Option<super::ast::Text>> {
    match pair {
        Some(pair) => Some(Some(builder.text(pair)?)),
        None => Some(None),
    }
}

/// What a value that is missing below an item's header is called in a report.
pub(super) fn missing_value(reader: &mut Reader, tokens: &[Token], message: String, help: &str) {
    let span = reader.tokens_span(tokens);
    reader.error(codes::MISSING_VALUE, message, span, "", help);
}
