//! The consolidated text as one page of HTML that stands alone: no script, no font, nothing fetched.

use crate::consolidate::{
    Calendar, Changed, Decree, Document, Extract, History, Label, Line, Moment, Reference, What,
};
use crate::report::show::html::{Html, day, escaped, place, published, version_class};
use crate::report::show::{Targets, id, stands_in, words};
use crate::report::text::counted;
use crate::syntax::ast::ProvisionKind as Kind;

const STYLE: &str = include_str!("page.css");

/// The whole text of a version.
pub fn document(document: &Document) -> String {
    let html = Html {
        decrees: &document.decrees,
        targets: Targets::of_document(document),
    };
    let Some(last) = words::last(&document.decrees) else {
        return String::new();
    };
    let name = format!("{} {}", last.ruleset, last.version);
    let title = last.title.as_deref().unwrap_or(&name);
    let mut body = format!(
        "<header>\n<h1>{}</h1>\n<p class=\"lead\">Consolidated text of <code>{}</code>: {}, {}, for \
         filings of {}.",
        escaped(title),
        escaped(&name),
        published(last),
        words::in_force(last, day),
        words::years(last.years)
    );
    let (clauses, review) = words::extent(document);
    body.push_str(&format!(" {}", counted(clauses, "clause", "clauses")));
    if review > 0 {
        let review = counted(review, "provision", "provisions");
        body.push_str(&format!("; {review} under a lawyer&#39;s review"));
    }
    body.push_str(".</p>\n");
    if let Some(why) = &last.review {
        body.push_str(&format!(
            "<p class=\"note\"><b>review</b> {}</p>\n",
            escaped(why)
        ));
    }
    body.push_str("</header>\n");
    body.push_str(&decrees(&html));
    if !document.scope.is_empty() {
        body.push_str(&format!(
            "<section id=\"scope\">\n<h2>{}</h2>\n",
            words::SCOPE
        ));
        body.push_str(&lines(&html, &document.scope));
        body.push_str("</section>\n");
    }
    for (at, chapter) in document.chapters.iter().enumerate() {
        body.push_str(&format!(
            "<section class=\"chapter\" id=\"chapter.{}\">\n<h2>{}</h2>\n",
            at + 1,
            escaped(&chapter.title)
        ));
        for entry in &chapter.entries {
            body.push_str(&html.entry(entry, 3));
        }
        body.push_str("</section>\n");
    }
    if !document.gone.is_empty() {
        body.push_str("<section id=\"gone\">\n<h2>No longer in force</h2>\n<ul>\n");
        for gone in &document.gone {
            body.push_str(&html.gone(gone));
        }
        body.push_str("</ul>\n</section>\n");
    }
    if let Some(calendar) = &document.calendar {
        body.push_str(&business_days(calendar));
    }
    body.push_str(&articles(document));
    page(title, &contents(title, document), &body)
}

/// One clause of a version.
pub fn extract(extract: &Extract) -> String {
    let html = Html {
        decrees: &extract.decrees,
        targets: Targets::of_extract(extract),
    };
    let Some(last) = words::last(&extract.decrees) else {
        return String::new();
    };
    let title = extract.entry.title();
    let mut body = format!(
        "<header>\n<p class=\"lead\">From the text of <code>{} {}</code> ({}).</p>\n</header>\n",
        escaped(&last.ruleset),
        escaped(&last.version),
        published(last)
    );
    body.push_str(&html.entry(&extract.entry, 1));
    if !extract.scope.is_empty() {
        body.push_str(&format!("<section>\n<h2>{}</h2>\n", words::SCOPE));
        body.push_str(&lines(&html, &extract.scope));
        body.push_str("</section>\n");
    }
    if !extract.rests.is_empty() {
        body.push_str("<section>\n<h2>What it rests on</h2>\n");
        for entry in &extract.rests {
            body.push_str(&html.entry(entry, 3));
        }
        body.push_str("</section>\n");
    }
    page(title, "", &body)
}

/// One clause through all versions.
pub fn history(history: &History) -> String {
    let html = Html {
        decrees: &history.decrees,
        targets: Targets::of_history(history),
    };
    let mut body = format!(
        "<header>\n<h1>{}</h1>\n<p class=\"lead\"><code>{}</code> through all versions: it stands in {} of \
         {}.</p>\n</header>\n",
        escaped(&history.title),
        escaped(&history.name),
        stands_in(history),
        counted(history.moments.len() as u64, "version", "versions")
    );
    for (decree, (at, told)) in history
        .decrees
        .iter()
        .zip(history.moments.iter().enumerate())
    {
        body.push_str(&moment(&html, at, decree, told));
    }
    page(&history.title, "", &body)
}

fn page(title: &str, nav: &str, body: &str) -> String {
    let class = match nav {
        "" => "single",
        _ => "whole",
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body class=\"{class}\" id=\"top\">\n\
         {nav}<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(title)
    )
}

fn lines(html: &Html<'_>, lines: &[Line]) -> String {
    let lines: String = lines.iter().map(|line| html.line(&[], line)).collect();
    format!("<dl class=\"lines\">\n{lines}</dl>\n")
}

/// The versions that led to the text, and how the marks beside its lines are read.
fn decrees(html: &Html<'_>) -> String {
    let mut out = String::from(
        "<section id=\"versions\">\n<h2>How this text came about</h2>\n<ol class=\"decrees\">\n",
    );
    for (at, decree) in html.decrees.iter().enumerate() {
        let title = decree.title.as_deref().unwrap_or(&decree.ruleset);
        out.push_str(&format!(
            "<li class=\"{}\">{} <b>{}</b><br>{}, {}, for filings of {}: {}. {}</li>\n",
            version_class(at),
            html.chip(at),
            escaped(title),
            published(decree),
            words::in_force(decree, day),
            words::years(decree.years),
            words::counts(at == 0, decree.counts),
            place(&decree.place)
        ));
    }
    out.push_str(
        "</ol>\n<p class=\"small\">Beside each line stands whose words it has: <b>2018</b>:27 is line 27 of \
         the file named under the title, in the text of 2018; <i>reworded</i>, <i>added</i> or <i>set</i> \
         is what that decree did to the line; <i>as in 2016</i> is a line that it repeats in the words \
         of an earlier text, unless nobody has seen those: <i>wording of 2016 not seen</i>.</p>\n</section>\n",
    );
    out
}

fn contents(title: &str, document: &Document) -> String {
    // On paper the contents come first, and so does the title of the whole.
    let mut out = format!(
        "<nav id=\"contents\" aria-label=\"Contents\">\n<p class=\"print-title\">{}</p>\n\
         <p class=\"nav-title\"><a href=\"#top\">Contents</a></p>\n<ul>\n",
        escaped(title)
    );
    let mut single = |anchor: &str, title: &str| {
        out.push_str(&format!("<li><a href=\"#{anchor}\">{title}</a></li>\n"));
    };
    single("versions", "How this text came about");
    if !document.scope.is_empty() {
        single("scope", words::SCOPE);
    }
    for (at, chapter) in document.chapters.iter().enumerate() {
        let clauses = chapter.entries.iter();
        let clauses: Vec<_> = clauses
            .filter(|entry| entry.line(&Label::Title).is_some())
            .collect();
        let title = escaped(&chapter.title);
        if clauses.is_empty() {
            out.push_str(&format!(
                "<li><a href=\"#chapter.{}\">{title}</a></li>\n",
                at + 1
            ));
            continue;
        }
        out.push_str(&format!(
            "<li><details><summary><a href=\"#chapter.{}\">{title}</a> <span>{}</span></summary>\n<ul>\n",
            at + 1,
            clauses.len()
        ));
        for entry in clauses {
            let anchor = id(entry.kind, &entry.name);
            out.push_str(&format!(
                "<li><a href=\"#{}\">{}</a></li>\n",
                escaped(&anchor),
                escaped(entry.title())
            ));
        }
        out.push_str("</ul>\n</details></li>\n");
    }
    let mut single = |anchor: &str, title: &str| {
        out.push_str(&format!("<li><a href=\"#{anchor}\">{title}</a></li>\n"));
    };
    if !document.gone.is_empty() {
        single("gone", "No longer in force");
    }
    if document.calendar.is_some() {
        single("calendar", "Business days");
    }
    single("articles", "Index by article");
    out.push_str("</ul>\n</nav>\n<a class=\"up\" href=\"#contents\">Contents</a>\n");
    out
}

fn business_days(calendar: &Calendar) -> String {
    let mut out = format!(
        "<section id=\"calendar\">\n<h2>Business days</h2>\n<p>Calendar <code>{}</code> {}: covers {}; days \
         of rest: {}.</p>\n",
        escaped(&calendar.name),
        place(&calendar.place),
        words::covers(calendar),
        escaped(&calendar.rest.join(", "))
    );
    if !calendar.holidays.is_empty() {
        out.push_str("<ul class=\"columns\">\n");
        for (date, name) in &calendar.holidays {
            let name = name.as_deref().unwrap_or_default();
            out.push_str(&format!("<li>{date} {}</li>\n", escaped(name)));
        }
        out.push_str("</ul>\n");
    }
    for (first, last, name) in &calendar.closed {
        let name = name.as_deref().unwrap_or("closed");
        out.push_str(&format!("<p>{first} to {last} {}</p>\n", escaped(name)));
    }
    if let Some(why) = &calendar.review {
        out.push_str(&format!("<p>Still to be checked: {}</p>\n", escaped(why)));
    }
    out.push_str("</section>\n");
    out
}

fn articles(document: &Document) -> String {
    let mut out = String::from("<section id=\"articles\">\n<h2>Index by article</h2>\n");
    for article in &document.articles {
        out.push_str(&format!(
            "<h3>{}</h3>\n<dl class=\"index\">\n",
            escaped(&article.source)
        ));
        for citation in &article.places {
            let scope = citation
                .scope
                .then(|| format!("<a href=\"#scope\">{}</a>", words::SCOPE));
            let by = scope.into_iter().chain(citation.by.iter().map(index_link));
            let by: Vec<String> = by.collect();
            let place = match citation.place.as_str() {
                "" => "the whole",
                place => place,
            };
            out.push_str(&format!(
                "<div><dt>{}</dt><dd>{}</dd></div>\n",
                escaped(place),
                by.join("; ")
            ));
        }
        out.push_str("</dl>\n");
    }
    out.push_str("</section>\n");
    out
}

/// In an index a title says more than an id, and a value would be noise.
fn index_link(reference: &Reference) -> String {
    let anchor = escaped(&id(reference.kind, &reference.name));
    match (&reference.gloss, reference.kind) {
        (Some(title), Kind::Clause | Kind::Indicator) => {
            format!("<a href=\"#{anchor}\">{}</a>", escaped(title))
        }
        _ => format!(
            "<a href=\"#{anchor}\"><code>{}</code></a>",
            escaped(&reference.name)
        ),
    }
}

fn moment(html: &Html<'_>, at: usize, decree: &Decree, moment: &Moment) -> String {
    let (did, stands) = words::did(at, &moment.what);
    let mut out = format!(
        "<section class=\"moment {}\">\n<h2>{} {did}</h2>\n<p class=\"story\">{}, {}",
        version_class(at),
        html.chip(at),
        published(decree),
        words::in_force(decree, day)
    );
    if let Some(stands) = stands {
        out.push_str(&format!("; {}", place(stands)));
    }
    out.push_str("</p>\n");
    match &moment.what {
        What::Brought { entry } => {
            out.push_str("<dl class=\"lines\">\n");
            for line in &entry.lines {
                if !words::silent(line) {
                    out.push_str(&html.line(&entry.story, line));
                }
            }
            out.push_str("</dl>\n");
        }
        What::Replaced { changes, kept, .. } => out.push_str(&changed(html, changes, kept)),
        _ => {}
    }
    if !moment.around.is_empty() {
        out.push_str(&format!(
            "<p class=\"small\">{}:</p>\n<ul class=\"around\">\n",
            words::AROUND
        ));
        for around in &moment.around {
            let (verb, named) = words::around(around);
            let named = match named {
                Some((kind, name)) => {
                    format!(" the {kind} <code>{}</code>", escaped(name))
                }
                None => String::new(),
            };
            out.push_str(&format!(
                "<li>{verb}{named} {}</li>\n",
                place(&around.step.place)
            ));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</section>\n");
    out
}

fn changed(html: &Html<'_>, changes: &[Changed], kept: &[Label]) -> String {
    let mut out = String::from("<dl class=\"lines\">\n");
    for change in changes {
        let label = words::label(&change.label);
        let mark = |line: &Option<Line>| match line {
            Some(line) => html.mark(&[], line.mark.as_ref()),
            None => String::new(),
        };
        if let Some(line) = &change.before {
            let said = format!("<del>{}</del>", html.said(line));
            out.push_str(&html.row(&label, "plain", &said, &mark(&change.before)));
        }
        if let Some(line) = &change.now {
            let said = format!("<ins>{}</ins>", html.said(line));
            out.push_str(&html.row(&label, "plain", &said, &mark(&change.now)));
        }
    }
    out.push_str("</dl>\n");
    if !kept.is_empty() {
        let kept: Vec<_> = kept.iter().map(words::label).collect();
        out.push_str(&format!(
            "<p class=\"small\">As before: {}.</p>\n",
            escaped(&kept.join(", "))
        ));
    }
    out
}
