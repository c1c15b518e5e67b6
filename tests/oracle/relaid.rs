//! A random book does not differ from itself, nor from what the printer makes of it; of two books that
//! do differ, either way round says so.

use std::cell::Cell;

use dictamen::Loaded;
use dictamen::diff::{Diff, Side, books};
use dictamen::source::{SourceFile, Sources};
use dictamen::syntax;
use proptest::test_runner::TestCaseError;

use crate::random::books::{File, write};
use crate::runs::{pairs, run};
use crate::tapes;

fn load(files: &[File]) -> Option<Loaded> {
    let mut sources = Sources::new();
    for (path, text) in files {
        sources.add(SourceFile::new(path, text.as_str()));
    }
    let loaded = dictamen::load_texts(sources);
    loaded.ir.is_some().then_some(loaded)
}

fn between(old: &Loaded, new: &Loaded) -> Diff {
    books(side(old), side(new))
}

fn side(loaded: &Loaded) -> Side<'_> {
    Side {
        book: &loaded.book,
        sources: &loaded.sources,
    }
}

/// The printed texts, comments and layout gone.
fn printed(files: &[File]) -> Vec<File> {
    let mut sources = Sources::new();
    let print = |(path, text): &File| {
        let id = sources.add(SourceFile::new(path, text.as_str()));
        let tree = syntax::parse(id, text).file;
        (path.clone(), syntax::print::print(&tree))
    };
    files.iter().map(print).collect()
}

#[test]
fn a_book_in_another_layout_is_the_same_book() {
    let (sound, apart) = (Cell::new(0), Cell::new(0));
    run(
        pairs(50),
        (tapes::book(7), tapes::book(7)),
        |(one, other)| {
            let (one, other) = (write(&one), write(&other));
            let Some(book) = load(&one) else {
                return Ok(());
            };
            sound.set(sound.get() + 1);
            let fail = |words: String| Err(TestCaseError::fail(words));
            let Some(again) = load(&printed(&one)) else {
                return fail(format!("what was printed is not sound:\n{one:?}"));
            };
            for (old, new) in [(&book, &book), (&book, &again), (&again, &book)] {
                let found = between(old, new);
                if found != Diff::default() {
                    return fail(format!("{found:#?}\n{one:?}"));
                }
            }
            if let Some(other) = load(&other) {
                let (there, back) = (between(&book, &other), between(&other, &book));
                if there.items.is_empty() != back.items.is_empty() {
                    return fail(format!("{there:#?}\n{back:#?}\n{one:?}"));
                }
                apart.set(apart.get() + usize::from(!there.items.is_empty()));
            }
            Ok(())
        },
    );
    assert!(sound.get() > 20, "{} sound books", sound.get());
    assert!(apart.get() > 10, "{} pairs that differ", apart.get());
}
