//! The same for programs.

use crate::coverage::{Hint, Point, Unit, What};
use crate::report::coverage::{CoverageReport, hole_in_words, in_words, kind};
use crate::report::json;
use crate::source::LineColumn;

impl CoverageReport<'_> {
    /// The report of the cases, which is one object, with what they show as its last field.
    pub fn json_with(&self, cases: &str) -> String {
        let open = cases.trim_end().strip_suffix('}').unwrap_or("{");
        let comma = if open.ends_with('{') { "" } else { ",\n" };
        format!("{open}{comma}\"coverage\":{}}}\n", self.json())
    }

    /// The value.
    fn json(&self) -> String {
        let mut out = b"{".to_vec();
        for (name, share) in self.shares() {
            let (covered, of) = (share.covered, share.of);
            let share = format!("\"{name}\":{{\"covered\":{covered},\"of\":{of}}},");
            out.extend_from_slice(share.as_bytes());
        }
        let points = || {
            let units = self.coverage.units.iter();
            units.flat_map(|unit| unit.points.iter().map(move |point| (unit, point)))
        };
        out.extend_from_slice(b"\"holes\":[");
        let holes = points().flat_map(|(unit, point)| {
            let holes = point.holes.iter();
            holes.map(move |hole| (unit, point, hole))
        });
        for (at, (unit, point, hole)) in holes.enumerate() {
            out.extend_from_slice(if at > 0 { b",\n  {" } else { b"\n  {" });
            self.point(&mut out, unit, point);
            field(&mut out, "value");
            out.extend_from_slice(hole.value.map_or("null", word).as_bytes());
            field(&mut out, "message");
            json::text(&mut out, &hole_in_words(unit, point, hole));
            field(&mut out, "hint");
            match &hole.hint {
                Some(hint) => self.hint(&mut out, hint),
                None => out.extend_from_slice(b"null"),
            }
            out.push(b'}');
        }
        out.extend_from_slice(b"],\n\"always\":[");
        let constants = points().filter_map(|(unit, point)| Some((unit, point, point.always?)));
        for (at, (unit, point, value)) in constants.enumerate() {
            out.extend_from_slice(if at > 0 { b",\n  {" } else { b"\n  {" });
            self.point(&mut out, unit, point);
            field(&mut out, "value");
            out.extend_from_slice(word(value).as_bytes());
            out.push(b'}');
        }
        out.extend_from_slice(b"]}");
        String::from_utf8_lossy(&out).into_owned()
    }

    fn point(&self, out: &mut Vec<u8>, unit: &Unit, point: &Point) {
        out.extend_from_slice(format!("\"{}\":", kind(unit)).as_bytes());
        json::text(out, &unit.name);
        field(out, "versions");
        out.push(b'[');
        for (at, version) in self.versions(unit).into_iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            json::text(out, version);
        }
        out.push(b']');
        let (file, place) = self.place(point.place);
        self.placed(out, &file, Some(place));
        let (what, words) = match point.what {
            What::Verdict(verdict) => ("verdict", verdict.as_str()),
            What::Exception => ("exception", &*point.words),
            What::Condition => ("condition", &*point.words),
        };
        field(out, what);
        json::text(out, words);
    }

    fn hint(&self, out: &mut Vec<u8>, hint: &Hint) {
        out.extend_from_slice(b"{\"case\":");
        json::text(out, &self.deck.case(hint.case).name);
        let (file, at) = self.place_of_case(hint.case);
        self.placed(out, file, at);
        field(out, "change");
        match &hint.change {
            Some(change) => json::text(out, &in_words(change)),
            None => out.extend_from_slice(b"null"),
        }
        let as_of = hint.as_of.to_string();
        for (name, value) in [
            ("ruleset", Some(&*self.deck.versions[hint.version])),
            ("as_of", Some(&*as_of)),
            ("clause", Some(self.stated(hint))),
            ("subject", hint.subject.as_deref()),
            ("verdict", Some(hint.verdict.as_str())),
        ] {
            field(out, name);
            match value {
                Some(value) => json::text(out, value),
                None => out.extend_from_slice(b"null"),
            }
        }
        out.push(b'}');
    }

    fn placed(&self, out: &mut Vec<u8>, file: &str, at: Option<LineColumn>) {
        field(out, "file");
        json::text(out, file);
        let number = |number: Option<usize>| number.map_or("null".to_owned(), |at| at.to_string());
        let line = number(at.map(|at| at.line));
        let column = number(at.map(|at| at.column));
        out.extend_from_slice(format!(",\"line\":{line},\"column\":{column}").as_bytes());
    }
}

fn field(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(format!(",\"{name}\":").as_bytes());
}

fn word(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
