//! One filing: what it is to break is drawn first, then it is written so that it does.

use super::chance::Chance;
use super::day::Day;
use super::lists;
use super::object::{Manner, Object};
use super::parts;
use super::text;

/// What a filing is to be.
pub struct Plan {
    pub year: i32,
    pub as_of: Day,
    /// For each clause, in the order of the rule book, whether it is to be broken. The second, the
    /// budget's, is not planned here: what is left of the budget is drawn when the costs are known.
    pub broken: [bool; 13],
}

/// What came of it.
#[derive(Default)]
pub struct Shares {
    pub filings: u64,
    pub bytes: u64,
    pub careless: u64,
    pub owed: u64,
    pub missing: u64,
    /// How often the projects cost exactly the budget, and how often a cent more.
    pub equal: u64,
    pub over_by_a_cent: u64,
    pub broken: [u64; 13],
}

/// A whole list or record is left out less often than a value.
const LEFT_OUT: i64 = 2;

/// Writes the filing of a seed and a number, and counts it.
pub fn filing(seed: u64, number: u64, shares: &mut Shares) -> String {
    let mut chance = Chance::new(seed, number);
    let plan = Plan {
        year: 2017 + (number % 3) as i32,
        as_of: Day::parse(b"2019-12-16").unwrap_or(Day(0)),
        broken: std::array::from_fn(|_| chance.once_in(70)),
    };
    let careless = chance.once_in(50);
    let mut manner = Manner {
        chance,
        careless,
        owed: 0,
        missing: 0,
    };
    let exempted = manner.chance.once_in(50);
    let (projects, projects_text) = lists::projects(&mut manner, &plan);
    let costs: i64 = projects
        .iter()
        .filter(|project| !project.cancelled)
        .map(|project| project.budget)
        .sum();
    let (slack, equal, cent) = match manner.chance.between(0, 99) {
        0..20 => (0, true, false),
        20..25 => (-1, false, true),
        25..28 => (-manner.chance.between(2, 10_000_000), false, false),
        _ => (manner.chance.between(1, 200_000_000), false, false),
    };
    let mut filing = Object::default();
    filing.text("filing_id", &format!("{}-I{number:06}", plan.year));
    filing.json("fiscal_year", &plan.year.to_string());
    let institution = parts::institution(&mut manner, number, exempted);
    filing.json("institution", &institution);
    filing.owed_money("budget", costs + slack, &mut manner);
    filing.text("summary", &text::account(&mut manner.chance, 6));
    let protection = lists::protection(&mut manner, &plan);
    let procurements = lists::procurements(&mut manner, &plan, &projects);
    let applications = lists::applications(&mut manner, &plan);
    let incidents = lists::incidents(&mut manner, &plan);
    let processes = lists::processes(&mut manner, &plan);
    for (key, json) in [
        ("protection", protection),
        ("projects", projects_text),
        ("procurements", procurements),
        ("applications", applications),
        ("incidents", incidents),
        ("processes", processes),
    ] {
        let known = !manner.chance.once_in(LEFT_OUT);
        filing.perhaps(key, known.then_some(json), &mut manner);
    }
    let annexes = parts::annexes(&mut manner);
    filing.json("annexes", &annexes);
    let written = filing.written(&mut manner);
    shares.filings += 1;
    shares.bytes += written.len() as u64 + 1;
    shares.careless += u64::from(careless);
    shares.owed += manner.owed;
    shares.missing += manner.missing;
    shares.equal += u64::from(equal);
    shares.over_by_a_cent += u64::from(cent);
    let mut broken = plan.broken;
    broken[1] = slack < 0;
    for (count, broken) in shares.broken.iter_mut().zip(broken) {
        *count += u64::from(broken);
    }
    written
}
