//! A clause whose text follows a date of each row: the verdict by the text in force on it.

use crate::batch::GIVEN;
use crate::check::ir::ClauseId;
use crate::compile::plan::Plan;
use crate::evaluate::register::{Register, pick};
use crate::evaluate::verdicts::Verdict;

/// What each row came to by the text in force on its date.
pub(super) struct Governed {
    pub(super) verdicts: Vec<Verdict>,
    /// For each row what counts for the filing as a whole: of texts that only might govern, one may
    /// bind the institution and another not.
    pub(super) weighed: Vec<Verdict>,
    /// For each row the clause text; nothing where none was in force.
    pub(super) texts: Vec<Option<ClauseId>>,
}

/// A text of the clause, judged for every row.
pub(super) struct Text<'c> {
    pub(super) clause: ClauseId,
    pub(super) verdicts: &'c [Verdict],
    /// Whether it is mandatory and binds the institution.
    pub(super) weighs: bool,
}

impl Text<'_> {
    /// What a verdict by it counts for the filing.
    fn weigh(&self, verdict: Verdict) -> Verdict {
        if self.weighs {
            verdict
        } else {
            Verdict::NotApplicable
        }
    }
}

impl Governed {
    /// `texts` are those of each version, of which at least one is judged; `dates` has a date for each row;
    /// what is not `owed` is not asked for.
    pub(super) fn new(
        plan: &Plan,
        texts: &[Option<Text<'_>>],
        dates: &Register,
        len: usize,
        owed: impl Fn(usize) -> bool,
    ) -> Governed {
        let begins: Vec<i32> = plan
            .ir
            .versions
            .iter()
            .map(|version| version.in_force.count())
            .collect();
        let (states, days) = dates.days();
        let mut governed = Governed {
            verdicts: Vec::with_capacity(len),
            weighed: Vec::with_capacity(len),
            texts: Vec::with_capacity(len),
        };
        for row in 0..len {
            if !owed(row) {
                governed.push(Verdict::NotApplicable, Verdict::NotApplicable, None);
                continue;
            }
            if pick(&states, row) != GIVEN {
                governed.by_any(texts, row);
                continue;
            }
            // The version in force on a day is the last whose first day has come.
            let day = pick(&days, row);
            let version = begins.iter().rposition(|begin| *begin <= day);
            match version.and_then(|version| texts[version].as_ref()) {
                Some(text) => {
                    let verdict = text.verdicts[row];
                    governed.push(verdict, text.weigh(verdict), Some(text.clause));
                }
                None => governed.push(Verdict::NotApplicable, Verdict::NotApplicable, None),
            }
        }
        governed
    }

    /// That no text was in force for any row.
    pub(super) fn nothing(len: usize) -> Governed {
        Governed {
            verdicts: vec![Verdict::NotApplicable; len],
            weighed: vec![Verdict::NotApplicable; len],
            texts: vec![None; len],
        }
    }

    /// With the date unknown: the gravest, but never a breach. Of equals the latest text.
    fn by_any(&mut self, texts: &[Option<Text<'_>>], row: usize) {
        let (mut gravest, mut weighed, mut by) =
            (Verdict::NotApplicable, Verdict::NotApplicable, None);
        for text in texts.iter().flatten() {
            let verdict = text.verdicts[row].min(Verdict::Undetermined);
            if verdict >= gravest {
                (gravest, by) = (verdict, Some(text.clause));
            }
            weighed = weighed.max(text.weigh(verdict));
        }
        self.push(gravest, weighed, by);
    }

    fn push(&mut self, verdict: Verdict, weighed: Verdict, text: Option<ClauseId>) {
        self.verdicts.push(verdict);
        self.weighed.push(weighed);
        self.texts.push(text);
    }
}
