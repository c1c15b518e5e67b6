//! How the text of a column is written, as a mapping describes it.

use crate::cases::{Step, Tree};
use crate::diagnostic::{codes, nearest};
use crate::ingest::sheet::mapping::{Condition, Form, Number, Piece, is_format};
use crate::mapping::read::{Reader, field, text_of};
use crate::value::{Day, number};
use crate::vocabulary::FieldType;

/// The names that the description of a column may have.
const OPTIONS: [&str; 10] = [
    "column", "value", "decimal", "group", "strip", "format", "values", "missing", "spaces",
    "where",
];

impl Reader<'_> {
    /// What a description says; nothing where it does not say of what.
    pub(super) fn described(
        &mut self,
        options: &[(String, Tree)],
        ty: &FieldType,
        way: &[Step],
    ) -> Option<(Vec<Piece>, Form, Vec<Condition>)> {
        let mut pieces = None;
        let mut form = Form::default();
        let mut only = Vec::new();
        let (mut decimal, mut group, mut strip) = (None, None, Vec::new());
        for (name, value) in options {
            let way = [way, &[field(name)]].concat();
            match name.as_str() {
                "column" | "value" => {
                    let Some(text) = text_of(value).filter(|text| !text.trim().is_empty()) else {
                        self.wrong(codes::MAPPING_FORM, &way, format!("expected a {name}"));
                        continue;
                    };
                    if pieces.is_some() {
                        let message = "either a `column` or a `value` fills a field, not both";
                        self.wrong(codes::MAPPING_FORM, &way, message);
                    }
                    pieces = match name.as_str() {
                        "value" => {
                            self.fits(&text, ty, &way);
                            Some(vec![Piece::Text(text)])
                        }
                        _ => self.pieces(&text, self.place_of(&way), &way),
                    };
                }
                "decimal" | "group" => {
                    let slot = if name == "decimal" {
                        &mut decimal
                    } else {
                        &mut group
                    };
                    let text = value.scalar().unwrap_or("");
                    let mut letters = text.chars();
                    match (letters.next(), letters.next()) {
                        (Some(one), None) if !one.is_ascii_digit() && one != '-' => {
                            *slot = Some(one)
                        }
                        _ => {
                            self.wrong(
                                codes::MAPPING_OPTION,
                                &way,
                                "expected one character, such as \",\"",
                            );
                        }
                    }
                    self.only_for(ty, is_number, &way, "a number");
                }
                "strip" => {
                    strip = self.texts(value, &way);
                    self.only_for(ty, is_number, &way, "a number");
                }
                "format" => {
                    let text = value.scalar().unwrap_or("");
                    if !is_format(text) {
                        let message = format!("`{text}` is no format of a date");
                        self.wrong(codes::MAPPING_OPTION, &way, message).help =
                            Some("day, month and year are %d, %m and %Y: \"%d/%m/%Y\"".to_owned());
                    }
                    let dated = |ty: &FieldType| matches!(ty, FieldType::Date | FieldType::Year);
                    self.only_for(ty, dated, &way, "a date or a year");
                    form.date = Some(text.to_owned());
                    form.year = *ty == FieldType::Year;
                }
                "values" => form.values = self.values(value, ty, &way),
                "missing" => form.missing = self.texts(value, &way),
                "spaces" => match value.scalar() {
                    Some("one") => form.one_space = true,
                    _ => {
                        let message = "expected `one`: white space within a text is one space";
                        self.wrong(codes::MAPPING_OPTION, &way, message);
                    }
                },
                "where" => only = self.conditions(Some(value), &way),
                _ => {
                    let what = format!("the description of a column has no `{name}`");
                    self.unknown(codes::MAPPING_FORM, &way, what, &OPTIONS);
                }
            }
        }
        if decimal.is_some() && decimal == group {
            let message = "one character cannot stand before decimals and between groups";
            self.wrong(codes::MAPPING_OPTION, way, message);
        }
        if decimal.is_some() || group.is_some() || !strip.is_empty() {
            let other = if group == Some('.') { ',' } else { '.' };
            form.number = Some(Number {
                decimal: decimal.unwrap_or(other),
                group,
                strip,
            });
        }
        if pieces.is_none() {
            let message = "a field is filled by a `column` or a `value`";
            self.wrong(codes::MAPPING_FORM, way, message);
        }
        Some((pieces?, form, only))
    }

    fn only_for(
        &mut self,
        ty: &FieldType,
        fits: impl Fn(&FieldType) -> bool,
        way: &[Step],
        noun: &str,
    ) {
        if fits(ty) {
            return;
        }
        let Some(Step::Field(name)) = way.last() else {
            return;
        };
        let found = self.noun(ty);
        let message = format!("`{name}` is for {noun}; the field is {found}");
        self.wrong(codes::MAPPING_OPTION, way, message);
    }

    fn noun(&self, ty: &FieldType) -> String {
        match ty {
            FieldType::Boolean => "a boolean".to_owned(),
            FieldType::Integer | FieldType::Decimal => "a number".to_owned(),
            FieldType::Money(_) => "money".to_owned(),
            FieldType::Date => "a date".to_owned(),
            FieldType::Year => "a year".to_owned(),
            FieldType::Text => "a text".to_owned(),
            FieldType::Enum(id) => format!("one of {}", self.vocabulary.enumeration(*id).name),
            FieldType::Record(_) => "a record".to_owned(),
            FieldType::List(_) => "a list".to_owned(),
            FieldType::Reference(_) => "a reference".to_owned(),
        }
    }

    fn texts(&mut self, value: &Tree, way: &[Step]) -> Vec<String> {
        let texts: Option<Vec<String>> = match value {
            Tree::List(texts) => texts.iter().map(text_of).collect(),
            one => text_of(one).map(|text| vec![text]),
        };
        texts.unwrap_or_else(|| {
            self.wrong(
                codes::MAPPING_FORM,
                way,
                "expected a text or a list of texts",
            );
            Vec::new()
        })
    }

    /// What each text of a column stands for.
    fn values(
        &mut self,
        value: &Tree,
        ty: &FieldType,
        way: &[Step],
    ) -> Option<Vec<(String, Option<String>)>> {
        let Tree::Record(pairs) = value else {
            let message = "expected texts with what they stand for: { \"sí\": true }";
            self.wrong(codes::MAPPING_FORM, way, message);
            return None;
        };
        let mut values = Vec::new();
        for (from, to) in pairs {
            let way = [way, &[field(from)]].concat();
            let to = match to {
                Tree::Nothing => None,
                one => match one.scalar() {
                    Some(text) => {
                        self.fits(text, ty, &way);
                        Some(text.to_owned())
                    }
                    None => {
                        let message = format!("expected a single value, found {}", one.noun());
                        self.wrong(codes::MAPPING_VALUE, &way, message);
                        None
                    }
                },
            };
            values.push((crate::value::text::tidy(from).into_owned(), to));
        }
        Some(values)
    }

    /// Says so if a text is no value of a type.
    fn fits(&mut self, text: &str, ty: &FieldType, way: &[Step]) {
        let (fits, help) = match ty {
            FieldType::Boolean => (matches!(text, "true" | "false"), None),
            FieldType::Enum(id) => {
                let members = &self.vocabulary.enumeration(*id).members;
                let names: Vec<&str> = members.iter().map(|one| one.name.as_str()).collect();
                let help = match nearest(text, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there are {}", names.join(", ")),
                };
                (names.contains(&text), Some(help))
            }
            FieldType::Date => (Day::parse(text.as_bytes()).is_some(), None),
            FieldType::Integer | FieldType::Year => {
                (number::parse(text.as_bytes(), 0).is_ok(), None)
            }
            FieldType::Money(_) => (number::parse(text.as_bytes(), 4).is_ok(), None),
            FieldType::Decimal => (number::parse(text.as_bytes(), 6).is_ok(), None),
            _ => (true, None),
        };
        if !fits {
            let message = format!(
                "`{text}` is no value of the field, which is {}",
                self.noun(ty)
            );
            self.wrong(codes::MAPPING_VALUE, way, message).help = help;
        }
    }
}

fn is_number(ty: &FieldType) -> bool {
    matches!(
        ty,
        FieldType::Integer | FieldType::Decimal | FieldType::Money(_)
    )
}
