//! Random rule books: a first version and its amendments, in the language's text.

use crate::random::expressions::{Define, Handed, Names, Writer};
use crate::random::lists::{Goes, lists};
use crate::random::schema::{CALENDAR, VOCABULARY};
use crate::random::scope::{Scope, Ty, Var, What};

/// The tapes of a rule book; each can be taken away or made simpler alone.
#[derive(Debug, Clone, Default)]
pub struct BookTapes {
    pub parameters: Vec<u32>,
    pub defines: Vec<Vec<u32>>,
    pub clauses: Vec<Vec<u32>>,
    pub indicators: Vec<Vec<u32>>,
    /// One for each version after the first, two at most.
    pub amendments: Vec<Vec<u32>>,
}

/// A file of a rule book: its path and its text.
pub type File = (String, String);

const VERSIONS: [(&str, &str, &str); 3] = [
    ("2014", "2014-05-09", "from 2014"),
    ("2016", "2016-02-05", "from 2016"),
    ("2018", "2018-07-24", "from 2018"),
];

/// What an amendment has to know of a clause.
#[derive(Clone)]
struct Standing {
    id: String,
    /// Its `for each` and `governed by`, if the date of the act chooses its text.
    governed: Option<Head>,
}

/// The subjects of a clause.
#[derive(Clone, Default)]
struct Head {
    lines: String,
    scope: Scope,
}

/// Writes a rule book.
pub fn write(tapes: &BookTapes) -> Vec<File> {
    let mut files = vec![
        ("vocabulary.dictamen".to_owned(), VOCABULARY.to_owned()),
        ("calendar.dictamen".to_owned(), CALENDAR.to_owned()),
    ];
    let mut names = Names::default();
    let mut clauses: Vec<Standing> = Vec::new();
    let mut text = header(0, &tapes.parameters, &names);
    text.push_str(&parameters(&tapes.parameters, &mut names));
    text.push_str(ACT_OF);
    for (at, tape) in tapes.defines.iter().enumerate() {
        let (define, words) = define(&format!("d{at}"), tape, &names);
        text.push_str(&words);
        names.defines.push(define);
    }
    for (at, tape) in tapes.clauses.iter().enumerate() {
        let id = format!("c{at}.first");
        let (standing, words) = clause(&id, tape, &names, None);
        text.push_str(&format!("\n{words}"));
        clauses.push(standing);
    }
    for (at, tape) in tapes.indicators.iter().enumerate() {
        text.push_str(&indicator(&format!("i{at}"), tape, &names));
    }
    files.push(("2014/ruleset.dictamen".to_owned(), text));
    for (at, tape) in tapes.amendments.iter().take(2).enumerate() {
        let text = amendment(at + 1, tape, &mut names, &mut clauses);
        files.push((format!("{}/ruleset.dictamen", VERSIONS[at + 1].0), text));
    }
    files
}

/// The date on which most requests were acted on; no amendment touches it.
const ACT_OF: &str = "
define act_of(r: Request) =
  if r.study.received_on is given then r.study.received_on else r.signed_on
";

fn header(version: usize, tape: &[u32], names: &Names) -> String {
    let (name, in_force, years) = VERSIONS[version];
    let mut writer = Writer::new(tape, names);
    let amends = match version {
        0 => String::new(),
        later => format!(" amends {}", VERSIONS[later - 1].0),
    };
    let mut text = format!(
        "ruleset trial {name}{amends}
  title      \"Trial, text of {name}\"
  published  {in_force} in \"DOF\"
  in force   from {in_force}
  for years  {years}
"
    );
    if writer.tape.percent(12) {
        let condition = writer.expr(&Ty::Boolean, &Scope::default(), 2);
        text.push_str(&format!("  applies when {}\n", condition.text));
    }
    for at in 0..writer.tape.weighted(&[80, 15, 5]) {
        let condition = writer.expr(&Ty::Boolean, &Scope::default(), 2);
        text.push_str(&format!(
            "  except when {}\n              cites \"Head, exception {at}\"\n",
            condition.text
        ));
    }
    text
}

fn parameters(tape: &[u32], names: &mut Names) -> String {
    let nothing = Names::default();
    let mut writer = Writer::new(tape, &nothing);
    let mut text = String::new();
    for (name, ty) in [
        ("p_many", Ty::Number),
        ("p_cap", Ty::pesos()),
        ("p_day", Ty::Date),
        ("p_word", Ty::Text),
    ] {
        let value = writer.literal(&ty).text;
        text.push_str(&format!("\nparameter {name} = {value}\n  cites \"P\"\n"));
        names.values.push((name.to_owned(), ty));
    }
    for (name, unit) in [
        ("p_days", "days"),
        ("p_term", "business days"),
        ("p_span", "months"),
    ] {
        let value = writer.duration_literal(unit);
        text.push_str(&format!("\nparameter {name} = {value}\n  cites \"P\"\n"));
        names.durations.push((name.to_owned(), unit));
    }
    for (name, ty) in [
        ("p_marks", Ty::Enum("Mark".to_owned())),
        ("p_ranks", Ty::Enum("Rank".to_owned())),
        ("p_numbers", Ty::Number),
        ("p_words", Ty::Text),
    ] {
        let value = writer.set_of(&ty);
        text.push_str(&format!("\nparameter {name} = {value}\n  cites \"P\"\n"));
        names.sets.push((name.to_owned(), ty));
    }
    let amount = |writer: &mut Writer<'_>| writer.literal(&Ty::pesos()).text;
    text.push_str(&format!(
        "\nparameter p_unit: money in MXN\n  from 2014-05-09 = {}\n  from 2016-02-05 = {}\n  cites \"P\"\n",
        amount(&mut writer),
        amount(&mut writer)
    ));
    text.push_str(&format!(
        "\nparameter p_ended: money in MXN\n  from 2014-01-01 = {}\n  from 2015-01-01 = {}\n  until 2018-07-23\n  cites \"P\"\n",
        amount(&mut writer),
        amount(&mut writer)
    ));
    for name in ["p_unit", "p_ended"] {
        names.dated.push((name.to_owned(), Ty::pesos()));
    }
    text
}

fn row(record: &str, list: &str) -> Handed {
    Handed::Row(list.to_owned(), record.to_owned())
}

fn define(name: &str, tape: &[u32], names: &Names) -> (Define, String) {
    let mut writer = Writer::new(tape, names);
    let first = match writer.tape.below(8) {
        0 => None,
        1 | 2 => Some(row("Request", "requests")),
        3 | 4 => Some(row("Project", "projects")),
        5 => Some(row("Contract", "contracts")),
        6 => Some(Handed::Nested("Owner".to_owned())),
        _ => Some(Handed::Value(Ty::Date)),
    };
    let second = match writer.tape.below(6) {
        4 => Some(Handed::Value(Ty::pesos())),
        5 => Some(Handed::Value(Ty::Number)),
        _ => None,
    };
    let handed: Vec<(String, Handed)> = (first.into_iter().chain(second))
        .enumerate()
        .map(|(at, handed)| (format!("{name}_{at}"), handed))
        .collect();
    let returns = match writer.tape.below(10) {
        0..=3 => Ty::Boolean,
        4 => Ty::Number,
        5 | 6 => Ty::pesos(),
        7 | 8 => Ty::Date,
        _ => Ty::Enum("Rank".to_owned()),
    };
    let define = Define {
        name: name.to_owned(),
        handed,
        returns,
    };
    let words = define_text("", &define, &mut writer);
    (define, words)
}

fn define_text(verb: &str, define: &Define, writer: &mut Writer<'_>) -> String {
    let mut scope = Scope::default();
    let mut words = Vec::new();
    for (name, handed) in &define.handed {
        let (what, ty) = match handed {
            Handed::Row(list, record) => {
                let what = What::Row {
                    record: record.clone(),
                    list: Some(list.clone()),
                };
                (what, record.clone())
            }
            Handed::Nested(record) => (What::Nested(record.clone()), record.clone()),
            Handed::Value(ty) => {
                let words = match ty {
                    Ty::Money(currency) => format!("money in {currency}"),
                    Ty::Date => "date".to_owned(),
                    _ => "decimal".to_owned(),
                };
                (What::Member(ty.clone()), words)
            }
        };
        if matches!(what, What::Row { .. }) {
            scope.innermost = Some(scope.vars.len());
        }
        words.push(format!("{name}: {ty}"));
        scope.vars.push(Var {
            name: name.clone(),
            what,
            handed: true,
        });
    }
    let depth = 1 + writer.tape.below(3);
    let body = writer.expr(&define.returns, &scope, depth);
    let handed = if words.is_empty() {
        String::new()
    } else {
        format!("({})", words.join(", "))
    };
    format!(
        "\n{verb}define {}{handed} =\n  {}\n",
        define.name, body.text
    )
}

fn indicator(name: &str, tape: &[u32], names: &Names) -> String {
    let mut writer = Writer::new(tape, names);
    let (ty, unit) = if writer.tape.percent(60) {
        (Ty::pesos(), " in MXN")
    } else {
        (Ty::Number, "")
    };
    let depth = 1 + writer.tape.below(3);
    let value = writer.expr(&ty, &Scope::default(), depth);
    let total = *writer.tape.pick(&["sum", "mean", "count", "min", "max"]);
    format!(
        "\nindicator {name} \"Indicator {name}\"{unit}\n  cites \"I\"\n  value {}\n  total {total}\n",
        value.text
    )
}

/// The subjects, and maybe the date that chooses the text.
fn head(writer: &mut Writer<'_>, may_be_governed: bool) -> (Head, bool) {
    let shape = writer.tape.weighted(&[40, 45, 15]);
    let governed = may_be_governed && writer.tape.percent(22);
    // What is the same in every version names nothing that an amendment may touch.
    static NOTHING: Names = Names {
        values: Vec::new(),
        durations: Vec::new(),
        sets: Vec::new(),
        dated: Vec::new(),
        defines: Vec::new(),
    };
    let own = writer.names;
    if governed {
        writer.names = &NOTHING;
    }
    let mut head = Head::default();
    if shape > 0 {
        let all: Vec<_> = lists(&head.scope);
        let source = if writer.tape.percent(50) {
            let favourite = *writer.tape.pick(&["requests", "projects", "contracts"]);
            let mut found = all.iter().filter(|source| source.words == favourite);
            found.next().expect("the favourites are lists").clone()
        } else {
            writer.tape.pick(&all).clone()
        };
        let first = writer.variable();
        head.lines = format!("  for each {first} in {}", source.words);
        head.scope = source.inside(&head.scope, &first);
        if shape == 2 {
            let owned: Vec<_> = lists(&head.scope)
                .into_iter()
                .filter(|source| {
                    source.goes == Goes::Through(Some(0)) && !source.words.contains(" of ")
                })
                .collect();
            let source = if owned.is_empty() || writer.tape.percent(50) {
                writer.set_source()
            } else {
                writer.tape.pick(&owned).clone()
            };
            let second = writer.variable();
            head.lines
                .push_str(&format!(", {second} in {}", source.words));
            head.scope = source.inside(&head.scope, &second);
        }
        if writer.tape.percent(35) {
            let condition = writer.expr(&Ty::Boolean, &head.scope, 2);
            head.lines.push_str(&format!(" where {}", condition.text));
        }
        head.lines.push('\n');
    }
    if governed {
        let first = head.scope.vars.first().map(|var| var.what.clone());
        let date = match first {
            Some(What::Row {
                list: Some(list), ..
            }) if list == "requests" && writer.tape.percent(50) => {
                format!("act_of({})", head.scope.vars[0].name)
            }
            _ => writer.expr(&Ty::Date, &head.scope, 1).text,
        };
        head.lines.push_str(&format!("  governed by {date}\n"));
    }
    writer.names = own;
    (head, governed)
}

fn clause(id: &str, tape: &[u32], names: &Names, like: Option<&Standing>) -> (Standing, String) {
    let mut writer = Writer::new(tape, names);
    let (head, governed) = match like {
        Some(Standing {
            governed: Some(head),
            ..
        }) => {
            let head = head.clone();
            // Its variables are taken.
            for _ in 0..8 {
                writer.variable();
            }
            (head, true)
        }
        Some(_) => head(&mut writer, false),
        None => head(&mut writer, true),
    };
    let scope = &head.scope;
    let mut text = format!(" {id} \"Clause {id}\"\n");
    if writer.tape.percent(20) {
        text.push_str("  text \"What it asks,\n        in plain words.\"\n");
    }
    text.push_str("  cites \"Art. 1\"\n");
    if writer.tape.percent(20) {
        text.push_str("  authority ugd\n");
    }
    if writer.tape.percent(15) {
        text.push_str("  binds oic\n");
    }
    if writer.tape.percent(15) {
        text.push_str("  severity recommended\n");
    }
    text.push_str(&head.lines);
    if writer.tape.percent(35) {
        let condition = writer.expr(&Ty::Boolean, scope, 2);
        text.push_str(&format!("  applies when {}\n", condition.text));
    }
    for at in 0..writer.tape.weighted(&[60, 25, 15]) {
        let condition = writer.expr(&Ty::Boolean, scope, 2);
        let cites = if writer.tape.percent(70) {
            format!("\n              cites \"Exception {at}\"")
        } else {
            String::new()
        };
        text.push_str(&format!("  except when {}{cites}\n", condition.text));
    }
    if writer.tape.percent(2) {
        text.push_str("  not judged \"a power, not a duty\"\n");
    } else {
        let depth = 1 + writer.tape.weighted(&[10, 40, 35, 15]);
        let condition = writer.expr(&Ty::Boolean, scope, depth);
        text.push_str(&format!("  requires {}\n", condition.text));
        if writer.tape.percent(60) {
            let words = message(&mut writer, scope);
            text.push_str(&format!("  otherwise \"{words}\"\n"));
        }
        if writer.tape.percent(20) {
            let words = message(&mut writer, scope);
            text.push_str(&format!("  remedy \"{words}\"\n"));
        }
    }
    let standing = Standing {
        id: id.to_owned(),
        governed: governed.then_some(head),
    };
    (standing, format!("clause{text}"))
}

/// Words with values between them.
fn message(writer: &mut Writer<'_>, scope: &Scope) -> String {
    let mut text = "It is".to_owned();
    for _ in 0..=writer.tape.below(3) {
        let ty = match writer.tape.below(7) {
            0 => Ty::Boolean,
            1 => Ty::Text,
            2 => Ty::Date,
            3 => Ty::pesos(),
            4 => Ty::Enum("Modality".to_owned()),
            _ => Ty::Number,
        };
        let depth = writer.tape.below(3);
        let value = writer.expr(&ty, scope, depth);
        let value = value.text.replace('"', "\\\"");
        text.push_str(&format!(" {{{value}}}, \\{{so}}"));
    }
    text
}

fn amendment(
    version: usize,
    tape: &[u32],
    names: &mut Names,
    clauses: &mut Vec<Standing>,
) -> String {
    let half = tape.len() / 4;
    let mut text = header(version, &tape[..half], names);
    let mut rest = &tape[half..];
    // Each change has a stretch of the tape of its own.
    let mut stretch = |length: usize| {
        let (head, tail) = rest.split_at(length.min(rest.len()));
        rest = tail;
        head
    };
    let before = names.clone();
    let mut chooser = Writer::new(stretch(40), &before);
    for (name, ty) in &before.values {
        if chooser.tape.percent(25) {
            let value = chooser.literal(ty).text;
            text.push_str(&format!("\nsets parameter {name} = {value}\n"));
        }
    }
    for (name, ty) in &before.sets {
        if chooser.tape.percent(20) {
            let value = chooser.set_of(ty);
            text.push_str(&format!("\nsets parameter {name} = {value}\n"));
        }
    }
    if chooser.tape.percent(40) {
        let value = chooser.literal(&Ty::pesos()).text;
        let from = ["", "2017-02-01", "2018-02-01"][version];
        text.push_str(&format!(
            "\nsets parameter p_unit\n  from {from} = {value}\n"
        ));
    }
    for at in 0..before.defines.len() {
        if chooser.tape.percent(25) {
            // What it calls stands before it, so nothing goes round.
            let known = Names {
                defines: before.defines[..at].to_vec(),
                ..before.clone()
            };
            let mut writer = Writer::new(stretch(30), &known);
            text.push_str(&define_text("replaces ", &before.defines[at], &mut writer));
        }
    }
    if chooser.tape.percent(30) {
        let (define, words) = define(&format!("d_{version}"), stretch(30), &before);
        text.push_str(&words.replacen("define", "adds define", 1));
        names.defines.push(define);
    }
    let mut kept = Vec::new();
    for standing in clauses.drain(..) {
        match chooser.tape.weighted(&[60, 25, 15]) {
            1 => {
                let (standing, words) = clause(&standing.id, stretch(60), names, Some(&standing));
                text.push_str(&format!("\nreplaces {words}"));
                kept.push(standing);
            }
            2 => text.push_str(&format!("\nrepeals clause {}\n", standing.id)),
            _ => kept.push(standing),
        }
    }
    *clauses = kept;
    if chooser.tape.percent(60) {
        let id = format!("added.in_{}", VERSIONS[version].0);
        let (standing, words) = clause(&id, stretch(80), names, None);
        text.push_str(&format!("\nadds {words}"));
        clauses.push(standing);
    }
    text
}
