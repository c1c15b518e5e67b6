//! A filing is read the same however it is written: in JSON, or in YAML of any style; and what is wrong with
//! it is told alike.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use crate::filings::{Node, as_json, as_yaml, filing};
use crate::ingest_support::{VOCABULARY, World, world_of};
use crate::styles::unusual;
use dictamen::ingest::{Decoded, Reject};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// Puts something in the place of a single value that is wrong nearly everywhere, in JSON and YAML alike.
fn spoil(filing: &mut Node, at: Index, wrong: u8) {
    let mut leaves = Vec::new();
    gather(filing, &mut leaves);
    if leaves.is_empty() {
        return;
    }
    let at = at.index(leaves.len());
    *leaves.swap_remove(at) = match wrong {
        0 => Node::Text("¿qué?".to_owned()),
        1 => Node::List(vec![Node::Text("one".to_owned())]),
        2 => Node::List(Vec::new()),
        3 => Node::Record(Vec::new()),
        _ => Node::Record(vec![("unknown".to_owned(), Node::List(vec![Node::Null]))]),
    };
}

fn gather<'n>(node: &'n mut Node, leaves: &mut Vec<&'n mut Node>) {
    match node {
        Node::List(items) => items.iter_mut().for_each(|item| gather(item, leaves)),
        Node::Record(fields) => fields
            .iter_mut()
            .for_each(|(_, value)| gather(value, leaves)),
        _ => leaves.push(node),
    }
}

/// What is told of a filing that is the same in every format.
fn told(rejects: &[Reject]) -> Vec<String> {
    let each = rejects.iter().map(|reject| {
        let reasons = reject.reasons.iter();
        let reasons: Vec<_> = reasons
            .map(|one| format!("{}: {}", one.field, one.cause))
            .collect();
        format!("{:?} {} {}", reject.key, reject.more, reasons.join("; "))
    });
    each.collect()
}

fn same(world: &World, json: &Decoded, yaml: &Decoded, text: &str) {
    assert_eq!(told(&json.rejects), told(&yaml.rejects), "{text}");
    assert_eq!(json.batch.len(), yaml.batch.len(), "{text}");
    for at in 0..json.batch.len() {
        assert_eq!(
            world.show(&json.batch, at),
            world.show(&yaml.batch, at),
            "{text}"
        );
    }
    assert_eq!(json.warnings, yaml.warnings, "{text}");
    let lines = text.lines().count() + 1;
    for reason in yaml.rejects.iter().flat_map(|reject| &reject.reasons) {
        assert!((1..=lines).contains(&reason.line.unwrap()), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_filing_is_read_the_same_however_it_is_written(
        filing in filing(),
        spoils in vec((any::<Index>(), 0u8..5), 0..4),
        choices in vec(any::<u8>(), 1..40),
    ) {
        let mut filing = filing;
        for (at, wrong) in spoils {
            spoil(&mut filing, at, wrong);
        }
        let json = as_json(&filing);
        let half = |path: &str| path.len().is_multiple_of(2);
        for world in [world_of(VOCABULARY, true, |_| true), world_of(VOCABULARY, false, half)] {
            let read = world.json(&json);
            for text in [&json, &as_yaml(&filing), &unusual(&filing, &choices)] {
                same(&world, &read, &world.yaml(text), text);
            }
        }
    }
}
