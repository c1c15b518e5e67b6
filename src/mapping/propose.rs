//! A mapping for a table, proposed from the names that are alike.

use crate::diagnostic::nearest;
use crate::vocabulary::{FieldType, RecordId, Vocabulary};

/// The text of a mapping for a table with these headings. What is not named alike stands in it as a
/// comment, so that whoever fills it in sees all that there is.
pub fn propose(vocabulary: &Vocabulary, names: &[String], table: &str) -> String {
    let filing = fields(vocabulary, vocabulary.filing);
    let own = matches(&filing, names);
    let lists = crate::mapping::fields::lists(vocabulary);
    let lists = lists.into_iter().filter_map(|name| {
        let (_, record) = crate::mapping::fields::list(vocabulary, &name)?;
        let fields = fields(vocabulary, record);
        let found = matches(&fields, names);
        Some((name, fields, found))
    });
    // A row is of the list of which most is named in the table, unless more of the filing itself is.
    let best = lists.max_by_key(|(name, _, found)| (found.len(), std::cmp::Reverse(name.clone())));
    let best = best.filter(|(_, _, found)| found.len() > own.len());
    let key = &vocabulary.record(vocabulary.filing).fields[vocabulary.key];
    let mut text = format!(
        "# A proposal for `{}`, from names that are alike: look at every line.\n",
        one_line(table)
    );
    let mut used: Vec<usize> = own.iter().map(|(_, column)| *column).collect();
    match &best {
        Some((name, _, found)) => {
            used.extend(found.iter().map(|(_, column)| *column));
            text.push_str(&format!("rows: {name}\n"));
            text.push_str("# group_by: [COLUMN, year of COLUMN]   # what the rows of one filing have in common\n");
        }
        None => text.push_str("rows: filing\n"),
    }
    match own.iter().find(|(name, _)| *name == key.document_name) {
        Some((_, column)) => text.push_str(&format!("filing_id: {}\n", quoted(&names[*column]))),
        None => text.push_str("# filing_id: \"{COLUMN}-{year of COLUMN}\"\n"),
    }
    text.push_str("fields:\n");
    let mut write = |fields: &[(String, FieldType)], found: &[(String, usize)]| {
        for (name, ty) in fields.iter().filter(|(name, _)| *name != key.document_name) {
            let noun = noun(vocabulary, ty);
            let column = found.iter().find(|(other, _)| other == name);
            text.push_str(&match column {
                Some((_, column)) => format!("  {name}: {}   # {noun}\n", quoted(&names[*column])),
                None => format!("  # {name}:   # {noun}\n"),
            });
        }
    };
    if let Some((_, fields, found)) = &best {
        write(fields, found);
    }
    write(&filing, &own);
    let unused: Vec<String> = (names.iter().enumerate())
        .filter(|(at, name)| !used.contains(at) && !name.is_empty())
        .map(|(_, name)| one_line(name))
        .collect();
    if !unused.is_empty() {
        text.push_str("# Columns that fill nothing yet:\n");
        for name in unused {
            text.push_str(&format!("#   {name}\n"));
        }
    }
    text
}

/// The fields of a record that hold values, with those of the records in it.
fn fields(vocabulary: &Vocabulary, record: RecordId) -> Vec<(String, FieldType)> {
    let mut all = Vec::new();
    for field in &vocabulary.record(record).fields {
        match &field.ty {
            FieldType::Record(inner) => {
                let inner = fields(vocabulary, *inner).into_iter();
                all.extend(inner.map(|(name, ty)| (format!("{}.{name}", field.document_name), ty)));
            }
            FieldType::List(_) => {}
            ty => all.push((field.document_name.clone(), ty.clone())),
        }
    }
    all
}

/// Which field is named like which column; each column fills one field.
fn matches(fields: &[(String, FieldType)], names: &[String]) -> Vec<(String, usize)> {
    let columns: Vec<String> = names.iter().map(|name| bare(name)).collect();
    let mut free: Vec<bool> = columns.iter().map(|name| !name.is_empty()).collect();
    let mut found: Vec<(String, usize)> = Vec::new();
    // Names that are the same come before those that are nearly so.
    for same in [true, false] {
        for (name, _) in fields {
            if found.iter().any(|(other, _)| other == name) {
                continue;
            }
            let last = name.rsplit('.').next().unwrap_or(name);
            let wanted = [bare(name), bare(last)];
            let column = wanted.iter().find_map(|wanted| {
                let open = |at: &usize| free[*at];
                match same {
                    true => (0..columns.len())
                        .filter(open)
                        .find(|at| columns[*at] == *wanted),
                    false if wanted.chars().count() >= 4 => {
                        let open = (0..columns.len()).filter(open);
                        let near = nearest(wanted, open.map(|at| columns[at].as_str()))?;
                        columns.iter().position(|column| column == near)
                    }
                    false => None,
                }
            });
            if let Some(column) = column {
                free[column] = false;
                found.push((name.clone(), column));
            }
        }
    }
    found
}

/// A name by its letters and digits alone, small and without accents.
fn bare(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let letters = name.nfd().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn noun(vocabulary: &Vocabulary, ty: &FieldType) -> String {
    match ty {
        FieldType::Boolean => "true or false".to_owned(),
        FieldType::Integer => "an integer".to_owned(),
        FieldType::Decimal => "a number".to_owned(),
        FieldType::Money(currency) => format!("money in {currency}"),
        FieldType::Date => "a date".to_owned(),
        FieldType::Year => "a year".to_owned(),
        FieldType::Text => "text".to_owned(),
        FieldType::Enum(id) => {
            let members = &vocabulary.enumeration(*id).members;
            let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
            format!("one of {}", names.join(", "))
        }
        FieldType::Reference(list) => format!("a key of {}", list.join(".")),
        FieldType::Record(_) | FieldType::List(_) => String::new(),
    }
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A text of YAML that is nothing but that text.
fn quoted(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || c == '_')
        && text.chars().next().is_some_and(char::is_alphabetic)
        && !matches!(
            text.to_lowercase().as_str(),
            "null" | "true" | "false" | "yes" | "no" | "on" | "off"
        );
    match plain {
        true => text.to_owned(),
        false => format!(
            "\"{}\"",
            one_line(text).replace('\\', "\\\\").replace('"', "\\\"")
        ),
    }
}
