//! Provisions as HTML: a title, who brought it, and its lines, each with where its words come from.

use crate::consolidate::{
    Decree, Entry, Gone, Label, Line, Mark, Part, Piece, Place, Reference, Step, Words,
};
use crate::report::show::{Targets, id, words};
use crate::report::text::clean;
use crate::syntax::ast::ProvisionKind as Kind;

/// How many colours tell the versions apart before the first comes again.
const COLOURS: usize = 6;

/// What draws parts of one page.
pub struct Html<'a> {
    pub decrees: &'a [Decree],
    pub targets: Targets,
}

impl Html<'_> {
    /// A provision with its own title, below a heading of `level`.
    pub fn entry(&self, entry: &Entry, level: usize) -> String {
        let anchor = escaped(&id(entry.kind, &entry.name));
        let class = match entry.kind {
            Kind::Clause => "clause",
            _ => "value",
        };
        let changed = match entry.story.last() {
            Some(step) if entry.story.len() > 1 || step.version > 0 => version_class(step.version),
            _ => version_class(0),
        };
        let mut out = format!("<article class=\"{class} {changed}\" id=\"{anchor}\">\n");
        let name = escaped(&entry.name);
        let head = escaped(&entry.head);
        let title = match entry.kind {
            Kind::Clause => escaped(entry.title()),
            Kind::Indicator => format!("{}{head}", escaped(entry.title())),
            _ => format!("<code>{name}{head}</code>"),
        };
        let kind = match entry.kind {
            Kind::Clause => String::new(),
            Kind::Define => "<span class=\"kind\">definition</span> ".to_owned(),
            kind => format!("<span class=\"kind\">{}</span> ", words::kind(kind)),
        };
        out.push_str(&format!(
            "<h{level}><a class=\"self\" href=\"#{anchor}\">{kind}{title}</a></h{level}>\n"
        ));
        out.push_str(&self.entry_below(entry));
        out.push_str("</article>\n");
        out
    }

    /// A provision below its title.
    pub fn entry_below(&self, entry: &Entry) -> String {
        let mut out = String::from("<p class=\"story\">");
        if matches!(entry.kind, Kind::Clause | Kind::Indicator) {
            out.push_str(&format!(
                "<code class=\"id\">{}</code> ",
                escaped(&entry.name)
            ));
        }
        for badge in badges(entry) {
            let class = badge.replace(' ', "-");
            out.push_str(&format!("<span class=\"badge {class}\">{badge}</span> "));
        }
        out.push_str(&self.story(&entry.story));
        if let Some(said) = words::title_mark(entry, self.decrees) {
            out.push_str(&format!("; {}", escaped(&said)));
        }
        out.push_str("</p>\n");
        if let Some(line) = entry.line(&Label::Text) {
            out.push_str(&format!(
                "<dl class=\"text\"><div><dt>text</dt><dd>{}</dd>{}</div></dl>\n",
                self.words(&line.words),
                self.mark(&entry.story, line.mark.as_ref())
            ));
        }
        out.push_str("<dl class=\"lines\">\n");
        for line in &entry.lines {
            if matches!(line.label, Label::Title | Label::Text) || words::silent(line) {
                continue;
            }
            out.push_str(&self.line(&entry.story, line));
        }
        for unfolded in &entry.unfolded {
            let said = format!(
                "<code>{}</code> is {}",
                escaped(&unfolded.head),
                self.words(&unfolded.words)
            );
            out.push_str(&self.row("where", "plain", &said, ""));
        }
        out.push_str(&self.references("reads", &entry.reads));
        if matches!(entry.kind, Kind::Parameter | Kind::Define) {
            out.push_str(&self.references("read by", &entry.read_by));
        }
        out.push_str("</dl>\n");
        out
    }

    /// One line: what it says, its words, where they come from.
    pub fn line(&self, story: &[Step], line: &Line) -> String {
        let mark = self.mark(story, line.mark.as_ref());
        self.row(
            &words::label(&line.label),
            class_of(&line.label),
            &self.said(line),
            &mark,
        )
    }

    /// A row of a list of lines.
    pub fn row(&self, label: &str, class: &str, said: &str, mark: &str) -> String {
        format!(
            "<div class=\"{class}\"><dt>{}</dt><dd>{said}</dd>{mark}</div>\n",
            escaped(label)
        )
    }

    /// The words of a line, with what an exception cites or why another reading can be held.
    pub fn said(&self, line: &Line) -> String {
        let mut said = self.words(&line.words);
        if let Some(cites) = &line.cites {
            said.push_str(&format!(
                " <span class=\"cites\">{}{}</span>",
                words::before(&line.label),
                escaped(cites)
            ));
        }
        said
    }

    fn words(&self, words: &Words) -> String {
        match words {
            Words::Prose(text) => escaped(text),
            Words::Rule(pieces) => format!("<code class=\"rule\">{}</code>", self.pieces(pieces)),
            Words::Message(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => escaped(text),
                    Part::Rule(pieces) => format!("<code>{{{}}}</code>", self.pieces(pieces)),
                })
                .collect(),
        }
    }

    fn pieces(&self, pieces: &[Piece]) -> String {
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Name(kind, name) if self.targets.holds(*kind, name) => format!(
                "<a href=\"#{}\">{}</a>",
                escaped(&id(*kind, name)),
                escaped(name)
            ),
            Piece::Plain(text) | Piece::Name(_, text) => {
                // The layout of a condition is kept: its lines are cleaned one by one.
                let lines: Vec<String> = text.split('\n').map(escaped).collect();
                lines.join("\n")
            }
        });
        pieces.collect()
    }

    fn references(&self, label: &str, references: &[Reference]) -> String {
        let known = references
            .iter()
            .filter(|reference| self.targets.holds(reference.kind, &reference.name));
        let links: Vec<String> = known.map(reference_link).collect();
        match links.is_empty() {
            true => String::new(),
            false => self.row(label, "refs", &links.join(", "), ""),
        }
    }

    /// Where a line's words come from.
    pub fn mark(&self, story: &[Step], mark: Option<&Mark>) -> String {
        let Some(mark) = mark else {
            return String::new();
        };
        let written = words::version(self.decrees, mark.written);
        let line = mark.place.line;
        // The colour is that of the version whose words they are.
        let said = match words::mark(story, mark, self.decrees) {
            Some(said) if mark.since < mark.written => {
                format!("{}:{line} <b>{}</b>", escaped(written), escaped(&said))
            }
            Some(said) => format!("<b>{}:{line} {}</b>", escaped(written), escaped(&said)),
            None => format!("<b>{}</b>:{line}", escaped(written)),
        };
        format!(
            "<dd class=\"from {}\" title=\"{}\">{said}</dd>",
            version_class(mark.since),
            escaped(&format!("{}:{line}", mark.place.file)),
        )
    }

    /// Who brought a provision and who changed it.
    pub fn story(&self, story: &[Step]) -> String {
        let steps = story.iter().map(|step| {
            format!(
                "{} {} {}",
                words::how(step.how),
                self.dated(step.version),
                place(&step.place)
            )
        });
        steps.collect::<Vec<String>>().join("; ")
    }

    /// The name of a version in its colour.
    pub fn chip(&self, version: usize) -> String {
        format!(
            "<b class=\"chip {}\">{}</b>",
            version_class(version),
            escaped(words::version(self.decrees, version))
        )
    }

    /// The name of a version, and where and when it was published.
    fn dated(&self, version: usize) -> String {
        let published = self.decrees.get(version).map(published);
        format!("{} ({})", self.chip(version), published.unwrap_or_default())
    }

    /// What stands no longer.
    pub fn gone(&self, gone: &Gone) -> String {
        let title = match &gone.title {
            Some(title) => format!(" {}", escaped(title)),
            None => String::new(),
        };
        format!(
            "<li><s>{} <code>{}</code>{title}</s><br><span class=\"story\">{}; repealed by {} {}</span></li>\n",
            words::kind(gone.kind),
            escaped(&gone.name),
            self.story(&gone.story),
            self.dated(gone.by),
            place(&gone.place)
        )
    }
}

/// What of a provision is seen at a glance.
fn badges(entry: &Entry) -> Vec<&'static str> {
    let mut badges = Vec::new();
    if words::in_review(entry) {
        badges.push("review");
    }
    if entry.line(&Label::NotJudged).is_some() {
        badges.push("not judged");
    }
    let recommended = |line: &Line| line.words == Words::Prose("recommended".to_owned());
    if entry.line(&Label::Severity).is_some_and(recommended) {
        badges.push("recommended");
    }
    badges
}

fn class_of(label: &Label) -> &'static str {
    match label {
        Label::Review => "warn",
        Label::Requires | Label::NotJudged => "main",
        _ => "plain",
    }
}

/// A link to a provision, with what a parameter is worth.
fn reference_link(reference: &Reference) -> String {
    let value = match (&reference.gloss, reference.kind) {
        (Some(value), Kind::Parameter) => format!(" = <code>{}</code>", escaped(value)),
        _ => String::new(),
    };
    format!(
        "<a href=\"#{}\"><code>{}</code></a>{value}",
        escaped(&id(reference.kind, &reference.name)),
        escaped(&reference.name)
    )
}

/// The class that colours a version.
pub fn version_class(version: usize) -> String {
    format!("v{}", version % COLOURS)
}

/// Where and when a decree was published; a date stays on one line.
pub fn published(decree: &Decree) -> String {
    match &decree.published {
        Some((date, place)) => format!("{}, {}", escaped(place), day(date)),
        None => escaped(&words::published(decree)),
    }
}

/// A day, which stays on one line.
pub fn day(day: &str) -> String {
    format!("<time>{}</time>", escaped(day))
}

/// A place in a rules file.
pub fn place(place: &Place) -> String {
    format!(
        "<code class=\"place\">{}:{}</code>",
        escaped(&place.file),
        place.line
    )
}

/// Words of the rule book that must draw as they are, in a text or in an attribute.
pub fn escaped(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}
