//! What a letter holds: words for people and nothing else.

use serde::Serialize;

use crate::report::letter::words::Words;

/// The ruling on one filing, as a template reads it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Letter {
    /// The fixed words, in the language of the run.
    pub words: &'static Words,
    /// The filing's key.
    pub filing: String,
    /// Its fiscal year.
    pub year: String,
    /// Who filed it, where its vocabulary says so.
    pub institution: Option<String>,
    /// What is known of who filed it.
    pub addressee: Vec<Value>,
    /// The title of the text that governs the year.
    pub ruleset: String,
    /// Its version: `2016`.
    pub version: String,
    /// The date on which it was judged.
    pub as_of: String,
    /// `violates`
    pub verdict: &'static str,
    /// `broken`
    pub verdict_in_words: &'static str,
    /// What the ruling comes to, as a sentence.
    pub conclusion: &'static str,
    /// The duties that are broken.
    pub broken: Vec<Matter>,
    /// The duties that depend on what is missing.
    pub open: Vec<Matter>,
    /// Recommendations that are not followed, or depend on what is missing.
    pub advice: Vec<Matter>,
    /// What other offices owe.
    pub offices: Vec<Matter>,
    /// Clauses that are complied with.
    pub complied: Vec<Line>,
    /// Clauses that an exception lifts.
    pub exempt: Vec<Line>,
    /// Clauses that do not apply.
    pub not_applicable: Vec<Line>,
    /// Clauses that are printed and not judged.
    pub not_judged: Vec<Line>,
    /// What is missing, each once, with where it is to be sent.
    pub wanted: Vec<Want>,
    /// The program that judged, with its version.
    pub program: &'static str,
    /// The digest of the receipt.
    pub digest: Option<String>,
}

/// A clause that has something to say.
#[derive(Debug, Clone, Serialize)]
pub struct Matter {
    /// Its id, by which one refers to it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its words.
    pub text: Option<String>,
    /// The articles.
    pub cites: String,
    /// The version whose text judged: `2016`.
    pub version: String,
    /// The title of that version.
    pub of: String,
    /// Since when it is in force.
    pub in_force: String,
    /// Who watches over it.
    pub authority: Option<String>,
    /// Who must obey, if it is not the institution.
    pub binds: Option<String>,
    /// `violates`
    pub verdict: &'static str,
    /// `broken`
    pub verdict_in_words: &'static str,
    /// `mandatory` or `recommended`
    pub severity: &'static str,
    /// What a lawyer still has to check.
    pub marks: Vec<String>,
    /// What was found.
    pub findings: Vec<Found>,
    /// How many more subjects there are, which are not told.
    pub more: usize,
}

/// What was found of one subject.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// Which one; nothing for the filing as a whole.
    pub subject: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What the filing says.
    pub values: Vec<Value>,
    /// What it does not say and owes.
    pub missing: Vec<String>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// Where it stands in the filing.
    pub place: Option<String>,
}

/// Something by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Value {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub value: String,
}

/// A clause of which there is nothing to say.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The articles.
    pub cites: String,
}

/// Something that is missing.
#[derive(Debug, Clone, Serialize)]
pub struct Want {
    /// What it is called.
    pub name: String,
    /// The offices that it is to be sent to.
    pub send_to: Vec<String>,
    /// The clauses that hang on it.
    pub clauses: Vec<String>,
}

impl Letter {
    /// Notes that a clause hangs on something missing.
    pub(super) fn want(&mut self, name: &str, matter: &Matter) {
        let at = match self.wanted.iter().position(|want| want.name == name) {
            Some(at) => at,
            None => {
                self.wanted.push(Want {
                    name: name.to_owned(),
                    send_to: Vec::new(),
                    clauses: Vec::new(),
                });
                self.wanted.len() - 1
            }
        };
        let want = &mut self.wanted[at];
        if let Some(authority) = &matter.authority
            && !want.send_to.contains(authority)
        {
            want.send_to.push(authority.clone());
        }
        if !want.clauses.contains(&matter.id) {
            want.clauses.push(matter.id.clone());
        }
    }
}
