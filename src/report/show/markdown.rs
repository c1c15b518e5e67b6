//! The consolidated text as Markdown: readable as it is, and drawn by whatever draws Markdown.

use crate::consolidate::{
    Changed, Chapter, Decree, Document, Entry, Extract, Gone, History, Label, Line, Mark, Moment,
    Part, Piece, Place, Reference, Step, What, Words,
};
use crate::report::show::markup::{at_line_start, cell, code, fenced, prose};
use crate::report::show::{Targets, id, words};
use crate::report::text::counted;
use crate::syntax::ast::ProvisionKind as Kind;

/// The whole text of a version.
pub fn document(document: &Document) -> String {
    let mut page = Page::new(&document.decrees, Targets::of_document(document));
    page.opening(Some(words::extent(document)));
    page.contents(document);
    page.scope(&document.scope);
    for (at, chapter) in document.chapters.iter().enumerate() {
        page.chapter(at, chapter);
    }
    page.gone(&document.gone);
    page.calendar(document);
    page.articles(document);
    page.done()
}

/// One clause of a version.
pub fn extract(extract: &Extract) -> String {
    let mut page = Page::new(&extract.decrees, Targets::of_extract(extract));
    let Some(last) = words::last(&extract.decrees) else {
        return page.out;
    };
    page.heading(1, &prose(extract.entry.title()));
    page.paragraph(&format!(
        "From the text of `{} {}` ({}). {LEGEND}",
        last.ruleset,
        last.version,
        prose(&words::published(last))
    ));
    page.entry_below(&extract.entry);
    page.scope(&extract.scope);
    if !extract.rests.is_empty() {
        page.heading(2, "What it rests on");
        for entry in &extract.rests {
            page.entry(entry);
        }
    }
    page.done()
}

/// One clause through all versions.
pub fn history(history: &History) -> String {
    let mut page = Page::new(&history.decrees, Targets::of_history(history));
    page.heading(1, &prose(&history.title));
    page.paragraph(&format!("{} through all versions.", code(&history.name)));
    for (at, moment) in history.moments.iter().enumerate() {
        page.moment(at, moment);
    }
    page.done()
}

const LEGEND: &str = "The brackets at the end of a line say whose words it has: `[2018:27]` is line \
27 of the file that is named under the title, in the text of 2018; `reworded`, `added` or `set` is \
what that decree did to the line; `as in 2016` is a line that it repeats in the words of an earlier \
text, unless nobody has seen those: `wording of 2016 not seen`.";

struct Page<'a> {
    out: String,
    decrees: &'a [Decree],
    targets: Targets,
}

impl<'a> Page<'a> {
    fn new(decrees: &'a [Decree], targets: Targets) -> Page<'a> {
        Page {
            out: String::new(),
            decrees,
            targets,
        }
    }

    /// The text, ended by one line break.
    fn done(mut self) -> String {
        let end = self.out.trim_end().len();
        self.out.truncate(end);
        self.out.push('\n');
        self.out
    }

    fn heading(&mut self, level: usize, text: &str) {
        if !self.out.is_empty() {
            self.blank();
        }
        self.out.push_str(&"#".repeat(level));
        self.out.push(' ');
        self.out.push_str(text.trim_end());
        self.out.push_str("\n\n");
    }

    fn paragraph(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push_str("\n\n");
    }

    fn item(&mut self, text: &str) {
        self.out.push_str("- ");
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// Ends a list or a table with one blank line.
    fn blank(&mut self) {
        while !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Which text it is and how it came about.
    fn opening(&mut self, extent: Option<(u64, u64)>) {
        let Some(last) = words::last(self.decrees) else {
            return;
        };
        let name = format!("{} {}", last.ruleset, last.version);
        self.heading(1, &prose(last.title.as_deref().unwrap_or(&name)));
        let mut text = format!(
            "The consolidated text of {}: {}, {}, for filings of {}.",
            code(&name),
            prose(&words::published(last)),
            words::in_force(last, str::to_owned),
            words::years(last.years)
        );
        if let Some((clauses, review)) = extent {
            text.push_str(&format!(" {}", counted(clauses, "clause", "clauses")));
            if review > 0 {
                let review = counted(review, "provision", "provisions");
                text.push_str(&format!("; {review} under a lawyer's review"));
            }
            text.push('.');
        }
        self.paragraph(&text);
        if let Some(why) = &last.review {
            self.paragraph(&format!("> **review** {}", prose(why)));
        }
        self.heading(2, "How this text came about");
        self.out.push_str(
            "| version | published | in force from | filings of | what it did | stands in |\n",
        );
        self.out.push_str("|---|---|---|---|---|---|\n");
        for (at, decree) in self.decrees.iter().enumerate() {
            self.out.push_str(&format!(
                "| {} | {} | {} | {} | {} | {} |\n",
                prose(&decree.version),
                prose(&words::published(decree)),
                decree.in_force,
                words::years(decree.years),
                words::counts(at == 0, decree.counts),
                cell(&code(&decree.place.file)),
            ));
        }
        self.blank();
        self.paragraph(LEGEND);
    }

    fn contents(&mut self, document: &Document) {
        self.heading(2, "Contents");
        for (at, chapter) in document.chapters.iter().enumerate() {
            self.item(&format!("[{}](#chapter.{})", prose(&chapter.title), at + 1));
            for entry in chapter.entries.iter().filter(|entry| titled(entry.kind)) {
                let anchor = id(entry.kind, &entry.name);
                self.out
                    .push_str(&format!("  - [{}](#{anchor})\n", prose(entry.title())));
            }
        }
        if !document.gone.is_empty() {
            self.item("[No longer in force](#gone)");
        }
        if document.calendar.is_some() {
            self.item("[Business days](#calendar)");
        }
        self.item("[Index by article](#articles)");
        self.blank();
    }

    fn scope(&mut self, lines: &[Line]) {
        if lines.is_empty() {
            return;
        }
        self.heading(2, &format!("<a id=\"scope\"></a>{}", words::SCOPE));
        for line in lines {
            self.line(&[], line);
        }
        self.blank();
    }

    fn chapter(&mut self, at: usize, chapter: &Chapter) {
        let title = prose(&chapter.title);
        self.heading(2, &format!("<a id=\"chapter.{}\"></a>{title}", at + 1));
        for entry in &chapter.entries {
            self.entry(entry);
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let anchor = id(entry.kind, &entry.name);
        let title = match entry.kind {
            Kind::Clause => prose(entry.title()),
            Kind::Indicator => format!("indicator: {}{}", prose(entry.title()), prose(&entry.head)),
            kind => format!(
                "{} {}",
                words::kind(kind),
                code(&format!("{}{}", entry.name, entry.head))
            ),
        };
        let level = match entry.kind {
            Kind::Clause => 3,
            _ => 4,
        };
        self.heading(level, &format!("<a id=\"{anchor}\"></a>{title}"));
        self.entry_below(entry);
    }

    /// A provision below its title.
    fn entry_below(&mut self, entry: &Entry) {
        let mut story = self.story(&entry.story);
        if titled(entry.kind) {
            story = format!("{}: {story}", code(&entry.name));
        }
        if let Some(said) = words::title_mark(entry, self.decrees) {
            story.push_str(&format!("; {said}"));
        }
        self.paragraph(&story);
        for line in &entry.lines {
            match line.label {
                Label::Title => {}
                Label::Text => {
                    let mark = self.mark(&entry.story, line.mark.as_ref());
                    let text = self.words(&line.words);
                    self.paragraph(&format!("{}{mark}", at_line_start(&text)));
                }
                _ if words::silent(line) => {}
                _ => self.line(&entry.story, line),
            }
        }
        for unfolded in &entry.unfolded {
            let said = self.words(&unfolded.words);
            let head = code(&unfolded.head);
            match said.contains('\n') {
                true => {
                    self.item(&format!("where {head} is\n\n{said}"));
                    self.blank();
                }
                false => self.item(&format!("where {head} is {said}")),
            }
        }
        self.references("reads", &entry.reads);
        if matches!(entry.kind, Kind::Parameter | Kind::Define) {
            self.references("read by", &entry.read_by);
        }
        self.blank();
    }

    fn references(&mut self, label: &str, references: &[Reference]) {
        let known = references
            .iter()
            .filter(|reference| self.targets.holds(reference.kind, &reference.name));
        let links: Vec<String> = known.map(reference_link).collect();
        if !links.is_empty() {
            self.item(&format!("**{label}** {}", links.join(", ")));
        }
    }

    fn line(&mut self, story: &[Step], line: &Line) {
        let mut text = format!("**{}** ", words::label(&line.label));
        let mark = self.mark(story, line.mark.as_ref());
        let said = self.words(&line.words);
        let cites = match &line.cites {
            Some(cites) => format!(", {}{}", words::before(&line.label), prose(cites)),
            None => String::new(),
        };
        match said.contains('\n') {
            // A condition of several lines keeps them.
            true => {
                text = format!("{}{cites}{mark}\n\n{said}", text.trim_end());
                self.item(&text);
                self.blank();
            }
            false => {
                text.push_str(&said);
                text.push_str(&cites);
                text.push_str(&mark);
                self.item(&text);
            }
        }
    }

    fn words(&self, words: &Words) -> String {
        match words {
            Words::Prose(text) => prose(text),
            Words::Rule(pieces) => {
                let rule = plain(pieces);
                match rule.contains('\n') {
                    true => fenced(&rule),
                    false => code(&rule),
                }
            }
            Words::Message(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => prose(text),
                    Part::Rule(pieces) => code(&format!("{{{}}}", plain(pieces))),
                })
                .collect(),
        }
    }

    /// ` [2018:27, reworded]`
    fn mark(&self, story: &[Step], mark: Option<&Mark>) -> String {
        let Some(mark) = mark else {
            return String::new();
        };
        let version = words::version(self.decrees, mark.written);
        match words::mark(story, mark, self.decrees) {
            Some(said) => format!(" [{version}:{}, {said}]", mark.place.line),
            None => format!(" [{version}:{}]", mark.place.line),
        }
    }

    /// `stands since 2014 (DOF, 2014-05-08), FILE:7; replaced by 2018 (…), FILE:9`
    fn story(&self, story: &[Step]) -> String {
        let steps = story.iter().map(|step| {
            let how = words::how(step.how);
            format!(
                "{how} {}, {}",
                self.version(step.version),
                place(&step.place)
            )
        });
        steps.collect::<Vec<String>>().join("; ")
    }

    /// `2018 (DOF, 2018-07-23)`
    fn version(&self, at: usize) -> String {
        match self.decrees.get(at) {
            Some(decree) => format!(
                "{} ({})",
                prose(&decree.version),
                prose(&words::published(decree))
            ),
            None => String::new(),
        }
    }

    fn gone(&mut self, gone: &[Gone]) {
        if gone.is_empty() {
            return;
        }
        self.heading(2, "<a id=\"gone\"></a>No longer in force");
        for gone in gone {
            let title = match &gone.title {
                Some(title) => format!(" {}", prose(title)),
                None => String::new(),
            };
            let text = format!(
                "{} {}{title}: {}; repealed by {}, {}",
                words::kind(gone.kind),
                code(&gone.name),
                self.story(&gone.story),
                self.version(gone.by),
                place(&gone.place)
            );
            self.item(&text);
        }
        self.blank();
    }

    fn calendar(&mut self, document: &Document) {
        let Some(calendar) = &document.calendar else {
            return;
        };
        self.heading(2, "<a id=\"calendar\"></a>Business days");
        self.paragraph(&format!(
            "Calendar {}, {}: covers {}; days of rest: {}.",
            code(&calendar.name),
            place(&calendar.place),
            words::covers(calendar),
            prose(&calendar.rest.join(", "))
        ));
        for (date, name) in &calendar.holidays {
            match name {
                Some(name) => self.item(&format!("{date} {}", prose(name))),
                None => self.item(date),
            }
        }
        for (first, last, name) in &calendar.closed {
            let name = name.as_deref().unwrap_or("closed");
            self.item(&format!("{first} to {last} {}", prose(name)));
        }
        if let Some(why) = &calendar.review {
            self.item(&format!("Still to be checked: {}", prose(why)));
        }
        self.blank();
    }

    fn articles(&mut self, document: &Document) {
        self.heading(2, "<a id=\"articles\"></a>Index by article");
        for article in &document.articles {
            self.heading(3, &prose(&article.source));
            for citation in &article.places {
                let scope = citation
                    .scope
                    .then(|| format!("[{}](#scope)", words::SCOPE));
                let by = scope.into_iter().chain(citation.by.iter().map(index_link));
                let by: Vec<String> = by.collect();
                let place = match citation.place.as_str() {
                    "" => "the whole",
                    place => place,
                };
                self.item(&format!("{}: {}", prose(place), by.join("; ")));
            }
            self.blank();
        }
    }

    fn moment(&mut self, at: usize, moment: &Moment) {
        let Some(decree) = self.decrees.get(at) else {
            return;
        };
        let (did, stands) = words::did(at, &moment.what);
        self.heading(2, &format!("{}: {did}", prose(&decree.version)));
        let mut text = format!(
            "{}, {}",
            prose(&words::published(decree)),
            words::in_force(decree, str::to_owned)
        );
        if let Some(stands) = stands {
            text.push_str(&format!("; {}", place(stands)));
        }
        self.paragraph(&text);
        match &moment.what {
            What::Brought { entry } => {
                if let Some(Words::Prose(title)) = entry.line(&Label::Title).map(|line| &line.words)
                {
                    self.item(&format!("**title** {}", prose(title)));
                }
                for line in &entry.lines {
                    if line.label != Label::Title && !words::silent(line) {
                        self.line(&entry.story, line);
                    }
                }
            }
            What::Replaced { changes, kept, .. } => self.changes(changes, kept),
            _ => {}
        }
        if !moment.around.is_empty() {
            self.blank();
            self.paragraph(&format!("{}:", words::AROUND));
        }
        for around in &moment.around {
            let (verb, named) = words::around(around);
            let named = match named {
                Some((kind, name)) => format!(" the {kind} {}", code(name)),
                None => String::new(),
            };
            self.item(&format!("{verb}{named}, {}", place(&around.step.place)));
        }
        self.blank();
    }

    fn changes(&mut self, changes: &[Changed], kept: &[Label]) {
        for change in changes {
            let label = words::label(&change.label);
            let did = match (&change.before, &change.now) {
                (Some(_), Some(_)) => "reworded",
                (None, _) => "added",
                (_, None) => "taken away",
            };
            self.item(&format!("**{label}** {did}"));
            for (word, line) in [("before", &change.before), ("now", &change.now)] {
                let Some(line) = line else {
                    continue;
                };
                let mark = self.mark(&[], line.mark.as_ref());
                let said = match &line.words {
                    // Two wordings are read side by side, on a line each.
                    Words::Rule(pieces) => code(
                        &plain(pieces)
                            .split_whitespace()
                            .collect::<Vec<_>>()
                            .join(" "),
                    ),
                    words => self.words(words),
                };
                let cites = match &line.cites {
                    Some(cites) => format!(", {}{}", words::before(&line.label), prose(cites)),
                    None => String::new(),
                };
                self.out
                    .push_str(&format!("  - {word}: {said}{cites}{mark}\n"));
            }
        }
        if !kept.is_empty() {
            let kept: Vec<_> = kept.iter().map(words::label).collect();
            self.item(&format!("as before: {}", kept.join(", ")));
        }
    }
}

/// Whether a provision is known by a title.
fn titled(kind: Kind) -> bool {
    matches!(kind, Kind::Clause | Kind::Indicator)
}

fn reference_link(reference: &Reference) -> String {
    let anchor = id(reference.kind, &reference.name);
    let link = format!("[{}](#{anchor})", code(&reference.name));
    match (&reference.gloss, reference.kind) {
        (Some(value), Kind::Parameter) => format!("{link} = {}", code(value)),
        _ => link,
    }
}

/// In an index a title says more than an id, and a value would be noise.
fn index_link(reference: &Reference) -> String {
    let anchor = id(reference.kind, &reference.name);
    match (&reference.gloss, reference.kind) {
        (Some(title), Kind::Clause | Kind::Indicator) => format!("[{}](#{anchor})", prose(title)),
        _ => format!("[{}](#{anchor})", code(&reference.name)),
    }
}

fn plain(pieces: &[Piece]) -> String {
    let texts = pieces.iter().map(|piece| match piece {
        Piece::Plain(text) | Piece::Name(_, text) => text.as_str(),
    });
    texts.collect()
}

/// `rules/2014/acuerdo_04_planning.dictamen:7`
fn place(place: &Place) -> String {
    code(&format!("{}:{}", place.file, place.line))
}
