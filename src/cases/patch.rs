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
