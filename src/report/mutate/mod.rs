//! What the cases notice of small changes of the law: for people, for programs and for CI.

mod case;

use crate::cases::Problem;
use crate::mutate::{Accepted, Counts, Fate, MOST_PARTS, Mutant, Outcome, Stale, Witness};
use crate::report::cases::{placed, problems, xml};
use crate::report::json;
use crate::report::mutate::case::case;
use crate::report::style::{self, paint};
use crate::report::text::{clean, counted, grouped, padding};

/// What came of the mutants of a rule book.
pub struct Mutation<'m> {
    /// The mutants.
    pub outcome: &'m Outcome,
    /// What is wrong with the list of accepted survivors.
    pub problems: &'m [Problem],
    /// Where that list stands, or would.
    pub list: &'m str,
}

impl Mutation<'_> {
    /// The page for people.
    pub fn table(&self) -> String {
        let outcome = self.outcome;
        let mut page = problems(self.problems);
        for (accepted, why) in outcome.stale() {
            page.push_str(&format!(
                "{}  {}: {}\n    {}\n",
                paint(style::BAD, "stale"),
                clean(&placed(self.list, accepted.at)),
                clean(&format!("{} {}", accepted.provision, accepted.change)),
                clean(&stale(why))
            ));
        }
        let mut accepted = String::new();
        for (mutant, fate) in outcome.survivors() {
            let Fate::Survived(witness) = fate else {
                continue;
            };
            match outcome.accepted(mutant) {
                Some(why) => accept(mutant, why, &mut accepted),
                None => survivor(mutant, witness.as_deref(), outcome.searched, &mut page),
            }
        }
        page.push_str(&accepted);
        if !page.is_empty() {
            page.push('\n');
        }
        for provision in &outcome.too_large {
            page.push_str(&format!(
                "{} is not changed: it has more than {} parts; name some of them with `define`\n",
                clean(provision),
                grouped(MOST_PARTS as u64)
            ));
        }
        page.push_str(&self.kinds());
        page.push_str(&summary(outcome.counts()));
        page
    }

    /// How many mutants of each kind there are, and how many survive.
    fn kinds(&self) -> String {
        let kinds = self.outcome.kinds();
        let kinds = kinds.into_iter().filter(|(_, counts)| counts.mutants() > 0);
        let mut page = String::new();
        let mut line = |label: &str, columns: [&str; 3]| {
            page.push_str(&format!("{label}{}", " ".repeat(padding(label, 34))));
            for column in columns {
                page.push_str(&format!("{}{column}", " ".repeat(padding(column, 10))));
            }
            page.push('\n');
        };
        line("change", ["mutants", "noticed", "survive"]);
        for (kind, counts) in kinds {
            let columns = [counts.mutants(), counts.killed, counts.survived].map(grouped);
            let [mutants, killed, survived] = &columns;
            line(kind.label(), [mutants, killed, survived]);
        }
        page.push('\n');
        page
    }

    /// The same for programs: the counts and every survivor.
    pub fn json(&self) -> String {
        let outcome = self.outcome;
        let counts = outcome.counts();
        let mut out = format!(
            "{{\"mutants\":{},\"killed\":{},\"survived\":{},\"accepted\":{},\"equivalent\":{},\"unsound\":{},\
             \"killed_per_mille\":{},\"kinds\":{{",
            counts.mutants(),
            counts.killed,
            counts.survived,
            counts.accepted,
            counts.equivalent,
            counts.unsound,
            counts.per_mille()
        )
        .into_bytes();
        let kinds = outcome.kinds();
        let kinds = kinds.iter().filter(|(_, counts)| counts.mutants() > 0);
        for (at, (kind, counts)) in kinds.enumerate() {
            let comma = if at > 0 { "," } else { "" };
            let line = format!(
                "{comma}\n  \"{}\":{{\"mutants\":{},\"killed\":{},\"survived\":{}}}",
                kind.as_str(),
                counts.mutants(),
                counts.killed,
                counts.survived
            );
            out.extend_from_slice(line.as_bytes());
        }
        out.extend_from_slice(b"},\"problems\":[");
        for (at, problem) in self.problems.iter().enumerate() {
            out.extend_from_slice(if at > 0 { b",\n  " } else { b"\n  " });
            let texts = [("message", problem.message.clone())];
            let at = problem.at.map(|at| (at.line, at.column));
            object(&mut out, &problem.file, at, &texts, &[]);
        }
        out.extend_from_slice(b"],\"stale\":[");
        for (at, (accepted, why)) in outcome.stale().into_iter().enumerate() {
            out.extend_from_slice(if at > 0 { b",\n  " } else { b"\n  " });
            let texts = [
                ("provision", accepted.provision.clone()),
                ("change", accepted.change.clone()),
                ("message", stale(why)),
            ];
            let at = accepted.at.map(|at| (at.line, at.column));
            object(&mut out, self.list, at, &texts, &[]);
        }
        for (at, provision) in outcome.too_large.iter().enumerate() {
            out.extend_from_slice(if at > 0 { b"," } else { b"],\"too_large\":[" });
            json::text(&mut out, provision);
        }
        out.extend_from_slice(b"],\"survivors\":[");
        let survivors = outcome.survivors();
        for (at, (mutant, fate)) in survivors.enumerate() {
            out.extend_from_slice(if at > 0 { b",\n  " } else { b"\n  " });
            let Fate::Survived(witness) = fate else {
                continue;
            };
            self.survivor(&mut out, mutant, witness.as_deref());
        }
        out.extend_from_slice(b"]}\n");
        String::from_utf8_lossy(&out).into_owned()
    }

    fn survivor(&self, out: &mut Vec<u8>, mutant: &Mutant, witness: Option<&Witness>) {
        let place = &mutant.place;
        let texts = [
            ("provision", place.provision.clone()),
            ("kind", mutant.kind.as_str().to_owned()),
            ("change", mutant.sentence.clone()),
        ];
        let why = self.outcome.accepted(mutant).map(|one| one.why.clone());
        let mut filing = None;
        if let Some(witness) = witness {
            let mut held = Vec::new();
            let texts = [
                ("ruleset", witness.ruleset.clone()),
                ("as_of", witness.as_of.to_string()),
                ("name", witness.name.clone()),
                ("expected", witness.original.clone()),
                ("case", case(witness, &mutant.sentence)),
            ];
            let rest = [("with_the_change", witness.mutant.clone())];
            object(&mut held, &witness.file, None, &texts, &rest);
            filing = Some(String::from_utf8_lossy(&held).into_owned());
        }
        object(
            out,
            &place.path,
            Some((place.at.line, place.at.column)),
            &texts,
            &[("accepted", why)],
        );
        // The object goes on behind its last text.
        out.pop();
        let filing = filing.as_deref().unwrap_or("null");
        out.extend_from_slice(format!(",\"nth\":{},\"witness\":{filing}}}", place.nth).as_bytes());
    }

    /// The same as JUnit writes it: a suite for each file of rules, a test for each mutant.
    pub fn junit(&self) -> String {
        let outcome = self.outcome;
        let counts = outcome.counts();
        let stale = outcome.stale();
        let wrong = self.problems.len() + stale.len();
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dictamen\" tests=\"{}\" \
             failures=\"{}\" errors=\"{wrong}\">\n",
            counts.mutants() + wrong as u64,
            counts.survived - counts.accepted
        );
        if wrong > 0 {
            self.wrong(&stale, &mut out);
        }
        let judged = |fate: &Fate| matches!(fate, Fate::Killed(_) | Fate::Survived(_));
        let all = outcome.mutants.iter().filter(|(_, fate)| judged(fate));
        let all: Vec<&(Mutant, Fate)> = all.collect();
        for file in all.chunk_by(|(one, _), (two, _)| one.place.path == two.place.path) {
            let open = |(mutant, fate): &&&(Mutant, Fate)| {
                matches!(fate, Fate::Survived(_)) && outcome.accepted(mutant).is_none()
            };
            out.push_str(&format!(
                "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n",
                xml(file
                    .first()
                    .map_or("", |(mutant, _)| mutant.place.path.as_str())),
                file.len(),
                file.iter().filter(open).count()
            ));
            for (mutant, fate) in file {
                self.test(mutant, fate, &mut out);
            }
            out.push_str("  </testsuite>\n");
        }
        out.push_str("</testsuites>\n");
        out
    }

    fn wrong(&self, stale: &[(&Accepted, Stale<'_>)], out: &mut String) {
        let count = self.problems.len() + stale.len();
        out.push_str(&format!(
            "  <testsuite name=\"{}\" tests=\"{count}\" failures=\"0\" errors=\"{count}\">\n",
            xml(self.list)
        ));
        let problems = self.problems.iter();
        let problems = problems.map(|one| (one.at, one.message.clone()));
        let stale = stale
            .iter()
            .map(|(accepted, why)| (accepted.at, self::stale(*why)));
        for (at, message) in problems.chain(stale) {
            out.push_str(&format!(
                "    <testcase classname=\"{}\" name=\"{}\">\n      <error message=\"{}\"/>\n    </testcase>\n",
                xml(self.list),
                xml(&placed(self.list, at)),
                xml(&message)
            ));
        }
        out.push_str("  </testsuite>\n");
    }

    fn test(&self, mutant: &Mutant, fate: &Fate, out: &mut String) {
        let place = &mutant.place;
        let head = format!(
            "    <testcase classname=\"{}\" name=\"{}\"",
            xml(&place.provision),
            xml(&format!(
                "{}:{}: if {}",
                place.at.line, place.at.column, mutant.sentence
            ))
        );
        match fate {
            Fate::Survived(witness) => {
                if let Some(accepted) = self.outcome.accepted(mutant) {
                    out.push_str(&format!(
                        "{head}>\n      <skipped message=\"{}\"/>\n    </testcase>\n",
                        xml(&accepted.why)
                    ));
                    return;
                }
                let mut page = String::new();
                survivor(mutant, witness.as_deref(), self.outcome.searched, &mut page);
                out.push_str(&format!(
                    "{head}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
                    xml(&format!("no case would notice if {}", mutant.sentence)),
                    xml(&style::strip(&page))
                ));
            }
            Fate::Killed(_) | Fate::Equivalent | Fate::Unsound => {
                out.push_str(&format!("{head}/>\n"));
            }
        }
    }
}

fn survivor(mutant: &Mutant, witness: Option<&Witness>, searched: bool, page: &mut String) {
    head(paint(style::BAD, "survives"), mutant, page);
    match witness {
        Some(witness) => {
            let other = match &witness.mutant {
                Some(other) => format!("would be {other}"),
                None => "would not be there".to_owned(),
            };
            page.push_str(&format!(
                "    a filing that would, for {}: {} is {}, and {other}\n",
                clean(&witness.file),
                clean(&witness.name),
                witness.original
            ));
            for line in case(witness, &mutant.sentence).lines() {
                page.push_str(&format!("    {}\n", clean(line)));
            }
        }
        None if searched => {
            page.push_str("    no filing was found in which this alone shows: it makes no difference, or two values change at once\n");
        }
        None => {}
    }
}

fn accept(mutant: &Mutant, accepted: &Accepted, page: &mut String) {
    head(paint(style::GOOD, "accepted"), mutant, page);
    page.push_str(&format!("    because {}\n", clean(&accepted.why)));
}

fn head(word: String, mutant: &Mutant, page: &mut String) {
    let place = &mutant.place;
    let nth = match place.nth {
        1 => String::new(),
        nth => format!(" (nth: {nth})"),
    };
    page.push_str(&format!(
        "{word}  {}  {}\n    no case would notice if {}{nth}\n",
        clean(&placed(&place.path, Some(place.at))),
        clean(&place.provision),
        clean(&mutant.sentence)
    ));
}

fn stale(why: Stale<'_>) -> String {
    match why {
        Stale::Unknown => {
            "the rule book has no such mutant: name it as it is shown, or take it off the list"
                .to_owned()
        }
        Stale::Killed(file, case) => {
            format!("a case notices it, `{case}` of {file}: take it off the list")
        }
        Stale::LeftOut => {
            "it is not among the mutants that are judged: take it off the list".to_owned()
        }
        Stale::Twice => "it stands on the list twice: take it off once".to_owned(),
    }
}

fn summary(counts: Counts) -> String {
    let share = counts.per_mille();
    let share = format!("{}.{} %", share / 10, share % 10);
    let style = match counts.survived - counts.accepted {
        0 => style::GOOD,
        _ => style::BAD,
    };
    let accepted = match counts.accepted {
        0 => String::new(),
        accepted => format!(" ({} accepted)", grouped(accepted)),
    };
    let survive = if counts.survived == 1 {
        "survives"
    } else {
        "survive"
    };
    let mut page = format!(
        "{}: {} noticed by a case, {}{accepted}\n",
        counted(counts.mutants(), "mutant", "mutants"),
        paint(style, &format!("{} ({share})", grouped(counts.killed))),
        paint(style, &format!("{} {survive}", grouped(counts.survived))),
    );
    page.push_str(&format!(
        "not counted: {} that change no verdict or judge as another does, {} that are no sound rule book\n",
        grouped(counts.equivalent),
        grouped(counts.unsound)
    ));
    page
}

/// An object that begins with a place and goes on with texts, some of which may not be there.
fn object(
    out: &mut Vec<u8>,
    file: &str,
    at: Option<(usize, usize)>,
    texts: &[(&str, String)],
    rest: &[(&str, Option<String>)],
) {
    out.extend_from_slice(b"{\"file\":");
    json::text(out, file);
    if let Some((line, column)) = at {
        out.extend_from_slice(format!(",\"line\":{line},\"column\":{column}").as_bytes());
    }
    for (name, value) in texts {
        out.extend_from_slice(format!(",\"{name}\":").as_bytes());
        json::text(out, value);
    }
    for (name, value) in rest {
        out.extend_from_slice(format!(",\"{name}\":").as_bytes());
        match value {
            Some(value) => json::text(out, value),
            None => out.extend_from_slice(b"null"),
        }
    }
    out.push(b'}');
}
