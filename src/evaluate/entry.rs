//! One entry of a version: the verdict of each of its subjects, and of each filing.

use std::cell::OnceCell;
use std::ops::Range;

use crate::check::ir::{ClauseId, EntryText, LevelId, ROOT};
use crate::compile::plan::{ClausePlan, Plan, Reg};
use crate::evaluate::governed::{Governed, Text};
use crate::evaluate::lanes::change;
use crate::evaluate::machine::Machine;
use crate::evaluate::register::{FALSE, TRUE, UNKNOWN};
use crate::evaluate::verdicts::Verdict;

/// The verdict of each subject of one entry, and the text that gave it.
pub(super) struct EntryVerdicts<'c> {
    pub(super) subjects: Subjects<'c>,
    /// For each filing where its rows begin, and one more for the end; nothing where each is the one row.
    filings: Option<&'c [usize]>,
}

impl<'c> EntryVerdicts<'c> {
    fn new(machine: &'c Machine<'_>, level: LevelId, subjects: Subjects<'c>) -> EntryVerdicts<'c> {
        let filings = (level != ROOT).then(|| machine.filings(level));
        EntryVerdicts { subjects, filings }
    }

    /// The subjects of a filing.
    pub(super) fn of_filing(&self, filing: usize) -> Range<usize> {
        match &self.filings {
            Some(starts) => starts[filing]..starts[filing + 1],
            None => filing..filing + 1,
        }
    }

    /// Puts the gravest verdict of each of some filings behind others; what weighs of it is added to what
    /// did so far.
    pub(super) fn gravest(
        &self,
        members: &[usize],
        weighed: &mut [Verdict],
        into: &mut Vec<Verdict>,
    ) {
        let begin = into.len();
        match &self.subjects {
            Subjects::Fixed(verdicts, _, weighs) => {
                into.extend(self.of_each(members, verdicts));
                if *weighs {
                    weigh(weighed, into[begin..].iter().copied());
                }
            }
            Subjects::Governed(governed) => {
                into.extend(self.of_each(members, &governed.verdicts));
                weigh(weighed, self.of_each(members, &governed.weighed));
            }
        }
    }

    /// The gravest verdict of the rows of each filing.
    fn of_each(&self, members: &[usize], verdicts: &[Verdict]) -> impl Iterator<Item = Verdict> {
        members.iter().map(|row| match self.filings {
            None => verdicts[*row],
            Some(_) => {
                let rows = &verdicts[self.of_filing(*row)];
                let first = Verdict::NotApplicable;
                rows.iter().fold(first, |gravest, one| gravest.max(*one))
            }
        })
    }
}

/// Adds verdicts to what weighed so far.
fn weigh(weighed: &mut [Verdict], also: impl Iterator<Item = Verdict>) {
    for (weighed, also) in weighed.iter_mut().zip(also) {
        *weighed = (*weighed).max(also);
    }
}

/// What each row of a level came to.
pub(super) enum Subjects<'c> {
    /// By one text; whether its verdict weighs in the filing's.
    Fixed(&'c [Verdict], ClauseId, bool),
    /// By texts of their own dates.
    Governed(Governed),
}

impl Subjects<'_> {
    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Subjects::Fixed(verdicts, ..) => verdicts.len(),
            Subjects::Governed(governed) => governed.verdicts.len(),
        }
    }

    /// The verdict of a row and the text that gave it.
    pub(super) fn of(&self, row: usize) -> (Verdict, Option<ClauseId>) {
        match self {
            Subjects::Fixed(verdicts, text, _) => (verdicts[row], Some(*text)),
            Subjects::Governed(governed) => (governed.verdicts[row], governed.texts[row]),
        }
    }
}

/// The verdicts of one entry of a version; nothing where no text of it is judged. Where the version judges
/// `alone`, it does so whatever the date of an act.
pub(super) fn judge_entry<'c>(
    machine: &'c Machine<'_>,
    version: usize,
    text: &EntryText,
    date: Option<Reg>,
    alone: bool,
    clauses: &'c [OnceCell<Vec<Verdict>>],
) -> Option<EntryVerdicts<'c>> {
    match text {
        EntryText::Governed { level, texts, .. } if alone => {
            match texts.get(version).copied().flatten() {
                Some(own) => {
                    let own = EntryText::Fixed(own);
                    judge_entry(machine, version, &own, None, alone, clauses)
                }
                // A clause that the one text has not does not apply.
                None => {
                    let nothing = Governed::nothing(machine.rows(*level).len);
                    let subjects = Subjects::Governed(nothing);
                    Some(EntryVerdicts::new(machine, *level, subjects))
                }
            }
        }
        EntryText::Fixed(clause) => {
            let level = machine.plan.clauses[clause.0 as usize].as_ref()?.level;
            let verdicts = of_clause(machine, *clause, clauses)?;
            let weighs = weighs(machine.plan, *clause);
            let subjects = Subjects::Fixed(verdicts, *clause, weighs);
            Some(EntryVerdicts::new(machine, level, subjects))
        }
        EntryText::Governed { level, texts, .. } => {
            let lacking = texts[version].is_none();
            let judged = texts
                .iter()
                .map(|text| text.filter(|text| of_clause(machine, *text, clauses).is_some()))
                .collect::<Vec<_>>();
            // A clause that no version judges has no verdict.
            judged.iter().flatten().next()?;
            let text_of = |clause: ClauseId| {
                Some(Text {
                    clause,
                    verdicts: clauses[clause.0 as usize].get()?,
                    weighs: weighs(machine.plan, clause),
                })
            };
            let texts: Vec<Option<Text<'_>>> = judged
                .into_iter()
                .map(|text| text.and_then(text_of))
                .collect();
            // What the text of the year does not ask for is not owed: a list that is left out is none.
            let left_out = lacking.then(|| machine.doubtful(*level)).flatten();
            let owed = |row: usize| left_out.as_ref().is_none_or(|left_out| !left_out[row]);
            let len = machine.rows(*level).len;
            let governed = Governed::new(machine.plan, &texts, machine.get(date?), len, owed);
            let subjects = Subjects::Governed(governed);
            Some(EntryVerdicts::new(machine, *level, subjects))
        }
    }
}

/// Whether a text is mandatory and binds the institution.
fn weighs(plan: &Plan, text: ClauseId) -> bool {
    let clause = plan.ir.clause(text);
    clause.weighs()
}

/// The verdict of each subject by one text, computed once a batch.
fn of_clause<'c>(
    machine: &Machine<'_>,
    clause: ClauseId,
    held: &'c [OnceCell<Vec<Verdict>>],
) -> Option<&'c Vec<Verdict>> {
    let at = clause.0 as usize;
    let plan = machine.plan.clauses[at].as_ref()?;
    Some(held[at].get_or_init(|| {
        machine.run(&plan.needs);
        subjects(machine, plan)
    }))
}

/// The verdict of each subject by one text.
pub(super) fn subjects(machine: &Machine<'_>, plan: &ClausePlan) -> Vec<Verdict> {
    let len = machine.rows(plan.level).len;
    // In one room: there are hundreds of clauses, and a chunk may have few filings.
    let mut room = vec![FALSE; 3 * len];
    let (applies, rest) = room.split_at_mut(len);
    let (excepted, requires) = rest.split_at_mut(len);
    applies.fill(TRUE);
    if let Some(doubtful) = machine.doubtful(plan.level) {
        change(applies, &doubtful, |applies, doubtful| {
            *applies = if doubtful { UNKNOWN } else { TRUE };
        });
    }
    for reg in &plan.applies {
        change(applies, machine.get(*reg).booleans(), |applies, also| {
            *applies = (*applies).min(also);
        });
    }
    for reg in &plan.exceptions {
        change(excepted, machine.get(*reg).booleans(), |excepted, also| {
            *excepted = (*excepted).max(also);
        });
    }
    let required = machine.get(plan.requires).booleans();
    change(requires, required, |requires, value| *requires = value);
    let rows = applies.iter().zip(excepted).zip(requires);
    rows.map(|((applies, excepted), requires)| {
        OUTCOMES[usize::from(*applies * 9 + *excepted * 3 + *requires)]
    })
    .collect()
}

/// The verdict for each three values of what applies, excepts and is required.
const OUTCOMES: [Verdict; 27] = {
    let mut outcomes = [Verdict::Undetermined; 27];
    let mut at = 0;
    while at < 27 {
        let (applies, excepted, requires) = (at as u8 / 9, at as u8 / 3 % 3, at as u8 % 3);
        outcomes[at] = match (applies, excepted, requires) {
            (FALSE, ..) => Verdict::NotApplicable,
            (_, TRUE, _) => Verdict::Exempt,
            (_, _, TRUE) => Verdict::Complies,
            (TRUE, FALSE, FALSE) => Verdict::Violates,
            _ => Verdict::Undetermined,
        };
        at += 1;
    }
    outcomes
};
