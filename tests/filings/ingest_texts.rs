//! Texts, keys and references are read in NFC and without white space at their ends, in every format.

use crate::ingest_support::{World, world};
use dictamen::ingest::{Decoded, FileKind, Inputs, Seen, decode};
use dictamen::value::text::tidy;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, prop, prop_assert_eq, proptest};

/// A filing whose texts are the given ones as they stand, and whose reference is written otherwise.
fn filing(key: &str, name: &str, folio: &str, reference: &str) -> String {
    let text = |text: &str| serde_json::to_string(text).unwrap();
    format!(
        r#"{{"filing_id":{},"year":2018,"institution":{{"institution_id":"I","name":{}}},"projects":[{{"folio":"other"}},{{"folio":{}}}],"requests":[{{"id":"R","project":{}}}],"tags":[{}]}}"#,
        text(key),
        text(name),
        text(folio),
        text(reference),
        text(name)
    )
}

fn line<'t>(shown: &'t str, name: &str) -> &'t str {
    let begins = format!("{name} = ");
    let mut lines = shown.lines();
    lines.find_map(|line| line.strip_prefix(&begins)).unwrap()
}

/// What is read of a filing's texts: its name, its tag, the row that its reference leads to.
fn read(world: &World, decoded: &Decoded) -> [String; 3] {
    assert_eq!(decoded.rejects, []);
    let shown = world.show(&decoded.batch, 0);
    ["institution.name", "tags[1].tags", "requests[1].project"]
        .map(|name| line(&shown, name.trim_end_matches(".tags")).to_owned())
}

#[test]
fn blanks_are_nothing_whatever_is_expected() {
    let world = world();
    for blank in ["", " ", "\u{a0}\t", "\u{200b}\u{feff}"] {
        let blank = serde_json::to_string(blank).unwrap();
        let text = format!(
            r#"{{"filing_id":"A","year":2018,"institution":{{"name":{blank},"exempted":{blank},"head_rank":{blank}}},"packages":{blank},"projects":{blank},"requests":[{{"id":{blank},"amount":{blank},"signed_on":{blank},"study":{blank}}}],"security":{blank}}}"#
        );
        for decoded in [world.json(&text), world.yaml(&text)] {
            assert_eq!(decoded.rejects, [], "{text}");
            let shown = world.show(&decoded.batch, 0);
            for (name, value) in [
                ("institution.name", "?"),
                ("institution.exempted", "?"),
                ("institution.head_rank", "?"),
                ("packages", "none"),
                ("projects", "?"),
                ("requests[1].id", "?"),
                ("requests[1].amount", "?"),
                ("requests[1].signed_on", "none"),
                ("requests[1].study", "?"),
                ("security", "none"),
            ] {
                assert_eq!(line(&shown, name), value, "{name} of {text}");
            }
        }
        let keyless = world.json(&format!(r#"{{"filing_id":{blank},"year":2018}}"#));
        assert!(keyless.rejects[0].reason().contains("without its key"));
    }
}

#[test]
fn keys_that_look_alike_are_one() {
    let world = world();
    let keys = ["Sí-1", "Sí-1 ", "\u{a0}Sí-1", "Si\u{301}-1", "Sí-1\u{200b}"];
    let lines: Vec<String> = keys.iter().map(|key| filing(key, "n", "P", "P")).collect();
    let stream = std::io::Cursor::new(lines.join("\n").into_bytes());
    let mut seen = Seen::new();
    for chunk in Inputs::from_reader("lines", FileKind::Lines, Box::new(stream)) {
        let mut decoded = decode(&world.schema, &chunk);
        let admitted = seen.admit(&world.schema, &chunk, &mut decoded);
        // What has no width, but stands beside something, is a part of the text.
        assert_eq!(admitted, [true, false, false, false, true]);
        assert_eq!(decoded.rejects[0].key.as_deref(), Some("Sí-1"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_are_read_tidied_in_every_format(
        name in "[ a\u{a0}e\u{301}é\u{200b}\u{3000}]{0,8}",
        folio in "[ae\u{301}éñ]{1,6}x",
        before in vec(prop::sample::select(vec![" ", "\t", "\u{a0}", "\u{2003}"]), 0..3),
        after in vec(prop::sample::select(vec![" ", "\t", "\u{a0}", "\u{85}"]), 0..3),
    ) {
        let world = world();
        let reference = format!("{}{}{}", before.concat(), tidy(&folio), after.concat());
        let text = filing("A", &name, &folio, &reference);
        let [read_name, tag, project] = read(&world, &world.json(&text));
        let tidied = tidy(&name);
        match tidied.is_empty() {
            true => prop_assert_eq!((read_name.as_str(), tag.as_str()), ("?", "?")),
            false => {
                prop_assert_eq!(&read_name, &format!("{tidied:?}"));
                prop_assert_eq!(&tag, &read_name);
            }
        }
        prop_assert_eq!(&project, "row 1");
        // JSON is YAML, too; and what needs no escape is written as it stands.
        prop_assert_eq!(&read(&world, &world.yaml(&text)), &[read_name, tag, project]);
    }
}

#[cfg(feature = "tables")]
#[test]
fn texts_of_tables_are_read_tidied() {
    use std::sync::Arc;

    use arrow_array::types::Int32Type;
    use arrow_array::{
        ArrayRef, DictionaryArray, Int64Array, LargeStringArray, RecordBatch, StringArray,
        StringViewArray, StructArray,
    };

    use crate::ingest_support::{VOCABULARY, world_of};
    use crate::tables_support::{KINDS, read, store};

    let world = world_of(VOCABULARY, false, |path| {
        path == "institution.name" || path == "packages"
    });
    let names = [Some("A "), Some("Me\u{301}xico"), Some(" \u{a0}"), None];
    let all: [ArrayRef; 4] = [
        Arc::new(StringArray::from(names.to_vec())),
        Arc::new(LargeStringArray::from(names.to_vec())),
        Arc::new(StringViewArray::from(names.to_vec())),
        Arc::new(DictionaryArray::<Int32Type>::from_iter(names)),
    ];
    for (kind, texts) in KINDS
        .iter()
        .flat_map(|kind| all.iter().map(move |one| (*kind, one)))
    {
        let keys: ArrayRef = Arc::new(StringArray::from(vec!["k1", "k1 ", " ", "k2"]));
        let years: ArrayRef = Arc::new(Int64Array::from(vec![2018; 4]));
        let packages: ArrayRef = Arc::new(StringArray::from(vec!["1", "2", "3", "\u{200b}"]));
        let field = arrow_schema::Field::new("name", texts.data_type().clone(), true);
        let institution: ArrayRef =
            Arc::new(StructArray::from(vec![(Arc::new(field), texts.clone())]));
        let columns = [
            ("filing_id", keys),
            ("year", years),
            ("institution", institution),
            ("packages", packages),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(crate::tables_support::name(kind));
        store(kind, &batch, &path);
        let read = read(&world, &path);
        assert_eq!(read.filings.len(), 2, "{read:?}");
        assert!(
            read.filings[0].contains("institution.name = \"A\"\n"),
            "{read:?}"
        );
        assert!(read.filings[1].contains("packages = none\n"), "{read:?}");
        assert_eq!(read.rejects.len(), 2);
        assert!(
            read.rejects[0].starts_with("2 k1: a filing with the key `k1`"),
            "{read:?}"
        );
        assert!(read.rejects[1].contains("without its key"), "{read:?}");
    }
}
