//! The JSON merge patch of RFC 7396.

use crate::cases::tree::Tree;

/// A document with a patch put over it: a record changes the fields that it names, null takes a field
/// away, anything else takes the place of what was there.
pub fn merge(target: &Tree, patch: &Tree) -> Tree {
    let Tree::Record(changes) = patch else {
        return patch.clone();
    };
    let mut fields = match target {
        Tree::Record(fields) => fields.clone(),
        _ => Vec::new(),
    };
    for (name, change) in changes {
        let at = fields.iter().position(|(field, _)| field == name);
        match (change, at) {
            (Tree::Nothing, Some(at)) => {
                fields.remove(at);
            }
            (Tree::Nothing, None) => {}
            (change, Some(at)) => fields[at].1 = merge(&fields[at].1, change),
            (change, None) => fields.push((name.clone(), merge(&Tree::Nothing, change))),
        }
    }
    Tree::Record(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::document;
    use crate::ingest::Format;

    /// The table of examples at the end of RFC 7396: the original, the patch, the result.
    const EXAMPLES: &[(&str, &str, &str)] = &[
        (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
        (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
        (r#"{"a":"b"}"#, r#"{"a":null}"#, r#"{}"#),
        (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
        (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
        (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
        (
            r#"{"a":{"b":"c"}}"#,
            r#"{"a":{"b":"d","c":null}}"#,
            r#"{"a":{"b":"d"}}"#,
        ),
        (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
        (r#"["a","b"]"#, r#"["c","d"]"#, r#"["c","d"]"#),
        (r#"{"a":"b"}"#, r#"["c"]"#, r#"["c"]"#),
        (r#"{"a":"foo"}"#, r#"null"#, r#"null"#),
        (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
        (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
        (r#"[1,2]"#, r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
        (
            r#"{}"#,
            r#"{"a":{"bb":{"ccc":null}}}"#,
            r#"{"a":{"bb":{}}}"#,
        ),
    ];

    #[test]
    fn the_examples_of_the_rfc_come_true() {
        let read = |text: &str| document(text, Format::Json).unwrap();
        for (original, patch, result) in EXAMPLES {
            let merged = merge(&read(original), &read(patch));
            assert_eq!(merged, read(result), "{original} with {patch}");
        }
    }

    #[test]
    fn yaml_and_json_say_the_same_and_no_decimal_is_lost() {
        let yaml = document("a: 1.10\nb: \"2\"\nc: [true, ~, 007]\n", Format::Yaml).unwrap();
        let plain = |text: &str| Tree::Plain(text.to_owned());
        let wanted = Tree::Record(vec![
            ("a".to_owned(), plain("1.10")),
            ("b".to_owned(), Tree::Text("2".to_owned())),
            (
                "c".to_owned(),
                // Zeros in front make it a text to YAML.
                Tree::List(vec![
                    plain("true"),
                    Tree::Nothing,
                    Tree::Text("007".to_owned()),
                ]),
            ),
        ]);
        assert_eq!(yaml, wanted);
        let json = document(r#"{"a":1.10,"b":"2","c":[true,null,"007"]}"#, Format::Json);
        assert_eq!(json.unwrap(), wanted);
    }
}
