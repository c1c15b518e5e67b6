//! Cheap looks at a text before a parser sees it, so that none can be made to run for ever.

/// How deep documents may be nested.
pub(crate) const DEEPEST: usize = 128;

/// Where a JSON value, whose syntax is known to be sound, is nested deeper than `deepest`.
pub(crate) fn too_deep_in_json(text: &str, deepest: usize) -> Option<usize> {
    // `[` and `{` differ in one bit alone. Counting them is far cheaper than following them.
    let opens = text.bytes().filter(|byte| byte | 0x20 == b'{').count();
    if opens <= deepest {
        return None;
    }
    let mut depth = 0usize;
    let mut quoted = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => quoted = !quoted,
            b'\\' if quoted => {
                bytes.next();
            }
            b'[' | b'{' if !quoted => {
                depth += 1;
                if depth > deepest {
                    return Some(at);
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// What a look at a document of YAML showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing out of the ordinary.
    Plain,
    /// It may be nested deep or repeat itself through aliases: values that nobody reads are walked too.
    Walk,
    /// Flow collections are nested deeper than a document may be, at this byte.
    TooDeep(usize),
}

/// Looks at a document of YAML: the parser's time grows with the square of the depth of its brackets.
pub(crate) fn look_at_yaml(text: &str) -> Look {
    // Every level of nesting in lines takes a column more, but for a list under its key.
    const DEEP_INDENT: usize = DEEPEST / 2 - 8;
    const DEEP_BRACKETS: usize = DEEPEST / 2 - 8;
    let mut opens = 0;
    let mut indent = 0;
    let mut in_indent = true;
    let mut deep_indent = false;
    let mut anchors = false;
    for byte in text.bytes() {
        match byte {
            b'\n' => {
                indent = 0;
                in_indent = true;
            }
            b' ' | b'-' | b'?' if in_indent => {
                indent += 1;
                deep_indent |= indent > DEEP_INDENT;
            }
            _ => {
                in_indent = false;
                opens += usize::from(byte | 0x20 == b'{');
                anchors |= byte == b'&';
            }
        }
    }
    if opens > DEEPEST
        && let Some(at) = too_deep_in_yaml(text).or_else(|| beyond_doubt(text, opens))
    {
        return Look::TooDeep(at);
    }
    let aliases = anchors && text.bytes().any(|byte| byte == b'*');
    if deep_indent || opens > DEEP_BRACKETS || aliases {
        Look::Walk
    } else {
        Look::Plain
    }
}

/// Follows the brackets of a document of YAML where they are brackets: not in quotes, comments, plain
/// text or block texts. Where it cannot be sure it takes them for text: the parser decides then.
fn too_deep_in_yaml(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut quote = None;
    let mut start = 0;
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let offset = start;
        start += line.len();
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        if let Some(parent) = block {
            if content.trim_end().is_empty() || indent > parent {
                continue;
            }
            block = None;
        }
        // Whether a value may begin here, so that a quote or bracket is one.
        let mut begins = true;
        let mut previous = b' ';
        let mut bytes = line.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            if let Some(open) = quote {
                match byte {
                    b'\\' if open == b'"' => {
                        bytes.next();
                    }
                    _ if byte == open => quote = None,
                    _ => {}
                }
                previous = byte;
                begins = false;
                continue;
            }
            match byte {
                b'#' if matches!(previous, b' ' | b'\t') => break,
                b'"' | b'\'' if begins => quote = Some(byte),
                b'[' | b'{' if begins || depth > 0 => {
                    depth += 1;
                    if depth > DEEPEST {
                        return Some(offset + at);
                    }
                    begins = true;
                    previous = byte;
                    continue;
                }
                b']' | b'}' if depth > 0 => depth -= 1,
                b' ' | b'\t' | b'\r' | b'\n' => {
                    // A value begins after what announces one; after an anchor or a tag too.
                    begins |= matches!(previous, b':' | b'-' | b'?' | b',');
                    begins |= follows_a_property(&line[..at]);
                    previous = byte;
                    continue;
                }
                b',' | b':' if depth > 0 => {
                    begins = true;
                    previous = byte;
                    continue;
                }
                _ => {}
            }
            begins = false;
            previous = byte;
        }
        if depth == 0 && quote.is_none() {
            block = block_text(line);
        }
    }
    None
}

/// Where more brackets are open, whatever they stand in, than any text leaves open: what looks like
/// quotes may be none, and hide them.
fn beyond_doubt(text: &str, opens: usize) -> Option<usize> {
    const MOST: usize = 1000;
    if opens <= MOST {
        return None;
    }
    let mut depth = 0usize;
    let deep = |(_, byte): &(usize, u8)| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MOST
    };
    text.bytes().enumerate().find(deep).map(|(at, _)| at)
}

/// Whether the last word before is an anchor or a tag.
fn follows_a_property(before: &str) -> bool {
    const LONGEST: usize = 64;
    let bytes = before.as_bytes();
    let recent = &bytes[bytes.len().saturating_sub(LONGEST)..];
    let word = recent.rsplit(|byte| *byte == b' ').next().unwrap_or(recent);
    matches!(word.first(), Some(b'&' | b'!'))
}

/// The indentation that the text of a block scalar exceeds, if the line announces one.
fn block_text(line: &str) -> Option<usize> {
    let line = line.trim_end();
    let header = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
    let before = header.strip_suffix(['|', '>'])?;
    if !before.trim_end().ends_with([':', '-']) || !before.ends_with(' ') {
        return None;
    }
    // The entries of a list push what they hold to the right.
    let pushed = line.trim_start_matches([' ', '-']);
    Some(line.len() - pushed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_where_json_is_too_deep() {
        let deep = format!(
            "{{\"a\": \"[[[\\\"[\", \"b\": {}{}}}",
            "[".repeat(200),
            "]".repeat(200)
        );
        let at = deep.find(": [").unwrap() + 2;
        assert_eq!(too_deep_in_json(&deep, 128), Some(at + 127));
        assert_eq!(too_deep_in_json(&"[],".repeat(500), 128), None);
        assert_eq!(
            too_deep_in_json(&format!("[\"{}\"]", "[".repeat(500)), 128),
            None
        );
    }

    #[test]
    fn finds_where_yaml_is_too_deep() {
        let deep = |prefix: &str, between: &str| {
            look_at_yaml(&format!(
                "{prefix}{}",
                format!("[{between}").repeat(100_000)
            ))
        };
        assert_eq!(deep("a: ", ""), Look::TooDeep(3 + 128));
        assert_eq!(deep("", ""), Look::TooDeep(128));
        assert_eq!(deep("a:\n  - ", ""), Look::TooDeep(7 + 128));
        assert!(matches!(deep("a: &x ", "\n"), Look::TooDeep(_)));
        assert!(matches!(deep("a: b\n  'c\nd: ", ""), Look::TooDeep(_)));
        assert!(matches!(deep("a: !t ", "{b: "), Look::TooDeep(_)));
        assert!(matches!(
            deep("- a: |\n    text\n  b: ", " "),
            Look::TooDeep(_)
        ));
        assert!(matches!(
            deep("\"it's\": 'it''s' # [\nb: ", ""),
            Look::TooDeep(_)
        ));
    }

    #[test]
    fn takes_no_brackets_of_texts_for_nesting() {
        let many = "[ see [1 ".repeat(200);
        for text in [
            format!("a: it's {many}\n"),
            format!("a: \"{many}\"\n"),
            format!("a: '{many}'\n"),
            format!("a: x # {many}\n"),
            format!("a: |\n  {many}\n  [{many}\nb: 1\n"),
            format!("- a: >-\n    {many}\n\n    [{many}\n  b: 1\n"),
            "a: [[], {}]\n".repeat(500),
        ] {
            assert!(!matches!(look_at_yaml(&text), Look::TooDeep(_)), "{text}");
        }
        assert_eq!(look_at_yaml("a: 1\nb:\n  - c\n"), Look::Plain);
        assert_eq!(look_at_yaml("a: &x 1\nb: *x\n"), Look::Walk);
    }
}
