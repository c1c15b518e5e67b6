//! An impact for programs.

use crate::evaluate::verdicts::Verdict;
use crate::impact::{Attributed, Cause, Flip, Impact, Kind, Reason, Row, Table, Who};
use crate::ingest::Reject;
use crate::report::impact::left_out;
use crate::report::json::{integer, text};

/// One JSON object, a clause a line.
pub fn json(impact: &Impact) -> String {
    let mut out = b"{".to_vec();
    let number = |out: &mut Vec<u8>, name: &str, count: u64| {
        out.extend_from_slice(format!(",\"{name}\":{count}").as_bytes());
    };
    out.extend_from_slice(b"\"old\":");
    text(&mut out, &impact.old);
    out.extend_from_slice(b",\"new\":");
    text(&mut out, &impact.new);
    out.extend_from_slice(b",\"as_of\":");
    text(&mut out, &impact.as_of.to_string());
    out.extend_from_slice(b",\"acts\":");
    text(&mut out, impact.acts.as_str());
    number(&mut out, "compared", impact.compared);
    number(&mut out, "unreadable", impact.unreadable);
    number(&mut out, "only_old", impact.only_old);
    number(&mut out, "only_new", impact.only_new);
    out.extend_from_slice(b",\"flips\":");
    kinds(&mut out, |kind| impact.of(kind));
    out.extend_from_slice(b",\n\"filings\":");
    row(&mut out, &impact.whole, impact.years.is_some());
    out.extend_from_slice(b",\n\"clauses\":[");
    lines(&mut out, &impact.rows, |out, one| {
        row(out, one, impact.years.is_some());
    });
    out.extend_from_slice(b"],\n\"before\":");
    match &impact.years {
        None => out.extend_from_slice(b"null"),
        Some(years) => {
            out.extend_from_slice(format!("{{\"matched\":{}", years.matched).as_bytes());
            number(&mut out, "newcomers", years.newcomers);
            number(&mut out, "gone", years.gone);
            number(&mut out, "unreadable", years.unreadable);
            number(&mut out, "repeated", years.repeated);
            out.push(b'}');
        }
    }
    out.extend_from_slice(b",\n\"refused\":[");
    lines(&mut out, &impact.refused, |out, one| {
        let by = if one.by_new { "new" } else { "old" };
        reject(out, by, &one.reject);
    });
    out.extend_from_slice(b"],\n\"rejects\":[");
    lines(&mut out, &impact.rejects, |out, one| {
        reject(out, "both", one);
    });
    out.extend_from_slice(b"]}\n");
    String::from_utf8_lossy(&out).into_owned()
}

fn lines<T>(out: &mut Vec<u8>, all: &[T], mut one: impl FnMut(&mut Vec<u8>, &T)) {
    for (at, item) in all.iter().enumerate() {
        out.extend_from_slice(if at == 0 { b"\n  " } else { b",\n  " });
        one(out, item);
    }
}

fn list<T>(out: &mut Vec<u8>, all: &[T], mut one: impl FnMut(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (at, item) in all.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        one(out, item);
    }
    out.push(b']');
}

fn kinds(out: &mut Vec<u8>, count: impl Fn(Kind) -> u64) {
    for (at, kind) in Kind::ALL.into_iter().enumerate() {
        let before = if at == 0 { '{' } else { ',' };
        let member = format!("{before}\"{}\":{}", kind.as_str(), count(kind));
        out.extend_from_slice(member.as_bytes());
    }
    out.push(b'}');
}

fn row(out: &mut Vec<u8>, row: &Row, years: bool) {
    out.push(b'{');
    if !row.id.is_empty() {
        out.extend_from_slice(b"\"clause\":");
        text(out, &row.id);
        out.extend_from_slice(b",\"title\":");
        text(out, &row.title);
        let counts = format!(",\"added\":{},\"repealed\":{},", row.added, row.repealed);
        out.extend_from_slice(counts.as_bytes());
    }
    out.extend_from_slice(b"\"transitions\":");
    transitions(out, &row.table);
    out.extend_from_slice(b",\"flips\":");
    kinds(out, |kind| row.of(kind));
    out.extend_from_slice(b",\"listed\":");
    list(out, &row.flips, flip);
    out.extend_from_slice(format!(",\"left_out\":{}", left_out(row)).as_bytes());
    if years && !row.id.is_empty() {
        for (at, cause) in Cause::ALL.into_iter().enumerate() {
            let before = if at == 0 { ",\"causes\":{" } else { "," };
            let count = row.causes[cause as usize];
            let member = format!("{before}\"{}\":{count}", cause.as_str());
            out.extend_from_slice(member.as_bytes());
        }
        out.extend_from_slice(b"},\"since\":");
        list(out, &row.attributed, attributed);
    }
    out.push(b'}');
}

/// Of each verdict what it became: `{"violates":{"complies":2},…}`, what never occurs left out.
fn transitions(out: &mut Vec<u8>, table: &Table) {
    out.push(b'{');
    let mut between = "";
    for was in Verdict::ALL {
        let counts = table[was as usize];
        let some = Verdict::ALL
            .into_iter()
            .filter(|is| counts[*is as usize] > 0);
        let some: Vec<String> = some
            .map(|is| format!("\"{}\":{}", is.as_str(), counts[is as usize]))
            .collect();
        if !some.is_empty() {
            let member = format!("{between}\"{}\":{{{}}}", was.as_str(), some.join(","));
            out.extend_from_slice(member.as_bytes());
            between = ",";
        }
    }
    out.push(b'}');
}

fn whose(out: &mut Vec<u8>, who: &Who) {
    out.extend_from_slice(b"{\"institution\":");
    text(out, &who.institution);
    out.extend_from_slice(b",\"name\":");
    match &who.name {
        Some(name) => text(out, name),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"filing\":");
    text(out, &who.filing);
    out.extend_from_slice(b",\"year\":");
    integer(out, who.year);
    out.extend_from_slice(b",\"file\":");
    text(out, &who.file);
    out.extend_from_slice(format!(",\"line\":{}", who.line).as_bytes());
}

fn flip(out: &mut Vec<u8>, flip: &Flip) {
    whose(out, &flip.who);
    let verdicts = format!(
        ",\"kind\":\"{}\",\"was\":\"{}\",\"is\":\"{}\"",
        flip.kind.as_str(),
        flip.was.as_str(),
        flip.is.as_str()
    );
    out.extend_from_slice(verdicts.as_bytes());
    for (name, given) in [("was_for", &flip.was_for), ("is_for", &flip.is_for)] {
        if let Some(given) = given {
            out.extend_from_slice(format!(",\"{name}\":").as_bytes());
            reason(out, given);
        }
    }
    if !flip.hangs_on.is_empty() {
        out.extend_from_slice(b",\"hangs_on\":");
        list(out, &flip.hangs_on, |out, question| text(out, question));
    }
    out.push(b'}');
}

fn reason(out: &mut Vec<u8>, reason: &Reason) {
    out.extend_from_slice(b"{\"subject\":");
    match &reason.subject {
        Some(subject) => text(out, subject),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"message\":");
    text(out, &reason.message);
    out.extend_from_slice(b",\"missing\":");
    list(out, &reason.missing, |out, path| text(out, path));
    out.extend_from_slice(b",\"because\":");
    list(out, &reason.because, |out, because| {
        out.extend_from_slice(b"{\"expression\":");
        text(out, &because.expression);
        out.extend_from_slice(b",\"value\":");
        text(out, &because.value);
        out.push(b'}');
    });
    if let Some(exception) = &reason.exception {
        out.extend_from_slice(b",\"exception\":");
        text(out, exception);
    }
    out.push(b'}');
}

fn attributed(out: &mut Vec<u8>, change: &Attributed) {
    whose(out, &change.who);
    let verdicts = format!(
        ",\"cause\":\"{}\",\"old_rules_old_filing\":\"{}\",\"new_rules_old_filing\":\"{}\",\
         \"old_rules_new_filing\":\"{}\",\"new_rules_new_filing\":\"{}\"}}",
        change.cause.as_str(),
        change.was.as_str(),
        change.by_rule.as_str(),
        change.by_facts.as_str(),
        change.is.as_str()
    );
    out.extend_from_slice(verdicts.as_bytes());
}

fn reject(out: &mut Vec<u8>, by: &str, reject: &Reject) {
    out.extend_from_slice(format!("{{\"by\":\"{by}\",\"reject\":").as_bytes());
    crate::report::rejects::write(out, reject);
    // A line of rejects ends with its line.
    out.pop();
    out.push(b'}');
}
