//! Why a filing got its verdict, as a page that stands alone.

use crate::evaluate::why::Part;
use crate::report::overview::escaped;
use crate::report::text::counted;
use crate::report::why::words;
use crate::why::{SubjectWhy, Why};

const STYLE: &str = "\
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}\
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}h3{font-size:1rem;margin-bottom:.3rem}\
ul.tree,ul.tree ul{list-style:none;margin:0;padding-left:1.2rem;border-left:1px solid #bbb}\
code{font-family:ui-monospace,monospace}.value{font-weight:600}.beside{color:#555;font-size:.9rem}\
.violates,.value.false{color:#a11}.undetermined,.value.unknown{color:#8a5a00}\
.complies,.value.true{color:#176117}@media print{body{margin:0}}";

/// The page.
pub fn html(why: &Why) -> String {
    let title = format!("{}: {}", why.filing, why.clause);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{}: {}</h1>\n<p>{}</p>\n",
        escaped(&title),
        escaped(&why.clause),
        escaped(&why.title),
        escaped(&why.cites)
    );
    let verdict = why.verdict.map_or("not judged", |verdict| verdict.as_str());
    out.push_str(&format!(
        "<p>{} of {}, {}: <strong class=\"{verdict}\">{verdict}</strong>; judged by {} as of {}</p>\n",
        escaped(&why.filing),
        why.year,
        escaped(&why.place.to_string()),
        escaped(&why.ruleset),
        why.as_of
    ));
    if let Some(reason) = &why.not_judged {
        out.push_str(&format!(
            "<p>The clause is not judged: {}</p>\n",
            escaped(reason)
        ));
    } else if why.subjects.is_empty() {
        out.push_str(
            "<p>It does not apply: there is nothing in the filing that it is about.</p>\n",
        );
    }
    for subject in &why.subjects {
        told(subject, &mut out);
    }
    if why.more > 0 {
        out.push_str(&format!(
            "<p>{} not shown</p>\n",
            counted(why.more as u64, "more subject is", "more subjects are")
        ));
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn told(told: &SubjectWhy, out: &mut String) {
    let name = told.subject.as_deref().unwrap_or("The filing");
    let verdict = told.verdict.as_str();
    out.push_str(&format!(
        "<section>\n<h2>{}: <span class=\"{verdict}\">{verdict}</span></h2>\n<p>{}</p>\n<p>{}</p>\n",
        escaped(name),
        escaped(&told.message),
        escaped(&words::judged_by(told))
    ));
    if let Some(decided) = words::decided(told) {
        out.push_str(&format!("<p>{}</p>\n", escaped(&decided)));
    }
    for condition in &told.conditions {
        out.push_str(&format!(
            "<h3>{}</h3>\n<ul class=\"tree\">\n",
            escaped(&words::heading(condition))
        ));
        part(&condition.part, out);
        out.push_str("</ul>\n");
    }
    if !told.missing.is_empty() || !told.failed.is_empty() {
        out.push_str("<h3>What would settle it</h3>\n<ul>\n");
        for path in &told.missing {
            let settling = told.settling.iter().find(|one| one.path == *path);
            let said = settling.map(words::settling).unwrap_or_default();
            out.push_str(&format!(
                "<li><code>{}</code> {}</li>\n",
                escaped(path),
                escaped(&said)
            ));
        }
        for failed in &told.failed {
            out.push_str(&format!("<li>cannot compute {}</li>\n", escaped(failed)));
        }
        out.push_str("</ul>\n");
    }
    if let Some(mends) = &told.mends {
        out.push_str("<h3>What would mend it</h3>\n<ul>\n");
        for mend in mends {
            out.push_str(&format!("<li>{}</li>\n", escaped(&words::edit(mend))));
        }
        if mends.is_empty() {
            out.push_str("<li>no single change of a field mends it</li>\n");
        }
        out.push_str("</ul>\n");
    }
    if let Some(remedy) = &told.remedy {
        out.push_str(&format!("<p>Remedy: {}</p>\n", escaped(remedy)));
    }
    out.push_str("</section>\n");
}

fn part(told: &Part, out: &mut String) {
    let class = match told.value.as_str() {
        "true" => "true",
        "false" => "false",
        "?" => "unknown",
        _ => "other",
    };
    out.push_str(&format!(
        "<li><span class=\"value {class}\">{}</span> <code>{}</code>",
        escaped(&told.value),
        escaped(&words::called(told))
    ));
    let beside = words::beside(told);
    if !beside.is_empty() {
        out.push_str(&format!(
            " <span class=\"beside\">{}</span>",
            escaped(&beside)
        ));
    }
    let left_out = words::left_out(told);
    if !told.parts.is_empty() || left_out.is_some() {
        out.push_str("\n<ul>\n");
        for inner in &told.parts {
            part(inner, out);
        }
        if let Some(left_out) = left_out {
            out.push_str(&format!("<li>{}</li>\n", escaped(&left_out)));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</li>\n");
}
