//! A draft for open consultation as one page.
//!
//! Comes in: the consolidated text of the draft, what changes in law, what the same filings come to by the
//! old text and by the draft. Goes out: one page of HTML or Markdown: what changes, whose verdict flips by
//! kind of institution, the open questions with what hangs on them, how to comment, the text.
//!
//! Invariants: no institution is named unless that is asked for.

use std::collections::BTreeMap;

use crate::check::ir::Ir;
use crate::diff::Diff;
use crate::evaluate::verdicts::{Judged, Verdict};
use crate::impact::Kind;
use crate::report::diff::{self, Between};
use crate::report::markdown::{code, plain};
use crate::report::outline::spoken;
use crate::report::overview::escaped;
use crate::report::text::counted;

/// What the filings come to by each side.
#[derive(Debug, Default)]
pub struct Flips {
    /// For each filing its verdicts by the old text, clause by clause.
    old: BTreeMap<String, BTreeMap<String, Verdict>>,
    /// For each clause and kind of institution how many verdicts became what.
    clauses: BTreeMap<String, BTreeMap<String, Tally>>,
    /// How many filings were judged by the draft, by kind of institution.
    kinds: BTreeMap<String, u64>,
    /// For each clause how many filings leave it open or break it by the draft.
    hangs: BTreeMap<String, u64>,
    /// The flips one by one, where names are asked for.
    named: Vec<(String, String, Verdict, Verdict)>,
}

/// How many verdicts became what.
type Tally = BTreeMap<Kind, u64>;

/// What the page is made of.
pub struct Draft<'a> {
    /// The old side and the draft, as they were named.
    pub between: Between<'a>,
    /// What changes in law.
    pub diff: &'a Diff,
    /// The draft as it means.
    pub ir: &'a Ir,
    /// Which version of it is the draft.
    pub version: usize,
    /// What the filings come to.
    pub flips: &'a Flips,
    /// Whether institutions are named.
    pub names: bool,
}

impl Flips {
    /// Takes in a filing that was judged by the old text.
    pub fn old(&mut self, ir: &Ir, judged: &Judged) {
        self.old.insert(judged.key.clone(), verdicts(ir, judged));
    }

    /// Takes in the same filing judged by the draft; `kind` is that of the institution.
    pub fn draft(&mut self, ir: &Ir, judged: &Judged, kind: &str) {
        *self.kinds.entry(kind.to_owned()).or_default() += 1;
        let before = self.old.get(&judged.key);
        for (clause, is) in verdicts(ir, judged) {
            if is >= Verdict::Undetermined {
                *self.hangs.entry(clause.clone()).or_default() += 1;
            }
            let Some(was) = before.and_then(|before| before.get(&clause)) else {
                continue;
            };
            let Some(flip) = Kind::of(*was, is) else {
                continue;
            };
            let kinds = self.clauses.entry(clause.clone()).or_default();
            *kinds
                .entry(kind.to_owned())
                .or_default()
                .entry(flip)
                .or_default() += 1;
            self.named.push((judged.key.clone(), clause, *was, is));
        }
    }
}

fn verdicts(ir: &Ir, judged: &Judged) -> BTreeMap<String, Verdict> {
    let entries = ir.versions[judged.version].entries.iter();
    entries
        .zip(&judged.clauses)
        .filter_map(|(entry, verdict)| verdict.map(|verdict| (entry.id.clone(), verdict)))
        .collect()
}

/// A clause of the draft that is not settled, with why, and how many verdicts hang on it.
struct Question<'a> {
    id: &'a str,
    title: &'a str,
    why: &'a str,
    hangs: u64,
}

fn questions<'a>(draft: &Draft<'a>) -> Vec<Question<'a>> {
    let entries = draft.ir.versions[draft.version].entries.iter();
    entries
        .filter_map(|entry| {
            let clause = draft.ir.clause(spoken(draft.ir, draft.version, entry)?);
            Some(Question {
                id: &clause.id,
                title: &clause.title,
                why: &clause.marks.first()?.why,
                hangs: draft.flips.hangs.get(&clause.id).copied().unwrap_or(0),
            })
        })
        .collect()
}

/// `3 worse, 1 better`
fn said(tally: &Tally) -> String {
    let parts: Vec<String> = Kind::ALL
        .into_iter()
        .filter_map(|kind| Some(format!("{} {}", tally.get(&kind)?, kind.words())))
        .collect();
    parts.join(", ")
}

const COMMENT: &str = "Name the clause by its id, as it stands beside its title, and say what should change, \
     in which words, and why. A comment that names no clause is read, but cannot be answered clause by clause.";

/// The page as HTML; `text` is the page of the draft's consolidated text, into which it goes.
pub fn html(draft: &Draft<'_>, text: &str) -> String {
    let mut out = format!(
        "<section id=\"consultation\">\n<h2>Draft for consultation: from {} to {}</h2>\n",
        escaped(draft.between.old),
        escaped(draft.between.new)
    );
    out.push_str("<section id=\"changes\">\n<h2>What changes in law</h2>\n");
    out.push_str(&diff::html(draft.diff));
    out.push_str("</section>\n<section id=\"flips\">\n<h2>Whose verdict flips</h2>\n");
    let judged: u64 = draft.flips.kinds.values().sum();
    out.push_str(&format!(
        "<p>Of {} judged by both texts; the draft judges every act, whatever its date.</p>\n",
        counted(judged, "filing", "filings")
    ));
    if draft.flips.clauses.is_empty() {
        out.push_str("<p>No verdict flips.</p>\n");
    } else {
        out.push_str(
            "<table><thead><tr><th scope=\"col\">Clause</th><th scope=\"col\">Kind of institution</th>\
             <th scope=\"col\">Verdicts</th></tr></thead><tbody>\n",
        );
        for (clause, kinds) in &draft.flips.clauses {
            for (kind, tally) in kinds {
                out.push_str(&format!(
                    "<tr><th scope=\"row\"><code>{}</code></th><td>{}</td><td>{}</td></tr>\n",
                    escaped(clause),
                    escaped(kind),
                    said(tally)
                ));
            }
        }
        out.push_str("</tbody></table>\n");
        if draft.names {
            out.push_str("<ul>\n");
            for (filing, clause, was, is) in &draft.flips.named {
                out.push_str(&format!(
                    "<li>{}: <code>{}</code> {} → {}</li>\n",
                    escaped(filing),
                    escaped(clause),
                    was.as_str().replace('_', " "),
                    is.as_str().replace('_', " ")
                ));
            }
            out.push_str("</ul>\n");
        }
    }
    out.push_str("</section>\n<section id=\"questions\">\n<h2>Open questions</h2>\n");
    let questions = questions(draft);
    if questions.is_empty() {
        out.push_str("<p>None is marked.</p>\n");
    } else {
        out.push_str("<ul>\n");
        for question in questions {
            out.push_str(&format!(
                "<li><code>{}</code> {}: {} ({} broken or open by it)</li>\n",
                escaped(question.id),
                escaped(question.title),
                escaped(question.why),
                counted(question.hangs, "filing", "filings")
            ));
        }
        out.push_str("</ul>\n");
    }
    out.push_str(&format!(
        "</section>\n<section id=\"comment\">\n<h2>How to comment</h2>\n<p>{COMMENT}</p>\n</section>\n</section>\n"
    ));
    match text.find("<main>\n") {
        Some(at) => {
            let (before, after) = text.split_at(at + "<main>\n".len());
            format!("{before}{out}{after}")
        }
        None => format!("{out}{text}"),
    }
}

/// The page as Markdown; `text` is the draft's consolidated text, which stands at its end.
pub fn markdown(draft: &Draft<'_>, text: &str) -> String {
    let mut out = format!(
        "# Draft for consultation: from {} to {}\n\n## What changes in law\n\n",
        code(draft.between.old),
        code(draft.between.new)
    );
    out.push_str(&diff::markdown(draft.diff, draft.between));
    let judged: u64 = draft.flips.kinds.values().sum();
    out.push_str(&format!(
        "\n## Whose verdict flips\n\nOf {} judged by both texts; the draft judges every act, whatever its date.\n\n",
        counted(judged, "filing", "filings")
    ));
    if draft.flips.clauses.is_empty() {
        out.push_str("No verdict flips.\n");
    } else {
        out.push_str("| clause | kind of institution | verdicts |\n|---|---|---|\n");
        for (clause, kinds) in &draft.flips.clauses {
            for (kind, tally) in kinds {
                let kind = plain(kind);
                out.push_str(&format!(
                    "| {} | {kind} | {} |\n",
                    code(clause),
                    said(tally)
                ));
            }
        }
        if draft.names {
            out.push('\n');
            for (filing, clause, was, is) in &draft.flips.named {
                out.push_str(&format!(
                    "- {}: {} {} → {}\n",
                    plain(filing),
                    code(clause),
                    was.as_str().replace('_', " "),
                    is.as_str().replace('_', " ")
                ));
            }
        }
    }
    out.push_str("\n## Open questions\n\n");
    let questions = questions(draft);
    if questions.is_empty() {
        out.push_str("None is marked.\n");
    }
    for question in questions {
        out.push_str(&format!(
            "- {} {}: {} ({} broken or open by it)\n",
            code(question.id),
            plain(question.title),
            plain(question.why),
            counted(question.hangs, "filing", "filings")
        ));
    }
    out.push_str(&format!(
        "\n## How to comment\n\n{COMMENT}\n\n## The text\n\n{text}"
    ));
    out
}
