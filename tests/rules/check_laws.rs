//! Laws that hold for every text: no panic, an `Ir` exactly where nothing is wrong, and what it promises.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::Path;
use std::sync::Arc;

use dictamen::Loaded;
use dictamen::check::check;
use dictamen::check::ir::{Ir, LevelId, LevelKind, Op, Reduction};
use dictamen::diagnostic::{Diagnostic, Severity, codes};
use dictamen::source::{SourceFile, Sources};
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn is_around(ir: &Ir, outer: LevelId, inner: LevelId) -> bool {
    let mut at = Some(inner);
    while let Some(level) = at {
        if level == outer {
            return true;
        }
        at = ir.level(level).parent;
    }
    false
}

/// What an `Ir` promises to those who read it.
fn lawful(ir: &Ir) {
    for (at, level) in ir.levels.iter().enumerate() {
        assert_eq!(level.parent.is_none(), at == 0);
        let Some(parent) = level.parent else {
            continue;
        };
        assert!((parent.0 as usize) < at);
        let owner = match &level.kind {
            LevelKind::List { owner, .. } => *owner,
            LevelKind::Referring { to, .. } => *to,
            LevelKind::Set { members } => {
                assert!(!members.is_empty());
                parent
            }
            LevelKind::Filing => panic!("one filing"),
        };
        let mut between = parent;
        while between != owner {
            assert!(matches!(ir.level(between).kind, LevelKind::Set { .. }));
            between = ir.level(between).parent.unwrap();
        }
    }
    for (at, node) in ir.nodes.iter().enumerate() {
        for operand in node.op.operands() {
            assert!((operand.0 as usize) < at);
        }
        match &node.op {
            Op::Column(level, column) => {
                assert_eq!(*level, node.level);
                assert!((column.0 as usize) < ir.layout.columns.len());
            }
            Op::Row(level) | Op::Member(level) => assert_eq!(*level, node.level),
            Op::Reduce {
                level,
                filter,
                body,
                reduction,
            } => {
                assert_eq!(ir.level(*level).parent, Some(node.level));
                assert_eq!(body.is_none(), *reduction == Reduction::Count);
                for inner in filter.iter().chain(body) {
                    assert!(is_around(ir, ir.node(*inner).level, *level));
                }
            }
            Op::LongestGap {
                level,
                filter,
                body,
                from,
                to,
                than,
                ..
            } => {
                assert_eq!(ir.level(*level).parent, Some(node.level));
                for inner in filter.iter().chain([body]) {
                    assert!(is_around(ir, ir.node(*inner).level, *level));
                }
                for outer in [from, to, than] {
                    assert!(is_around(ir, ir.node(*outer).level, node.level));
                }
            }
            other => {
                for operand in other.operands() {
                    assert!(is_around(ir, ir.node(operand).level, node.level));
                }
            }
        }
        if let Op::If(_, a, b) = &node.op {
            let (a, b) = (ir.node(*a).ty, ir.node(*b).ty);
            assert!(a == node.ty || b == node.ty);
        }
    }
    for (at, trace) in ir.traces.iter().enumerate() {
        assert!((trace.expr.0 as usize) < ir.nodes.len());
        assert!(trace.parts.iter().all(|part| (part.0 as usize) < at));
    }
    for clause in &ir.clauses {
        for applies in &clause.applies {
            assert!(is_around(
                ir,
                ir.node(ir.trace(*applies).expr).level,
                clause.level
            ));
        }
    }
}

/// What a version leaves alone is not checked again; where every version has texts of its own, it is.
/// Both say the same.
fn alike_checked_again(loaded: &Loaded) {
    let mut apart = loaded.book.clone();
    for provision in apart
        .versions
        .iter_mut()
        .flat_map(|held| &mut held.provisions)
    {
        provision.body = Arc::new(provision.body.as_ref().clone());
    }
    let [once, again] = [&loaded.book, &apart].map(|book| check(book, &loaded.sources));
    let meaning = |ir: &Option<Ir>| {
        ir.as_ref().map(|ir| {
            let expressions = (&ir.nodes, &ir.levels, &ir.traces);
            format!(
                "{expressions:?} {:?} {:?} {:?}",
                ir.clauses, ir.versions, ir.indicators
            )
        })
    };
    assert_eq!(meaning(&once.ir), meaning(&again.ir));
    // Which words tell of a choice that changed depends on whether the text did.
    let others = |found: Vec<Diagnostic>| {
        let others = found
            .into_iter()
            .filter(|found| found.code != codes::GOVERNED);
        others.collect::<Vec<_>>()
    };
    assert_eq!(others(once.diagnostics), others(again.diagnostics));
}

fn texts(book: &str) -> Vec<(String, String)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(book);
    let read = dictamen::book::read(&dir).unwrap();
    let of = read.sources.iter();
    of.map(|(_, file)| (file.path.display().to_string(), file.text.clone()))
        .collect()
}

fn load(texts: &[(String, String)]) -> bool {
    let mut sources = Sources::new();
    for (path, text) in texts {
        sources.add(SourceFile::new(path, text.as_str()));
    }
    let loaded = dictamen::load_texts(sources);
    let told = &loaded.diagnostics;
    let wrong = |found: &Diagnostic| found.severity == Severity::Error;
    assert_eq!(loaded.ir.is_some(), !told.iter().any(wrong), "{told:?}");
    for found in &loaded.diagnostics {
        for label in found.secondary.iter().chain([&found.primary]) {
            let text = &loaded.sources.get(label.span.source).text;
            assert!(
                text.get(label.span.start as usize..label.span.end as usize)
                    .is_some()
            );
        }
        assert!(!found.message.ends_with('.') && !found.message.is_empty());
    }
    if let Some(ir) = &loaded.ir {
        lawful(ir);
        let _ = dictamen::check::listing(ir, &loaded.sources);
    }
    alike_checked_again(&loaded);
    loaded.ir.is_some()
}

/// A text with one line or word lost, doubled or taken from elsewhere.
fn mutated(text: &str, words: &[&str], random: &mut ChaCha8Rng) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return String::new();
    }
    let at = random.random_range(0..lines.len());
    match random.random_range(0..8) {
        0 => {
            lines.remove(at);
        }
        1 => {
            let line = lines[at].clone();
            lines.insert(random.random_range(0..=lines.len()), line);
        }
        _ => {
            let line = lines[at].clone();
            let indent = line.len() - line.trim_start().len();
            let mut parts: Vec<&str> = line.split_whitespace().collect();
            if !parts.is_empty() {
                let part = random.random_range(0..parts.len());
                parts[part] = words.choose(random).unwrap();
            }
            lines[at] = format!("{}{}", &line[..indent], parts.join(" "));
        }
    }
    lines.join("\n")
}

fn mangle(book: &str, rounds: u64) -> usize {
    let whole = texts(book);
    let all: String = whole.iter().map(|(_, text)| format!("{text}\n")).collect();
    let words: Vec<&str> = all.split_whitespace().collect();
    let mut sound = 0;
    for seed in 0..rounds {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut texts = whole.clone();
        for _ in 0..random.random_range(1..4) {
            let at = random.random_range(0..texts.len());
            texts[at].1 = mutated(&texts[at].1, &words, &mut random);
        }
        sound += usize::from(load(&texts));
    }
    sound
}

fn rounds() -> u64 {
    let asked = std::env::var("DICTAMEN_ROUNDS").ok();
    asked.and_then(|rounds| rounds.parse().ok()).unwrap_or(60)
}

#[test]
fn sound_books_keep_their_promises() {
    for book in ["policy", "forms", "amended"].map(|book| format!("fixtures/check/sound/{book}")) {
        assert!(load(&texts(&book)), "{book}");
    }
}

#[test]
fn mangled_books_are_told_or_sound() {
    for book in ["forms", "amended"].map(|book| format!("fixtures/check/sound/{book}")) {
        let sound = mangle(&book, rounds());
        assert!(sound < rounds() as usize, "{book}");
    }
}

#[test]
fn the_policy_mangled_is_the_same_checked_again() {
    mangle("rules", rounds() / 3);
}
