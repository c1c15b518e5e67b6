//! What became of duties over the years as a page for people, as CSV and as HTML.

use crate::evaluate::verdicts::Verdict;
use crate::report::csv::cell;
use crate::report::follow::{Course, Followed, Institution, Status};
use crate::report::overview::escaped;
use crate::report::style::{self, paint};
use crate::report::table::glyph;
use crate::report::text::{clean, counted, wrap};

/// The words of a status.
fn words(status: Status) -> &'static str {
    match status {
        Status::StillBroken => "still broken",
        Status::BrokenAnew => "broken anew",
        Status::Broken => "broken",
        Status::StillOpen => "still open",
        Status::Open => "open",
        Status::Mended => "mended",
    }
}

fn ink(status: Status) -> anstyle::Style {
    match status {
        Status::StillBroken | Status::BrokenAnew | Status::Broken => style::BAD,
        Status::StillOpen | Status::Open => style::CAUTION,
        Status::Mended => style::GOOD,
    }
}

/// `2016 violates, 2017 complies`
fn timeline(course: &Course) -> String {
    let years: Vec<String> = course
        .verdicts
        .iter()
        .map(|one| format!("{} {}", one.year, one.verdict.replace('_', " ")))
        .collect();
    years.join(", ")
}

/// What stands behind a clause's name.
fn marks(course: &Course) -> String {
    let review = if course.review { " †" } else { "" };
    match (course.binds.as_str(), course.severity) {
        ("institution", "mandatory") => review.to_owned(),
        ("institution", _) => format!("{review} (advice)"),
        (office, _) => format!("{review} ({office} owes)"),
    }
}

fn named(institution: &Institution) -> String {
    match &institution.name {
        Some(name) if *name != institution.id => {
            format!("{} ({})", clean(name), clean(&institution.id))
        }
        _ => clean(&institution.id).into_owned(),
    }
}

fn list(years: &[i64]) -> String {
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    years.join(", ")
}

/// A page of at most so many columns.
pub fn table(followed: &Followed, columns: usize) -> String {
    let columns = columns.clamp(40, 120);
    let mut out = String::new();
    let mut say = |indent: usize, style: anstyle::Style, words: &str| {
        for (at, line) in wrap(words, columns.saturating_sub(indent + 2))
            .iter()
            .enumerate()
        {
            let indent = indent + if at > 0 { 2 } else { 0 };
            out.push_str(&format!("{}{}\n", " ".repeat(indent), paint(style, line)));
        }
    };
    let institutions = counted(
        followed.institutions.len() as u64,
        "institution",
        "institutions",
    );
    say(
        0,
        style::HEADING,
        &match followed.years.is_empty() {
            true => institutions,
            false => format!("{institutions} over {}", list(&followed.years)),
        },
    );
    for status in Status::ALL {
        let courses = followed.institutions.iter().flat_map(|one| &one.clauses);
        let count = courses.filter(|course| course.status == status).count();
        if count > 0 {
            let clauses = counted(count as u64, "clause", "clauses");
            say(2, ink(status), &format!("{}: {clauses}", words(status)));
        }
    }
    if !followed.not_filed.is_empty() {
        let count = counted(
            followed.not_filed.len() as u64,
            "institution",
            "institutions",
        );
        say(0, style::HEADING, "");
        say(
            0,
            style::HEADING,
            &format!("Not filed by {count} of the roster"),
        );
        for absent in &followed.not_filed {
            let name = absent
                .name
                .as_deref()
                .map_or(String::new(), |name| format!(" ({name})"));
            say(
                2,
                style::BAD,
                &format!("{}{name}: {}", absent.id, list(&absent.years)),
            );
        }
    }
    for institution in &followed.institutions {
        say(0, style::HEADING, "");
        let filed = format!("{}  filed {}", named(institution), list(&institution.filed));
        say(0, style::HEADING, &filed);
        if institution.clauses.is_empty() {
            say(2, style::FAINT, "nothing was ever broken or open");
        }
        for status in Status::ALL {
            for course in institution
                .clauses
                .iter()
                .filter(|one| one.status == status)
            {
                let signs: String = course
                    .verdicts
                    .iter()
                    .map(|one| sign(one.verdict))
                    .collect();
                let line = format!(
                    "{} {signs} {}{}: {}",
                    words(status),
                    course.clause,
                    marks(course),
                    timeline(course)
                );
                say(2, ink(status), &line);
            }
        }
    }
    if !followed.repeated.is_empty() {
        say(0, style::HEADING, "");
        let count = counted(followed.repeated.len() as u64, "filing", "filings");
        say(
            0,
            style::CAUTION,
            &format!(
                "{count} left out, since the institution had filed for the year: {}",
                followed.repeated.join(", ")
            ),
        );
    }
    out
}

fn sign(verdict: &str) -> char {
    let found = Verdict::ALL.into_iter().find(|one| one.as_str() == verdict);
    found.map_or(' ', glyph)
}

/// A row for each institution and clause, then one for each year that somebody has not filed.
pub fn csv(followed: &Followed) -> String {
    let mut out = b"institution,name,clause,title,severity,binds,review,status,years\n".to_vec();
    let mut row = |cells: [&str; 9]| {
        for (at, text) in cells.into_iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            cell(&mut out, text);
        }
        out.push(b'\n');
    };
    for institution in &followed.institutions {
        let name = institution.name.as_deref().unwrap_or_default();
        for course in &institution.clauses {
            let years: Vec<String> = course
                .verdicts
                .iter()
                .map(|one| format!("{} {}", one.year, one.verdict))
                .collect();
            row([
                &institution.id,
                name,
                &course.clause,
                &course.title,
                course.severity,
                &course.binds,
                if course.review { "review" } else { "" },
                course.status.as_str(),
                &years.join("; "),
            ]);
        }
    }
    for absent in &followed.not_filed {
        let name = absent.name.as_deref().unwrap_or_default();
        let years = list(&absent.years).replace(", ", "; ");
        row([&absent.id, name, "", "", "", "", "", "not_filed", &years]);
    }
    String::from_utf8_lossy(&out).into_owned()
}

const STYLE: &str = "body{font:16px/1.45 system-ui,sans-serif;max-width:70rem;margin:1rem auto;padding:0 1rem;color:#14181c}\
    table{border-collapse:collapse;width:100%;font-size:.92rem}\
    th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #cfd6dd;vertical-align:top;overflow-wrap:anywhere}\
    thead th{background:#f3f5f7}.still_broken,.broken_anew,.broken,.not_filed{color:#b3261e}.still_open,.open{color:#8a5a00}\
    .mended{color:#1b6e3c}.wide{overflow-x:auto}@media print{tr{break-inside:avoid}}";

/// One page that stands alone.
pub fn html(followed: &Followed) -> String {
    let title = format!("What became of the duties of {}", list(&followed.years));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    if !followed.not_filed.is_empty() {
        out.push_str("<h2>Not filed</h2>\n<ul>\n");
        for absent in &followed.not_filed {
            let name = absent
                .name
                .as_deref()
                .map_or(String::new(), |name| format!(" ({name})"));
            let line = format!("{}{name}: {}", absent.id, list(&absent.years));
            out.push_str(&format!(
                "<li class=\"not_filed\">{}</li>\n",
                escaped(&line)
            ));
        }
        out.push_str("</ul>\n");
    }
    for institution in &followed.institutions {
        out.push_str(&format!(
            "<h2>{}</h2>\n<p>filed {}</p>\n",
            escaped(&named(institution)),
            list(&institution.filed)
        ));
        if institution.clauses.is_empty() {
            out.push_str("<p>Nothing was ever broken or open.</p>\n");
            continue;
        }
        out.push_str(
            "<div class=\"wide\"><table><thead><tr><th scope=\"col\">Stands</th><th scope=\"col\">Clause</th>\
             <th scope=\"col\">Years</th></tr></thead><tbody>\n",
        );
        for status in Status::ALL {
            for course in institution
                .clauses
                .iter()
                .filter(|one| one.status == status)
            {
                out.push_str(&format!(
                    "<tr><td class=\"{}\">{}</td><th scope=\"row\">{}{}<br>{}</th><td>{}</td></tr>\n",
                    status.as_str(),
                    words(status),
                    escaped(&course.clause),
                    escaped(&marks(course)),
                    escaped(&course.title),
                    escaped(&timeline(course))
                ));
            }
        }
        out.push_str("</tbody></table></div>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}
