//! What the parsers of JSON and YAML say of a text that is broken, in the project's own words and with the
//! place in the text.

use crate::cases::document::DEEPEST;

/// The byte at which a line and a column of bytes, both from 1, stand.
pub(super) fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What is wrong with the syntax of a JSON text, without the place.
pub(super) fn json_words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    match text.strip_suffix(&place).unwrap_or(&text) {
        "recursion limit exceeded" => {
            format!("nested deeper than {DEEPEST} levels")
        }
        words => format!(
            "not valid JSON: {}",
            words.replace("EOF while parsing", "the text ends inside")
        ),
    }
}

/// Where the syntax of a YAML text is wrong. What is never closed is shown where it opens.
pub(super) fn yaml_place(text: &str, error: &serde_yaml::Error) -> Option<usize> {
    let words = error.to_string();
    if words.starts_with("found unexpected end of stream")
        && let Some((_, place)) = words.rsplit_once(" at line ")
        && let Some((line, column)) = place.split_once(" column ")
        && let (Ok(line), Ok(column)) = (line.parse(), column.parse())
    {
        return Some(byte_of(text, line, column));
    }
    error.location().map(|place| place.index())
}

/// What is wrong with the syntax of a YAML text, without places, which count from the document's start.
pub(super) fn yaml_words(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let mut words = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(" at ") {
        let after = rest[at + 4..].trim_start_matches("line ");
        let after = after.trim_start_matches("position ");
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = after.strip_prefix(" column ").unwrap_or(after);
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
        let placed = after.len() + 4 + at < rest.len();
        words.push_str(if placed { &rest[..at] } else { &rest[..at + 4] });
        rest = after;
    }
    words.push_str(rest);
    if words.contains("recursion limit exceeded") {
        format!("nested deeper than {DEEPEST} levels")
    } else if words.contains("expected the name of a field") {
        "expected the name of a field, found a list or a record".to_owned()
    } else if words.contains("repetition limit exceeded") {
        "its aliases repeat too much".to_owned()
    } else if words.contains("more than one document") {
        "another document begins inside this one".to_owned()
    } else {
        format!("not valid YAML: {words}")
    }
}
