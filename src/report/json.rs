//! One JSON record a filing.
//!
//! What is the same for every filing (names, citations, authorities) is written once, beforehand; a
//! record is those pieces with the verdicts between them, in a buffer that the caller keeps.

use std::io::Write;

use crate::check::ir::{Clause, Ir};
use crate::evaluate::verdicts::{Detail, Finding, Judged};
use crate::source::Place;
use crate::value::{Day, number};
use crate::vocabulary::{Unit, ValueType};

/// Writes records of one rule book, judged on one date.
#[derive(Debug)]
pub struct Records {
    detail: Detail,
    /// `"2016"` for each version.
    texts: Vec<Vec<u8>>,
    versions: Vec<VersionPieces>,
    clauses: Vec<ClausePieces>,
}

#[derive(Debug)]
struct VersionPieces {
    /// `,"ruleset":"ict_policy 2016","as_of":"2018-12-31","verdict":"`
    head: Vec<u8>,
    /// `"petic.strategic_cap":"` for each entry.
    entries: Vec<Vec<u8>>,
    /// `"oversight.sanction"` for each entry.
    ids: Vec<Vec<u8>>,
    /// `"spending_efficiency":` for each indicator, and the type of its value.
    indicators: Vec<(Vec<u8>, ValueType)>,
}

#[derive(Debug)]
struct ClausePieces {
    /// `{"clause":"procurement.assent","title":"No contract without assent","subject":`
    head: Vec<u8>,
    /// `,"cites":["Acuerdo art. 9"],"authority":"ugd","binds":"institution","severity":"mandatory",`
    /// `"review":[{"of":"parameter daily_uma","why":"…"}]`
    middle: Vec<u8>,
}

impl Records {
    /// The pieces that every record of this run shares.
    pub fn new(ir: &Ir, as_of: Day, detail: Detail) -> Records {
        let versions = ir.versions.iter().map(|version| {
            let mut head = Vec::new();
            member(&mut head, b",\"ruleset\":", &version.name);
            member(&mut head, b",\"as_of\":", &as_of.to_string());
            head.extend_from_slice(b",\"verdict\":\"");
            let entries = version.entries.iter().map(|entry| {
                let mut piece = Vec::new();
                text(&mut piece, &entry.id);
                piece.extend_from_slice(b":\"");
                piece
            });
            let ids = version.entries.iter().map(|entry| {
                let mut piece = Vec::new();
                text(&mut piece, &entry.id);
                piece
            });
            let indicators = version.indicators.iter().map(|indicator| {
                let mut piece = Vec::new();
                text(&mut piece, &ir.indicators[indicator.total].name);
                piece.push(b':');
                (piece, ir.node(ir.trace(indicator.value).expr).ty)
            });
            VersionPieces {
                head,
                entries: entries.collect(),
                ids: ids.collect(),
                indicators: indicators.collect(),
            }
        });
        let texts = ir.versions.iter().map(|version| {
            let mut piece = Vec::new();
            text(&mut piece, short(&version.name));
            piece
        });
        Records {
            detail,
            texts: texts.collect(),
            versions: versions.collect(),
            clauses: ir.clauses.iter().map(clause_pieces).collect(),
        }
    }

    /// One record, without a line break. `places` has an entry for each finding, or none at all.
    pub fn write(&self, out: &mut Vec<u8>, judged: &Judged, places: &[Option<Place>]) {
        let version = &self.versions[judged.version];
        member(out, b"{\"filing\":", &judged.key);
        out.extend_from_slice(b",\"year\":");
        integer(out, judged.year);
        out.extend_from_slice(&version.head);
        out.extend_from_slice(judged.verdict.as_str().as_bytes());
        out.extend_from_slice(b"\",\"clauses\":{");
        let mut between: &[u8] = b"";
        for (piece, verdict) in version.entries.iter().zip(&judged.clauses) {
            let Some(verdict) = verdict else { continue };
            out.extend_from_slice(between);
            out.extend_from_slice(piece);
            out.extend_from_slice(verdict.as_str().as_bytes());
            between = b"\",";
        }
        out.extend_from_slice(if between.is_empty() { b"}" } else { b"\"}" });
        out.extend_from_slice(b",\"not_judged\":[");
        let mut between: &[u8] = b"";
        for (id, _) in (version.ids.iter().zip(&judged.clauses)).filter(|one| one.1.is_none()) {
            out.extend_from_slice(between);
            out.extend_from_slice(id);
            between = b",";
        }
        out.extend_from_slice(b"],\"indicators\":{");
        for (at, ((piece, ty), value)) in version
            .indicators
            .iter()
            .zip(&judged.indicators)
            .enumerate()
        {
            if at > 0 {
                out.push(b',');
            }
            out.extend_from_slice(piece);
            scaled(out, *value, *ty);
        }
        out.push(b'}');
        if self.detail > Detail::Verdicts {
            out.extend_from_slice(b",\"findings\":[");
            for (at, finding) in judged.findings.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                self.finding(out, finding, places.get(at).and_then(Option::as_ref));
            }
            out.push(b']');
            for (at, (entry, count)) in judged.left_out.iter().enumerate() {
                out.extend_from_slice(if at == 0 {
                    b",\"findings_left_out\":{"
                } else {
                    b","
                });
                // `"petic.strategic_cap":"` without the quote that opens a verdict.
                let piece = &version.entries[*entry];
                out.extend_from_slice(&piece[..piece.len() - 1]);
                integer(out, *count as i128);
            }
            if !judged.left_out.is_empty() {
                out.push(b'}');
            }
        }
        out.push(b'}');
    }

    fn finding(&self, out: &mut Vec<u8>, finding: &Finding, place: Option<&Place>) {
        let clause = &self.clauses[finding.clause.0 as usize];
        out.extend_from_slice(&clause.head);
        optional(out, finding.subject.label.as_deref());
        member(out, b",\"verdict\":", finding.verdict.as_str());
        out.extend_from_slice(b",\"text\":");
        let text = finding.text.and_then(|version| self.texts.get(version));
        out.extend_from_slice(text.map_or(b"null", Vec::as_slice));
        out.extend_from_slice(b",\"governed_on\":");
        let governed_on = finding.governed_on.map(|day| day.to_string());
        optional(out, governed_on.as_deref());
        member(out, b",\"message\":", &finding.message);
        out.extend_from_slice(&clause.middle);
        out.extend_from_slice(b",\"hangs_on\":");
        list(out, finding.hangs_on.iter().map(String::as_str));
        out.extend_from_slice(b",\"place\":");
        match place {
            Some(place) => {
                member(out, b"{\"file\":", &place.file);
                out.extend_from_slice(b",\"line\":");
                integer(out, place.at.line as i128);
                out.extend_from_slice(b",\"column\":");
                integer(out, place.at.column as i128);
                out.push(b'}');
            }
            None => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b",\"missing\":");
        list(out, finding.missing.iter().map(String::as_str));
        out.extend_from_slice(b",\"because\":[");
        for (at, because) in finding.because.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            member(out, b"{\"expression\":", &because.expression);
            member(out, b",\"value\":", &because.value);
            out.push(b'}');
        }
        out.push(b']');
        if let Some(remedy) = &finding.remedy {
            member(out, b",\"remedy\":", remedy);
        }
        if let Some(exception) = &finding.exception {
            member(out, b",\"exception\":", exception);
        }
        if finding.count > 1 {
            out.extend_from_slice(b",\"count\":");
            integer(out, finding.count as i128);
            out.extend_from_slice(b",\"also\":");
            list(out, finding.also.iter().map(String::as_str));
        }
        out.push(b'}');
    }
}

fn clause_pieces(clause: &Clause) -> ClausePieces {
    let mut head = Vec::new();
    member(&mut head, b"{\"clause\":", &clause.id);
    member(&mut head, b",\"title\":", &clause.title);
    head.extend_from_slice(b",\"subject\":");
    let mut middle = b",\"cites\":".to_vec();
    list(&mut middle, citations(&clause.cites));
    middle.extend_from_slice(b",\"authority\":");
    optional(
        &mut middle,
        clause.authority.as_ref().map(|(name, _)| name.as_str()),
    );
    let binds = clause
        .binds
        .as_ref()
        .map_or("institution", |(name, _)| name);
    member(&mut middle, b",\"binds\":", binds);
    member(&mut middle, b",\"severity\":", severity(clause));
    middle.extend_from_slice(b",\"review\":[");
    for (at, mark) in clause.marks.iter().enumerate() {
        member(
            &mut middle,
            if at > 0 { b",{\"of\":" } else { b"{\"of\":" },
            &mark.of,
        );
        member(&mut middle, b",\"why\":", &mark.why);
        middle.push(b'}');
    }
    middle.push(b']');
    ClausePieces { head, middle }
}

/// `2016` of `ict_policy 2016`.
pub(crate) fn short(version: &str) -> &str {
    version.rsplit(' ').next().unwrap_or(version)
}

/// `mandatory` or `recommended`
fn severity(clause: &Clause) -> &'static str {
    if clause.mandatory {
        "mandatory"
    } else {
        "recommended"
    }
}

/// The citations of a clause's text: `Acuerdo art. 6 fr. I; PE-2` is two.
pub(crate) fn citations(cites: &str) -> impl Iterator<Item = &str> {
    cites
        .split(';')
        .map(str::trim)
        .filter(|cite| !cite.is_empty())
}

fn member(out: &mut Vec<u8>, key: &[u8], value: &str) {
    out.extend_from_slice(key);
    text(out, value);
}

fn optional(out: &mut Vec<u8>, value: Option<&str>) {
    match value {
        Some(value) => text(out, value),
        None => out.extend_from_slice(b"null"),
    }
}

pub(crate) fn list<'a>(out: &mut Vec<u8>, values: impl Iterator<Item = &'a str>) {
    out.push(b'[');
    for (at, value) in values.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        text(out, value);
    }
    out.push(b']');
}

/// A text in quotes.
pub(crate) fn text(out: &mut Vec<u8>, value: &str) {
    out.push(b'"');
    let mut rest = value.as_bytes();
    while let Some(at) = escaped(rest) {
        out.extend_from_slice(&rest[..at]);
        let byte = rest[at];
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
            }
        }
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// The first byte that JSON does not take as it is. Sixteen bytes are looked at in one go, which the
/// compiler makes a few instructions of.
fn escaped(bytes: &[u8]) -> Option<usize> {
    let special = |byte: &u8| (*byte < 0x20) | (*byte == b'"') | (*byte == b'\\');
    let mut clean = 0;
    for block in bytes.chunks_exact(16) {
        if block
            .iter()
            .fold(false, |found, byte| found | special(byte))
        {
            break;
        }
        clean += 16;
    }
    let found = bytes[clean..].iter().position(special);
    found.map(|at| clean + at)
}

/// A whole number.
pub(crate) fn integer(out: &mut Vec<u8>, value: i128) {
    // Writing to memory cannot fail, and 64 bits are written much faster than 128.
    let _ = match i64::try_from(value) {
        Ok(small) => write!(out, "{small}"),
        Err(_) => write!(out, "{value}"),
    };
}

/// A number of a type: whole ones as they are, amounts and decimals as text, an unknown one as null.
pub(crate) fn scaled(out: &mut Vec<u8>, value: Option<i128>, ty: ValueType) {
    let Some(value) = value else {
        out.extend_from_slice(b"null");
        return;
    };
    match ty {
        ValueType::Number {
            unit: Unit::Money(_),
            scale,
        } => text(out, &number::format(value, scale, 2)),
        ValueType::Number { scale, .. } if scale > 0 => text(out, &number::format(value, scale, 0)),
        _ => integer(out, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &str) -> String {
        let mut out = Vec::new();
        text(&mut out, value);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_text_reads_back_as_it_was() {
        for value in [
            "",
            "plain",
            "quote \" and \\ backslash",
            "lines\nand\ttabs\r",
            "\u{0}\u{1f}\u{7f}",
            "Investigación 日本語 \u{1f600}\u{2028}",
            "sixteen bytes and \"more\" than that, \\ and then some more\n",
        ] {
            let back: String = serde_json::from_str(&written(value)).unwrap();
            assert_eq!(back, value);
        }
    }

    #[test]
    fn citations_are_split_at_semicolons() {
        let cites: Vec<&str> = citations("Acuerdo art. 6 fr. I; PE-2;").collect();
        assert_eq!(cites, ["Acuerdo art. 6 fr. I", "PE-2"]);
    }

    #[test]
    fn amounts_are_text_and_whole_numbers_are_numbers() {
        let mxn = crate::vocabulary::Currency::new("MXN").unwrap();
        let money = ValueType::Number {
            unit: Unit::Money(mxn),
            scale: 4,
        };
        let decimal = ValueType::Number {
            unit: Unit::None,
            scale: 6,
        };
        let mut out = Vec::new();
        for (value, ty) in [
            (Some(12_500_000_000), money),
            (Some(1), money),
            (Some(500_000), decimal),
            (Some(-7), ValueType::INTEGER),
            (Some(i128::MAX), ValueType::INTEGER),
            (None, money),
        ] {
            scaled(&mut out, value, ty);
            out.push(b' ');
        }
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\"1250000.00\" \"0.0001\" \"0.5\" -7 170141183460469231731687303715884105727 null "
        );
    }
}
