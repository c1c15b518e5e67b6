//! The page of a run: one file of HTML that needs no server and fetches nothing.
//!
//! Comes in: each filing as it is judged, then the counts. Goes out: what was judged by what, verdicts by
//! clause and by year, indicators and rejects as plain HTML that is there without a script; the filings with
//! filters and search, their findings read only when somebody opens them.
//!
//! Invariants: nothing that a filing says is markup or script. The data is one line a filing, written as it
//! comes, so that a browser reads 20,000 filings without drawing them.

mod parts;

pub(in crate::report) use parts::escaped;

use serde::Serialize;

use crate::check::ir::{Ir, Mark};
use crate::evaluate::verdicts::{Judged, Verdict};
use crate::report::overview::parts::{indicators, rejects, tiles, verdicts, years};
use crate::report::rows::version_of;
use crate::report::summary::Summary;
use crate::report::text::clean;
use crate::source::Place;
use crate::value::Day;

/// The page as it grows.
#[derive(Debug)]
pub struct Overview<'a> {
    ir: &'a Ir,
    as_of: Day,
    /// The filings, as members of one array.
    filings: Vec<u8>,
    /// Their findings, a line each.
    findings: Vec<u8>,
    /// For each year the verdicts of its filings.
    years: std::collections::BTreeMap<i128, [u64; 5]>,
}

#[derive(Serialize)]
struct Book<'a> {
    versions: Vec<Version<'a>>,
    clauses: Vec<Clause<'a>>,
    authorities: Vec<(&'a str, &'a str)>,
}

#[derive(Serialize)]
struct Version<'a> {
    name: &'a str,
    entries: Vec<&'a str>,
}

#[derive(Serialize)]
struct Clause<'a> {
    id: &'a str,
    title: &'a str,
    text: Option<&'a str>,
    cites: &'a str,
    authority: Option<&'a str>,
    watcher: Option<&'a str>,
    binds: Option<&'a str>,
    severity: &'static str,
    version: &'a str,
    review: Vec<String>,
}

/// A finding, its keys a letter each: there are very many of them.
#[derive(Serialize)]
struct Finding<'a> {
    /// The clause.
    c: u32,
    /// The verdict.
    v: char,
    /// The subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    s: Option<&'a str>,
    /// The message.
    m: &'a str,
    /// What was read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    b: Vec<(&'a str, &'a str)>,
    /// What is missing.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    n: &'a [String],
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    r: Option<&'a str>,
    /// The exception.
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<&'a str>,
    /// The place.
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<String>,
}

impl<'a> Overview<'a> {
    /// A page of no filing yet.
    pub fn new(ir: &'a Ir, as_of: Day) -> Overview<'a> {
        Overview {
            ir,
            as_of,
            filings: Vec::new(),
            findings: Vec::new(),
            years: std::collections::BTreeMap::new(),
        }
    }

    /// Takes in a filing. `places` has an entry for each finding, or none at all.
    pub fn judged(&mut self, judged: &Judged, places: &[Option<Place>], institution: Option<&str>) {
        self.years.entry(judged.year).or_default()[judged.verdict as usize] += 1;
        let letters: String = judged
            .clauses
            .iter()
            .map(|verdict| verdict.map_or('-', letter))
            .collect();
        if !self.filings.is_empty() {
            self.filings.extend_from_slice(b",\n");
        }
        let year = i64::try_from(judged.year).unwrap_or_default();
        let own = letter(judged.verdict);
        let filing = (
            &*judged.key,
            year,
            judged.version,
            own,
            letters,
            institution,
        );
        json(&mut self.filings, &filing);
        let findings: Vec<Finding<'_>> = judged
            .findings
            .iter()
            .enumerate()
            .map(|(at, finding)| Finding {
                c: finding.clause.0,
                v: letter(finding.verdict),
                s: finding.subject.label.as_deref(),
                m: &finding.message,
                b: finding
                    .because
                    .iter()
                    .map(|because| (because.expression.as_str(), because.value.as_str()))
                    .collect(),
                n: &finding.missing,
                r: finding.remedy.as_deref(),
                x: finding.exception.as_deref(),
                p: places
                    .get(at)
                    .and_then(Option::as_ref)
                    .map(ToString::to_string),
            })
            .collect();
        json(&mut self.findings, &findings);
        self.findings.push(b'\n');
    }

    /// The whole page.
    pub fn finish(self, summary: &Summary) -> Vec<u8> {
        let ir = self.ir;
        let mut out = Vec::with_capacity(self.filings.len() + self.findings.len() + 100_000);
        let title = format!("{} filings judged as of {}", summary.judged, self.as_of);
        let mut page = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#filings-heading\">To the filings</a>\n<header>\n<h1>{title}</h1>\n",
            include_str!("overview.css"),
        );
        page.push_str(&tiles(summary));
        page.push_str("</header>\n<main>\n");
        page.push_str(&rejects(summary));
        page.push_str(&years(&self.years));
        page.push_str(&verdicts(summary, ir));
        page.push_str(&indicators(summary, ir));
        page.push_str(include_str!("filters.html"));
        page.push_str("</main>\n");
        page.push_str(&format!(
            "<footer><p>dictamen {}; {}</p></footer>\n",
            env!("CARGO_PKG_VERSION"),
            escaped(&rulesets(ir, summary))
        ));
        out.extend_from_slice(page.as_bytes());
        out.extend_from_slice(b"<script type=\"application/json\" id=\"book\">");
        json(&mut out, &book(ir));
        out.extend_from_slice(b"</script>\n<script type=\"application/json\" id=\"filings\">[");
        out.extend_from_slice(&self.filings);
        out.extend_from_slice(b"]</script>\n<script type=\"application/json\" id=\"findings\">\n");
        out.extend_from_slice(&self.findings);
        out.extend_from_slice(b"</script>\n<script>\n");
        out.extend_from_slice(include_bytes!("overview.js"));
        out.extend_from_slice(b"</script>\n</body>\n</html>\n");
        out
    }
}

/// The versions that judged something.
fn rulesets(ir: &Ir, summary: &Summary) -> String {
    let judged = ir.versions.iter().zip(&summary.versions);
    let names: Vec<String> = judged
        .filter(|(_, counts)| counts.filings > 0)
        .map(|(version, _)| format!("{} ({})", version.name, clean(&version.title)))
        .collect();
    names.join("; ")
}

fn book(ir: &Ir) -> Book<'_> {
    Book {
        versions: ir
            .versions
            .iter()
            .map(|version| Version {
                name: &version.name,
                entries: version
                    .entries
                    .iter()
                    .map(|entry| entry.id.as_str())
                    .collect(),
            })
            .collect(),
        clauses: ir
            .clauses
            .iter()
            .map(|clause| Clause {
                id: &clause.id,
                title: &clause.title,
                text: clause.text.as_deref(),
                cites: &clause.cites,
                authority: clause.authority.as_ref().map(|(name, _)| name.as_str()),
                watcher: clause.authority.as_ref().map(|(_, label)| label.as_str()),
                binds: clause.binds.as_ref().map(|(_, label)| label.as_str()),
                severity: crate::report::rows::severity_of(clause),
                version: version_of(&ir.versions[clause.version].name),
                review: clause.marks.iter().map(Mark::said).collect(),
            })
            .collect(),
        authorities: authorities(ir),
    }
}

/// The offices that watch over some clause, each once.
fn authorities(ir: &Ir) -> Vec<(&str, &str)> {
    let mut all: Vec<(&str, &str)> = Vec::new();
    for clause in &ir.clauses {
        if let Some((name, label)) = &clause.authority
            && !all.iter().any(|(known, _)| known == name)
        {
            all.push((name, label));
        }
    }
    all
}

fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Violates => 'v',
        Verdict::Undetermined => 'u',
        Verdict::Complies => 'c',
        Verdict::Exempt => 'e',
        Verdict::NotApplicable => 'n',
    }
}

/// JSON in a script: what could end the script or begin a comment is escaped.
fn json(out: &mut Vec<u8>, value: &impl Serialize) {
    let text = serde_json::to_string(value).unwrap_or_default();
    for letter in text.chars() {
        match letter {
            '<' => out.extend_from_slice(b"\\u003c"),
            '>' => out.extend_from_slice(b"\\u003e"),
            '\u{2028}' => out.extend_from_slice(b"\\u2028"),
            '\u{2029}' => out.extend_from_slice(b"\\u2029"),
            letter if letter.is_ascii() => out.push(letter as u8),
            // What turns the direction of writing is shown as what it is.
            letter => {
                let mut room = [0; 4];
                let text = letter.encode_utf8(&mut room);
                let shown = clean(text);
                out.extend_from_slice(shown.as_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn nothing_that_a_filing_says_is_markup_or_script() {
        let ir = sample::book();
        let mut page = Overview::new(&ir, sample::day());
        let mut judged = sample::grave();
        judged.key = "</script><script>alert(1)</script><!--".into();
        judged.findings[0].message = "<img src=x onerror=alert(1)> \u{202e}".into();
        page.judged(&judged, &[], Some("\"><svg onload=alert(1)>"));
        let page = String::from_utf8(page.finish(&sample::batch(&ir))).unwrap();
        assert_eq!(page.matches("<script").count(), 4);
        assert_eq!(page.matches("</script>").count(), 4);
        for markup in ["<img", "<svg", "<!--", "\u{202e}"] {
            assert!(!page.contains(markup), "{markup}");
        }
        for fetched in ["http:", "https:", "src=\"", "url("] {
            assert!(!page.contains(fetched), "{fetched}");
        }
    }

    #[test]
    fn each_filing_has_its_line_of_findings() {
        let ir = sample::book();
        let mut page = Overview::new(&ir, sample::day());
        for judged in [sample::grave(), sample::sound("a\nb", 2014)] {
            page.judged(&judged, &[], None);
        }
        let lines: Vec<&[u8]> = page
            .findings
            .trim_ascii_end()
            .split(|byte| *byte == b'\n')
            .collect();
        assert_eq!(lines.len(), 2);
        let first: serde_json::Value = serde_json::from_slice(lines[0]).unwrap();
        assert_eq!(first.as_array().unwrap().len(), 5);
        assert_eq!(lines[1], b"[]");
    }
}
