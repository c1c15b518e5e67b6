//! A case in the form of a case file, to paste.

use crate::cases::Tree;
use crate::mutate::Witness;

/// How long a line is before the rows of a list get lines of their own.
const WIDTH: usize = 100;

/// A case that would notice a survivor, as it stands under `cases:`.
pub fn case(witness: &Witness, sentence: &str) -> String {
    let mut name = String::new();
    // The same change of a parameter is noticed in several clauses, and no two cases bear one name.
    let said = format!("{}: noticed if {sentence}", witness.name);
    quoted(&said, &mut name);
    let mut with = String::new();
    flow(&witness.with, &mut with);
    if with.len() > WIDTH {
        with = String::new();
        block(&witness.with, 3, &mut with);
    } else {
        with.insert(0, ' ');
    }
    let original = match witness.indicator {
        true if witness.original != "null" => format!("\"{}\"", witness.original),
        _ => witness.original.clone(),
    };
    format!(
        "  - name: {name}\n    ruleset: {}\n    as_of: {}\n    with:{with}\n    expect: {{ {}: {original} }}\n",
        scalar(&witness.ruleset),
        witness.as_of,
        witness.name
    )
}

/// A value on one line.
fn flow(tree: &Tree, out: &mut String) {
    match tree {
        Tree::Nothing => out.push_str("null"),
        Tree::Plain(text) => out.push_str(text),
        Tree::Text(text) => out.push_str(&scalar(text)),
        Tree::List(rows) if rows.is_empty() => out.push_str("[]"),
        Tree::List(rows) => {
            out.push('[');
            for (at, row) in rows.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                flow(row, out);
            }
            out.push(']');
        }
        Tree::Record(fields) if fields.is_empty() => out.push_str("{}"),
        Tree::Record(fields) => {
            out.push_str("{ ");
            for (at, (name, value)) in fields.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                out.push_str(&scalar(name));
                out.push_str(": ");
                flow(value, out);
            }
            out.push_str(" }");
        }
    }
}

/// The fields of a record or the rows of a list, each on a line or more of its own; what fits on a line
/// stands on it.
fn block(tree: &Tree, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    let mut one = |head: &str, value: &Tree| {
        let mut line = String::new();
        flow(value, &mut line);
        let breaks = match value {
            Tree::Record(fields) => !fields.is_empty(),
            Tree::List(rows) => !rows.is_empty(),
            _ => false,
        };
        // A row that is a record stays on its line: it is read across.
        if !breaks || indent.len() + head.len() + line.len() <= WIDTH || head == "-" {
            out.push_str(&format!("\n{indent}{head} {line}"));
        } else {
            out.push_str(&format!("\n{indent}{head}"));
            block(value, depth + 1, out);
        }
    };
    match tree {
        Tree::Record(fields) => {
            for (name, value) in fields {
                one(&format!("{}:", scalar(name)), value);
            }
        }
        Tree::List(rows) => {
            for row in rows {
                one("-", row);
            }
        }
        _ => {}
    }
}

/// A text as YAML reads it back: bare where it can only be a text.
fn scalar(text: &str) -> String {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let starts = text
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic());
    let date = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let lower = text.to_ascii_lowercase();
    let means_more =
        ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&lower.as_str());
    let year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if date || year || (starts && text.bytes().all(word) && !means_more) {
        return text.to_owned();
    }
    let mut out = String::new();
    quoted(text, &mut out);
    out
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            letter if letter.is_control() || ('\u{2028}'..='\u{2029}').contains(&letter) => {
                out.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::document;
    use crate::ingest::Format;
    use crate::value::Day;

    fn witness(with: &str) -> Witness {
        Witness {
            file: "rules/cases/x.yaml".into(),
            ruleset: "2018".to_owned(),
            as_of: Day::new(2018, 12, 31).unwrap(),
            with: document(with, Format::Yaml).unwrap(),
            name: "a.b".to_owned(),
            indicator: false,
            original: "violates".to_owned(),
            mutant: Some("complies".to_owned()),
        }
    }

    #[test]
    fn a_case_reads_back_as_what_it_was() {
        let long = "{a: [{b: one, c: 2018-01-01, d: \"true\"}, {b: \"two: words\", c: 1.10, d: null}, \
                    {b: \"007\", e: {f: []}}, {b: \"a \\\"quoted\\\" thing that makes the line long\"}]}";
        for with in ["{}", "{a: 1}", "{a: {b: null}}", "{a: []}", long] {
            let witness = witness(with);
            let text = format!("cases:\n{}", case(&witness, "`x` read `y`"));
            let tree = document(&text, Format::Yaml).unwrap();
            let Some(Tree::List(cases)) = tree.get("cases") else {
                panic!("no cases in {text}");
            };
            assert_eq!(cases[0].get("with"), Some(&witness.with), "{text}");
        }
    }

    #[test]
    fn a_short_case_stands_on_few_lines() {
        assert_eq!(
            case(&witness("{projects: 8}"), "`cap` were 8 instead of 7"),
            "  - name: \"a.b: noticed if `cap` were 8 instead of 7\"\n    ruleset: 2018\n    as_of: 2018-12-31\n    \
             with: { projects: 8 }\n    expect: { a.b: violates }\n"
        );
    }
}
