//! One case of a file alone, so that its places are found without the rest being read again: a file of
//! many cases that fail would else be read as often as it has cases.

/// The text of one element of the list `cases`, from the start of its line, and how many lines stand
/// before it; none where the list is not written one element below the other.
pub(super) fn text_of(text: &str, row: usize) -> Option<(&str, usize)> {
    let mut at = 0;
    let mut begun = false;
    let mut indent = None;
    let mut next = 0;
    let mut found: Option<(usize, usize)> = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let rest = line.trim_start_matches(' ');
        let depth = line.len() - rest.len();
        if rest.trim_end().is_empty() || rest.starts_with('#') {
            continue;
        }
        if !begun {
            let after = line.strip_prefix("cases:").map(str::trim);
            begun = after.is_some_and(|after| after.is_empty() || after.starts_with('#'));
            continue;
        }
        let item = rest.starts_with("- ") || rest.trim_end() == "-";
        let indent = *indent.get_or_insert(depth);
        if depth > indent {
            continue;
        }
        if let Some((first, before)) = found {
            return text.get(first..start).map(|item| (item, before));
        }
        if depth < indent || !item {
            return None;
        }
        if next == row {
            found = Some((start, number));
        }
        next += 1;
    }
    let (first, before) = found?;
    text.get(first..).map(|item| (item, before))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "ruleset: 2018 # cases:\ncases: # two\n\n  # the first\n  - name: a\n    text: |\n      - no case\n    with: {}\n  -\n    name: b\nas_of: 2018-12-31\n";

    #[test]
    fn an_element_is_cut_out_with_its_place() {
        let (first, before) = text_of(TEXT, 0).unwrap();
        assert!(first.starts_with("  - name: a\n") && first.ends_with("with: {}\n"));
        assert_eq!(before, 4);
        let (second, before) = text_of(TEXT, 1).unwrap();
        assert_eq!((second, before), ("  -\n    name: b\n", 8));
        assert!(text_of(TEXT, 2).is_none());
        assert!(text_of("cases: [{ name: a }]\n", 0).is_none());
        assert_eq!(text_of("cases:\n- a\n- b\n", 1), Some(("- b\n", 2)));
    }
}
