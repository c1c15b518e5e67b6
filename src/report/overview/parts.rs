//! What the page of a run says without a script: counts, charts, indicators, rejects.

use std::collections::BTreeMap;

use crate::check::ir::Ir;
use crate::evaluate::verdicts::Verdict;
use crate::report::rows::{binds_of, severity_of};
use crate::report::summary::{Counts, Summary};
use crate::report::table::{extent, name_of, ranked, value_of};
use crate::report::text::{clean, grouped};

/// A text in HTML.
pub fn escaped(text: &str) -> String {
    clean(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// What was read, and the five verdicts.
pub fn tiles(summary: &Summary) -> String {
    let mut out = format!(
        "<p>{} read, {} judged, {} rejected</p>\n<ul class=\"tiles\">\n",
        grouped(summary.read()),
        grouped(summary.judged),
        grouped(summary.rejected)
    );
    for verdict in Verdict::ALL {
        let name = verdict.as_str();
        out.push_str(&format!(
            "<li class=\"{name}\"><b>{}</b> {}</li>\n",
            grouped(summary.of(verdict)),
            name.replace('_', " ")
        ));
    }
    out.push_str("</ul>\n");
    out
}

/// A bar of all five verdicts, with its numbers for who cannot see it.
fn bar(counts: &Counts) -> String {
    let whole: u64 = counts.iter().sum();
    let told: Vec<String> = Verdict::ALL
        .into_iter()
        .filter(|verdict| counts[*verdict as usize] > 0)
        .map(|verdict| {
            let count = grouped(counts[verdict as usize]);
            format!("{count} {}", verdict.as_str().replace('_', " "))
        })
        .collect();
    let mut out = format!(
        "<div class=\"bar\" role=\"img\" aria-label=\"{}\">",
        told.join(", ")
    );
    for verdict in Verdict::ALL {
        let count = counts[verdict as usize];
        if count > 0 {
            let share = count as f64 * 100.0 / whole.max(1) as f64;
            let name = verdict.as_str();
            out.push_str(&format!(
                "<span class=\"{name}\" style=\"width:{share:.2}%\"></span>"
            ));
        }
    }
    out.push_str("</div>");
    out
}

fn numbers(counts: &Counts) -> String {
    Verdict::ALL
        .into_iter()
        .map(|verdict| {
            let count = grouped(counts[verdict as usize]);
            format!("<td class=\"number\">{count}</td>")
        })
        .collect()
}

const NUMBERS: &str = "<th scope=\"col\" class=\"number\">violates</th>\
    <th scope=\"col\" class=\"number\">undetermined</th><th scope=\"col\" class=\"number\">complies</th>\
    <th scope=\"col\" class=\"number\">exempt</th><th scope=\"col\" class=\"number\">not applicable</th>";

/// The filings of each year.
pub fn years(years: &BTreeMap<i128, Counts>) -> String {
    if years.is_empty() {
        return String::new();
    }
    let mut out = format!(
        "<h2>Filings by year</h2>\n<div class=\"wide\"><table><thead><tr><th scope=\"col\">Year</th>\
         <th scope=\"col\">Verdicts</th>{NUMBERS}</tr></thead><tbody>\n"
    );
    for (year, counts) in years {
        out.push_str(&format!(
            "<tr><th scope=\"row\">{year}</th><td>{}</td>{}</tr>\n",
            bar(counts),
            numbers(counts)
        ));
    }
    out.push_str("</tbody></table></div>\n");
    out
}

/// The clauses most broken, and the fields most wanted.
pub fn verdicts(summary: &Summary, ir: &Ir) -> String {
    let mut out = String::new();
    let clauses = ranked(summary, ir);
    if !clauses.is_empty() {
        out.push_str(&format!(
            "<h2>Clauses that are broken or open</h2>\n<div class=\"wide\"><table><thead><tr>\
             <th scope=\"col\">Clause</th><th scope=\"col\">Weighs</th><th scope=\"col\">Verdicts</th>\
             {NUMBERS}</tr></thead><tbody>\n"
        ));
        for one in &clauses {
            let clause = one.clause;
            let review = match clause.marks.is_empty() {
                true => "",
                false => {
                    " <span title=\"a lawyer still has to check how this clause was written down\">†</span>"
                }
            };
            let weighs = match (binds_of(clause), severity_of(clause)) {
                ("institution", "mandatory") => "duty".to_owned(),
                ("institution", _) => "advice".to_owned(),
                (office, _) => format!("owed by {}", escaped(office)),
            };
            let id = escaped(&clause.id);
            out.push_str(&format!(
                "<tr><th scope=\"row\"><button type=\"button\" class=\"open\" data-clause=\"{id}\">{id}\
                 </button>{review}<br><span class=\"faint\">{}</span></th><td>{weighs}</td><td>{}</td>{}\
                 </tr>\n",
                escaped(&clause.title),
                bar(&one.counts),
                numbers(&one.counts)
            ));
        }
        out.push_str("</tbody></table></div>\n");
    }
    let fields = summary.wanted.ranked();
    if !fields.is_empty() {
        out.push_str(
            "<h2>Fields most wanted</h2>\n<div class=\"wide\"><table><thead><tr><th scope=\"col\">Field</th>\
             <th scope=\"col\" class=\"number\">Open verdicts</th>\
             <th scope=\"col\" class=\"number\">Settled by it alone</th></tr></thead><tbody>\n",
        );
        for (field, want) in fields.iter().take(20) {
            out.push_str(&format!(
                "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
                escaped(field),
                grouped(want.verdicts),
                grouped(want.alone)
            ));
        }
        out.push_str("</tbody></table></div>\n");
    }
    out
}

/// The indicators with their totals.
pub fn indicators(summary: &Summary, ir: &Ir) -> String {
    if ir.indicators.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<h2>Indicators</h2>\n<div class=\"wide\"><table><thead><tr><th scope=\"col\">Indicator</th>\
         <th scope=\"col\" class=\"number\">Total</th><th scope=\"col\">Of</th></tr></thead><tbody>\n",
    );
    for (indicator, running) in ir.indicators.iter().zip(&summary.indicators) {
        out.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td>{}</td></tr>\n",
            escaped(name_of(indicator)),
            escaped(&value_of(indicator, running)),
            escaped(&extent(indicator, running))
        ));
    }
    out.push_str("</tbody></table></div>\n");
    out
}

/// Why filings were rejected.
pub fn rejects(summary: &Summary) -> String {
    if summary.rejected == 0 {
        return String::new();
    }
    let mut out = format!(
        "<h2>Rejected: {}</h2>\n<div class=\"wide\"><table><thead><tr>\
         <th scope=\"col\" class=\"number\">Filings</th><th scope=\"col\">Why</th>\
         <th scope=\"col\">The first</th></tr></thead><tbody>\n",
        grouped(summary.rejected)
    );
    for cause in summary.rejects.ranked() {
        out.push_str(&format!(
            "<tr><td class=\"number\">{}</td><td>{}</td><td>{}</td></tr>\n",
            grouped(cause.filings),
            escaped(&cause.reason.text),
            escaped(&cause.place())
        ));
    }
    out.push_str("</tbody></table></div>\n");
    out
}
