//! A letter that has everything, on which a template is tried.

use crate::report::letter::matters::{Found, Letter, Line, Matter, Value, Want};

/// A letter in which nothing is left out.
pub fn whole() -> Letter {
    let text = |words: &str| words.to_owned();
    let value = Value {
        name: text("signed on"),
        value: text("2 March 2018"),
    };
    let found = Found {
        subject: Some(text("requests R-7")),
        message: text("R-7: signed without assent"),
        values: vec![value.clone()],
        missing: vec![text("requests R-7, amount")],
        remedy: Some(text("File the study")),
        place: Some(text("line 12, column 8 of filings.ndjson")),
    };
    let matter = Matter {
        id: text("procurement.assent"),
        title: text("No contract without assent"),
        text: Some(text(
            "No contract is signed without the assent of the unit.",
        )),
        cites: text("Acuerdo art. 9"),
        version: text("2016"),
        of: text("Acuerdo, text of 4 February 2016"),
        in_force: text("4 February 2016"),
        authority: Some(text("Unidad de Gobierno Digital")),
        binds: Some(text("Órgano Interno de Control")),
        verdict: "violates",
        verdict_in_words: "broken",
        severity: "mandatory",
        marks: vec![text("whether days are counted from the signature")],
        findings: vec![found],
        more: 3,
    };
    let line = Line {
        id: text("petic.strategic_cap"),
        title: text("At most seven strategic projects"),
        cites: text("Acuerdo art. 6"),
    };
    Letter {
        filing: text("2018-HCB"),
        year: text("2018"),
        institution: Some(text("Hospital")),
        addressee: vec![value],
        ruleset: text("Acuerdo"),
        version: text("2016"),
        as_of: text("31 December 2018"),
        verdict: "violates",
        verdict_in_words: "broken",
        conclusion: "The filing breaks duties.",
        broken: vec![matter.clone()],
        open: vec![matter.clone()],
        advice: vec![matter.clone()],
        offices: vec![matter],
        complied: vec![line.clone()],
        exempt: vec![line.clone()],
        not_applicable: vec![line.clone()],
        not_judged: vec![line],
        wanted: vec![Want {
            name: text("requests R-7, amount"),
            send_to: vec![text("Unidad de Gobierno Digital")],
            clauses: vec![text("procurement.assent")],
        }],
        digest: Some(text("sha256:0f")),
        program: "dictamen",
        ..Letter::default()
    }
}
