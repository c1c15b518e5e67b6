//! The lists that clauses go through. Each is sound but for the clauses that this filing is to break.

use super::chance::Chance;
use super::day::Day;
use super::filing::Plan;
use super::object::{Manner, Object, list};
use super::parts::{self, RANKS};
use super::text;

/// A project as the others see it.
pub struct Project {
    pub folio: String,
    pub budget: i64,
    pub cancelled: bool,
}

pub fn projects(manner: &mut Manner, plan: &Plan) -> (Vec<Project>, String) {
    let count = if plan.broken[0] {
        9
    } else {
        manner.chance.between(4, 7)
    };
    let strategic = if plan.broken[0] {
        8
    } else {
        manner.chance.between(1, 4)
    };
    let overlong = plan.broken[2].then(|| manner.chance.between(0, strategic - 1));
    let mut projects = Vec::new();
    let mut written = Vec::new();
    for at in 0..count {
        let status = manner.chance.of(&[
            "planned",
            "running",
            "running",
            "running",
            "finished",
            "finished",
            "finished",
            "cancelled",
        ]);
        let status = if at == 0 { "running" } else { status };
        let budget = manner.chance.between(10_000_000, 999_999_999);
        let start = Day::new(plan.year - 1, 7, 1).0 + manner.chance.between(0, 300) as i32;
        let length = match overlong {
            Some(row) if row == at => manner.chance.of(&[1097, 1461, -30]),
            _ => manner.chance.between(90, 1096) as i32,
        };
        let folio = format!("P-{}", at + 1);
        let mut project = Object::default();
        project.text("folio", &folio);
        project.text("name", &text::title(&mut manner.chance));
        project.text("description", &text::account(&mut manner.chance, 2));
        project.owed(
            "strategic",
            if at < strategic { "true" } else { "false" },
            manner,
        );
        project.owed_word("status", status, manner);
        project.owed_money("budget", budget, manner);
        project.owed_money(
            "spent",
            budget * manner.chance.between(40, 99) / 100,
            manner,
        );
        project.owed_day("starts_on", Day(start), manner);
        project.owed_day("ends_on", Day(start + length), manner);
        let owner = parts::contact(manner);
        project.json("owner", &owner);
        let goals = parts::texts(manner, 3);
        project.json("goals", &goals);
        written.push(project.written(manner));
        projects.push(Project {
            folio,
            budget,
            cancelled: status == "cancelled",
        });
    }
    (projects, list(&written))
}

/// The days of one purchase.
#[derive(Default)]
struct Steps {
    received: Option<Day>,
    decided: Option<Day>,
    favourable: Option<bool>,
    signed: Option<Day>,
    registered: Option<Day>,
}

fn steps(chance: &mut Chance, plan: &Plan, broken: [bool; 3]) -> Steps {
    let [assent, answer, registration] = broken;
    // What is broken must lie so far back that its term has run out.
    let last = if broken == [false; 3] { 345 } else { 200 };
    let received = Day::new(plan.year, 1, 2).0 + chance.between(0, last) as i32;
    let decided = received + chance.between(1, 14) as i32 + if answer { 30 } else { 0 };
    let favourable = assent || registration || chance.once_in(850);
    let signed = if assent {
        decided - chance.between(1, 9) as i32
    } else {
        decided + chance.between(0, 40) as i32
    };
    let registered = signed + chance.between(0, 9) as i32 + if registration { 20 } else { 0 };
    // What lies ahead of the day of judgement has not been done.
    let done = |day: i32| Some(Day(day)).filter(|day| *day <= plan.as_of);
    let signed = done(signed).filter(|_| favourable);
    Steps {
        received: done(received),
        decided: done(decided),
        favourable: done(decided).map(|_| favourable),
        signed,
        registered: signed.and_then(|_| done(registered)),
    }
}

pub fn procurements(manner: &mut Manner, plan: &Plan, projects: &[Project]) -> String {
    let count = manner.chance.between(4, 7);
    let row = |clause: usize, chance: &mut Chance| {
        plan.broken[clause].then(|| chance.between(0, count - 1))
    };
    let rows = [3, 4, 5, 6].map(|clause| row(clause, &mut manner.chance));
    let written: Vec<String> = (0..count)
        .map(|at| {
            let broken = rows.map(|row| row == Some(at));
            let [assent, answer, registration, misplaced] = broken;
            let mut modality = manner.chance.of(&["acquisition", "lease", "service"]);
            if assent || misplaced {
                modality = "acquisition";
            }
            let mut amount = manner.chance.between(3_000_000, 9_000_000);
            let mut steps = steps(&mut manner.chance, plan, [assent, answer, registration]);
            // A small lease, and a service, need no study.
            if broken == [false; 4] && modality != "acquisition" && manner.chance.once_in(300) {
                amount = if modality == "lease" {
                    manner.chance.between(100_000, 2_100_000)
                } else {
                    amount
                };
                steps = Steps {
                    received: None,
                    decided: None,
                    favourable: None,
                    ..steps
                };
            }
            let project = projects
                .iter()
                .filter(|project| project.cancelled == misplaced);
            let project: Vec<&Project> = project.collect();
            let project = match project.len() {
                0 => projects.first(),
                some => project
                    .get(manner.chance.between(0, some as i64 - 1) as usize)
                    .copied(),
            };
            if let Some(project) = project.filter(|project| misplaced && !project.cancelled) {
                amount = project.budget + 1;
            }
            let named = misplaced || manner.chance.once_in(700);
            let project =
                project
                    .filter(|_| named)
                    .map(|project| match manner.chance.once_in(10) {
                        // A folio that nobody filed.
                        true => "\"P-99\"".to_owned(),
                        false => format!("\"{}\"", project.folio),
                    });
            let mut procurement = Object::default();
            procurement.text("id", &format!("R-{}", at + 1));
            procurement.perhaps("project", project, manner);
            procurement.owed_word("modality", modality, manner);
            procurement.owed_money("amount", amount, manner);
            procurement.text("description", &text::account(&mut manner.chance, 2));
            procurement.day("received_on", steps.received, manner);
            procurement.day("decided_on", steps.decided, manner);
            let outcome = steps.favourable.map(|yes| {
                if yes {
                    "\"favourable\""
                } else {
                    "\"unfavourable\""
                }
            });
            procurement.perhaps("outcome", outcome.map(str::to_owned), manner);
            procurement.day("signed_on", steps.signed, manner);
            procurement.day("registered_on", steps.registered, manner);
            let supplier = parts::supplier(manner);
            procurement.json("supplier", &supplier);
            let quotes = parts::quotes(manner, amount);
            procurement.json("quotes", &quotes);
            procurement.written(manner)
        })
        .collect();
    list(&written)
}

pub fn applications(manner: &mut Manner, plan: &Plan) -> String {
    let count = manner.chance.between(4, 7);
    let bare = plan.broken[8].then(|| manner.chance.between(0, count - 1));
    let written: Vec<String> = (0..count)
        .map(|at| {
            // The first is grave, and tested if any is.
            let level = if at == 0 {
                "high"
            } else {
                manner
                    .chance
                    .of(&["low", "low", "medium", "medium", "high", "critical"])
            };
            let grave = matches!(level, "high" | "critical");
            let bare = bare == Some(at);
            let tested = if plan.broken[9] && grave {
                Some(plan.year - 1)
            } else if grave || manner.chance.once_in(500) {
                Some(plan.year)
            } else {
                None
            };
            let tested = tested
                .map(|year| Day(Day::new(year, 1, 15).0 + manner.chance.between(0, 300) as i32));
            let mut application = Object::default();
            application.text("code", &format!("APP-{:03}", at + 1));
            application.text("name", &text::title(&mut manner.chance));
            application.text("purpose", &text::account(&mut manner.chance, 1));
            application.owed_word("criticality", level, manner);
            let personal = bare || manner.chance.once_in(400);
            application.owed(
                "personal_data",
                if personal { "true" } else { "false" },
                manner,
            );
            let encrypted = !bare && (personal || manner.chance.once_in(500));
            application.owed(
                "encrypted",
                if encrypted { "true" } else { "false" },
                manner,
            );
            application.day("tested_on", tested, manner);
            application.json("users", &manner.chance.between(5, 50_000).to_string());
            let hosting = parts::hosting(manner);
            application.json("hosting", &hosting);
            application.written(manner)
        })
        .collect();
    list(&written)
}

pub fn incidents(manner: &mut Manner, plan: &Plan) -> String {
    let least = if plan.broken[10] || plan.broken[11] {
        2
    } else {
        0
    };
    let written: Vec<String> = (0..manner.chance.between(least, 4))
        .map(|at| {
            let (silent, open) = (plan.broken[10] && at == 0, plan.broken[11] && at == 1);
            let level = match (silent, open) {
                (true, _) => "high",
                (_, true) => "critical",
                _ => manner
                    .chance
                    .of(&["low", "medium", "medium", "high", "critical"]),
            };
            let detected = Day::new(plan.year, 1, 5).0 + manner.chance.between(0, 290) as i32;
            // Told on the same day: the next may be no business day.
            let told = detected + if silent { 9 } else { 0 };
            let told =
                (silent || manner.chance.once_in(950) || level != "low").then_some(Day(told));
            let solved = match open {
                true => manner.chance.once_in(500).then_some(detected + 31),
                false => Some(detected + manner.chance.between(0, 30) as i32),
            };
            let mut incident = Object::default();
            incident.text("number", &format!("INC-{:04}", at + 1));
            incident.owed_word("level", level, manner);
            incident.owed_day("detected_on", Day(detected), manner);
            incident.day("reported_on", told, manner);
            incident.day("solved_on", solved.map(Day), manner);
            let affected = parts::texts(manner, 3);
            incident.json("affected", &affected);
            incident.text("narrative", &text::account(&mut manner.chance, 3));
            incident.written(manner)
        })
        .collect();
    list(&written)
}

pub fn processes(manner: &mut Manner, plan: &Plan) -> String {
    let areas = [
        "planning",
        "contracting",
        "services",
        "configuration",
        "security",
        "portfolio",
        "suppliers",
        "operation",
    ];
    let weak = plan.broken[12].then(|| {
        manner
            .chance
            .of(&["planning", "contracting", "security", "operation"])
    });
    let written: Vec<String> = areas
        .iter()
        .map(|area| {
            let weak = weak == Some(area);
            let rank = if weak {
                manner.chance.between(0, 1)
            } else {
                manner.chance.between(2, 3)
            };
            let documented = if weak {
                manner.chance.once_in(500)
            } else {
                true
            };
            let mut process = Object::default();
            process.owed_word("area", area, manner);
            process.text("owner", &text::person(&mut manner.chance));
            process.owed_word("owner_rank", RANKS[rank as usize], manner);
            process.owed(
                "documented",
                if documented { "true" } else { "false" },
                manner,
            );
            process.json(
                "compliance",
                &format!(
                    "{}.{}",
                    manner.chance.between(40, 99),
                    manner.chance.between(0, 9)
                ),
            );
            let remarks = manner
                .chance
                .once_in(400)
                .then(|| format!("\"{}\"", text::account(&mut manner.chance, 1)));
            process.perhaps("remarks", remarks, manner);
            process.written(manner)
        })
        .collect();
    list(&written)
}

pub fn protection(manner: &mut Manner, plan: &Plan) -> String {
    let mut protection = Object::default();
    protection.text("officer", &text::person(&mut manner.chance));
    let rank = if plan.broken[7] {
        1
    } else {
        manner.chance.between(2, 3)
    };
    protection.owed_word("officer_rank", RANKS[rank as usize], manner);
    let late = plan.broken[7] && manner.chance.once_in(500);
    let named = Day::new(plan.year, 1, 1).0
        + if late {
            100
        } else {
            manner.chance.between(0, 58) as i32
        };
    protection.day("named_on", Some(Day(named)), manner);
    protection.json("team_size", &manner.chance.between(1, 30).to_string());
    protection.text(
        "channel",
        &format!("seguridad{}@ejemplo.gob.mx", manner.chance.between(1, 99)),
    );
    protection.written(manner)
}
