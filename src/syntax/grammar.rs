//! The grammar of `grammar/*.pest` as a parser, and the words of the language by their rules.

use hashbrown::HashMap;
use pest_derive::Parser;
use std::sync::LazyLock;

/// The grammar's files, keywords first.
#[derive(Parser)]
#[grammar = "grammar/keywords.pest"]
#[grammar = "grammar/lexical.pest"]
#[grammar = "grammar/vocabulary.pest"]
#[grammar = "grammar/expression.pest"]
#[grammar = "grammar/clause.pest"]
#[grammar = "grammar/translation.pest"]
pub(super) struct Grammar;

/// Both ways between a word's rule and its spelling, read from the one file that has them.
struct Words {
    by_text: HashMap<&'static str, Rule>,
    by_rule: HashMap<Rule, &'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let spellings: HashMap<&str, &'static str> = include_str!("../../grammar/keywords.pest")
        .lines()
        .filter(|line| line.starts_with("word_") || line.starts_with("soft_"))
        .filter_map(|line| Some((line.split(' ').next()?, line.split('"').nth(1)?)))
        .collect();
    let mut words = Words {
        by_text: HashMap::new(),
        by_rule: HashMap::new(),
    };
    for rule in Rule::all_rules() {
        if let Some(text) = spellings.get(format!("{rule:?}").as_str()) {
            words.by_text.insert(text, *rule);
            words.by_rule.insert(*rule, text);
        }
    }
    words
});

/// The word of the language that this text is, if it is one.
pub(super) fn word(text: &str) -> Option<Rule> {
    WORDS.by_text.get(text).copied()
}

/// How a word is written; empty for a rule that is no word.
pub(super) fn spelled(rule: Rule) -> &'static str {
    WORDS.by_rule.get(&rule).copied().unwrap_or("")
}

/// Whether a word is one that cannot be a name where names stand alone.
pub(super) fn is_reserved(rule: Rule) -> bool {
    !SOFT_WORDS.contains(&rule)
}

/// The words that mean something at the beginning of their own lines alone.
const SOFT_WORDS: &[Rule] = &[
    Rule::soft_drops,
    Rule::soft_translation,
    Rule::soft_reading,
    Rule::soft_draft,
    Rule::soft_consulted,
    Rule::soft_at,
    Rule::soft_closed,
    Rule::soft_this,
];

/// Whether a word begins an item.
pub(super) fn begins_item(rule: Rule) -> bool {
    ITEM_WORDS.contains(&rule)
}

/// The words that begin an item.
pub(super) const ITEM_WORDS: &[Rule] = &[
    Rule::word_vocabulary,
    Rule::word_authority,
    Rule::word_enum,
    Rule::word_record,
    Rule::word_filing,
    Rule::word_calendar,
    Rule::word_ruleset,
    Rule::word_part,
    Rule::word_clause,
    Rule::word_parameter,
    Rule::word_define,
    Rule::word_indicator,
    Rule::word_adds,
    Rule::word_replaces,
    Rule::word_amends,
    Rule::word_repeals,
    Rule::word_sets,
    Rule::soft_translation,
];

#[cfg(test)]
mod tests {
    use super::{Grammar, Rule, SOFT_WORDS, is_reserved, spelled, word};
    use pest::Parser;

    #[test]
    fn every_word_is_reserved_and_spelled() {
        for rule in Rule::all_rules() {
            let name = format!("{rule:?}");
            if name.starts_with("word_") && name != "word_end" {
                let text = spelled(*rule);
                assert_eq!(word(text), Some(*rule));
                assert!(Grammar::parse(Rule::reserved, text).is_ok(), "{name}");
                assert!(Grammar::parse(Rule::plain_name, text).is_err(), "{name}");
            }
        }
    }

    #[test]
    fn a_soft_word_is_spelled_and_remains_a_name() {
        let named = |rule: &&Rule| format!("{rule:?}").starts_with("soft_");
        let soft: Vec<Rule> = Rule::all_rules().iter().filter(named).copied().collect();
        assert_eq!(soft.len(), SOFT_WORDS.len());
        for rule in soft {
            assert!(!is_reserved(rule));
            assert_eq!(word(spelled(rule)), Some(rule));
            assert!(
                Grammar::parse(Rule::plain_name, spelled(rule)).is_ok(),
                "{rule:?}"
            );
        }
    }

    /// What one look goes by is the beginning of every word that it looks for.
    #[test]
    fn the_words_of_operators_are_seen_at_one_look() {
        let compare = [
            Rule::word_is,
            Rule::word_in,
            Rule::word_not,
            Rule::word_between,
            Rule::word_before,
            Rule::word_after,
            Rule::word_by,
            Rule::word_on,
        ];
        let infix = [Rule::word_on, Rule::word_of];
        for (sign, words) in [
            (Rule::compare_sign, &compare[..]),
            (Rule::infix_sign, &infix[..]),
        ] {
            for word in words {
                assert!(Grammar::parse(sign, spelled(*word)).is_ok(), "{word:?}");
            }
        }
    }
}
