//! What is printed reads back as the same tree.

use std::sync::Arc;

use dictamen::source::SourceId;
use dictamen::syntax::ast::{File, Item, MessagePart, Provision, ProvisionBody};
use dictamen::syntax::{format, parse, print::print, tree};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use unicode_normalization::UnicodeNormalization;

use crate::random::books;
use crate::runs::{pairs, run};
use crate::tapes;

/// Prints a tree, reads it and prints it again.
fn survives(file: &File) -> Result<(), TestCaseError> {
    let printed = print(file);
    let again = parse(SourceId(0), &printed);
    prop_assert_eq!(&again.diagnostics, &[], "{}", printed);
    prop_assert_eq!(tree::list(&again.file), tree::list(file), "{}", printed);
    prop_assert_eq!(print(&again.file), printed);
    Ok(())
}

#[test]
fn a_printed_rule_book_reads_as_the_same_tree() {
    let mut items = 0;
    let counted = std::cell::RefCell::new(&mut items);
    run(pairs(1_000), tapes::book(5), |book| {
        for (path, text) in books::write(&book) {
            let parsed = parse(SourceId(0), &text);
            prop_assert_eq!(&parsed.diagnostics, &[], "{}\n{}", path, text);
            survives(&parsed.file)?;
            **counted.borrow_mut() += parsed.file.items.len();
        }
        Ok(())
    });
    assert!(items > 10_000, "{items} items");
}

/// A text with comments at the ends of lines and between them, where a tape says so, and the comments.
fn commented(text: &str, tape: &[u8]) -> (String, Vec<String>) {
    let mut out = String::new();
    let mut put = Vec::new();
    let mut quoted = false;
    for (at, line) in text.lines().enumerate() {
        let inside = quoted;
        let mut escaped = false;
        for c in line.chars() {
            quoted ^= c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
        }
        let mut say = |word: &str| {
            let comment = format!("# {word} {at}");
            put.push(comment.clone());
            comment
        };
        let what = tape[at % tape.len()];
        if what & 1 == 1 && !inside {
            let indent = if what & 8 == 8 { "" } else { "    " };
            out.push_str(&format!("{indent}{}\n", say("above")));
        }
        if what & 16 == 16 && !inside {
            out.push('\n');
        }
        out.push_str(line);
        if what & 2 == 2 && !quoted {
            out.push_str(&format!(" {}", say("beside")));
        }
        out.push('\n');
    }
    (out, put)
}

#[test]
fn a_rule_book_with_comments_is_formatted_once_and_for_all() {
    let mut files = 0;
    let counted = std::cell::RefCell::new(&mut files);
    let tape = vec(any::<u8>(), 1..40);
    run(pairs(60), (tapes::book(5), tape), |(book, tape)| {
        for (path, text) in books::write(&book) {
            let (text, put) = commented(&text, &tape);
            let parsed = parse(SourceId(0), &text);
            prop_assert_eq!(&parsed.diagnostics, &[], "{}\n{}", path, text);
            let once = match format(SourceId(0), &text) {
                Ok(once) => once,
                Err(why) => return Err(TestCaseError::fail(format!("{why:?}\n{text}"))),
            };
            let again = parse(SourceId(0), &once);
            prop_assert_eq!(
                tree::list(&again.file),
                tree::list(&parsed.file),
                "{}",
                once
            );
            prop_assert_eq!(&format(SourceId(0), &once), &Ok(once.clone()));
            for comment in &put {
                let found = once.lines().filter(|line| {
                    line.split('#')
                        .skip(1)
                        .any(|said| said.trim() == &comment[2..])
                });
                prop_assert_eq!(found.count(), 1, "{}\n{}\n{}", comment, text, once);
            }
            **counted.borrow_mut() += 1;
        }
        Ok(())
    });
    assert!(files > 100, "{files} files");
}

/// Words with everything in them that means something to the language, and spaces in any number.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zñÁ]{1,12}",
        2 => Just(" ".to_owned()),
        1 => "[\"\\\\{}#,.:()=]{1,3}",
        1 => Just("  ".to_owned()),
        1 => "\\PC",
    ];
    // Quoted texts are read in NFC.
    vec(piece, 0..40).prop_map(|pieces| pieces.concat().nfc().collect())
}

const CLAUSE: &str = "clause a.b \"t\"
  text      \"t\"
  cites     \"t\"
  requires  true
  otherwise \"t {1 + 2} t\"
  remedy    \"t\"
";

#[test]
fn printed_words_read_as_the_same_words() {
    run(pairs(1_000), vec(words(), 6), |words| {
        let mut file = parse(SourceId(0), CLAUSE).file;
        let clause = match &mut file.items[..] {
            [Item::Provision(Provision { body, .. })] => Arc::get_mut(body),
            _ => None,
        };
        let Some(ProvisionBody::Clause(clause)) = clause else {
            return Err(TestCaseError::fail("the clause was not read"));
        };
        let mut words = words.into_iter();
        let mut next = || words.next().unwrap_or_default();
        clause.title.value = next();
        clause.cites.value = next();
        if let Some(text) = &mut clause.text {
            text.value = next();
        }
        for message in [&mut clause.otherwise, &mut clause.remedy]
            .into_iter()
            .flatten()
        {
            for part in &mut message.parts {
                if let MessagePart::Text(text) = part {
                    *text = next();
                }
            }
            // Two texts in a row, or an empty one, are nothing that a reader gives.
            message
                .parts
                .retain(|part| !matches!(part, MessagePart::Text(text) if text.is_empty()));
        }
        survives(&file)
    });
}
