//! The rule book of ten times the clauses: the thirteen of `rules/`, and of each kind nine more. No two
//! are the same, so that nothing is gained by judging one and copying what came of it.

const STATUSES: [&str; 4] = ["planned", "running", "finished", "cancelled"];
const MODALITIES: [&str; 3] = ["acquisition", "lease", "service"];
const LEVELS: [&str; 4] = ["low", "medium", "high", "critical"];
const RANKS: [&str; 4] = [
    "department_head",
    "deputy_director",
    "director",
    "director_general",
];
const AREAS: [&str; 8] = [
    "planning",
    "contracting",
    "services",
    "configuration",
    "security",
    "portfolio",
    "suppliers",
    "operation",
];

/// The text of its ruleset.
pub fn ruleset() -> String {
    let small = include_str!("../rules/2017/ruleset.dictamen");
    // Parameters and clauses as they are, under a head of its own.
    let start = small.find("\nparameter").map_or(0, |at| at + 1);
    let end = small.find("\nindicator").map_or(small.len(), |at| at + 1);
    let mut text = String::from(
        "# Written by `workload rules`; see `generate/book.rs`.\nruleset workload 2017\n  \
         title      \"The policy of the workload, ten times as long\"\n  \
         published  2016-12-15 in \"DOF\"\n  in force   from 2017-01-01\n  for years  2017 to 2019\n\n",
    );
    text.push_str(&small[start..end]);
    for variant in 1..=9 {
        for (kind, body) in bodies(variant).iter().enumerate() {
            text.push_str(&clause(kind, variant, body));
        }
    }
    text.push_str(&small[end..]);
    text
}

fn clause(kind: usize, variant: usize, body: &str) -> String {
    let article = variant * 13 + kind + 1;
    format!(
        "clause more.c{article:03} \"Article {article}\"\n  cites       \"Workload art. {article}\"\n  \
         authority   unit\n{body}\n"
    )
}

/// The lines of a clause of each kind that differ from variant to variant.
fn bodies(v: usize) -> [String; 13] {
    let status = STATUSES[v % 4];
    let modality = MODALITIES[v % 3];
    let level = LEVELS[1 + v % 3];
    let rank = RANKS[1 + v % 2];
    let area = AREAS[v % 8];
    let other = AREAS[(v * 3 + 1) % 8];
    [
        format!(
            "  requires    count(p in projects where p.strategic and p.budget > {v}_250_000 MXN) <= {}",
            8 - v / 2
        ),
        format!(
            "  requires    sum(p.budget for p in projects where p.status = {status} or p.strategic)\n              \
             <= budget * 1.{v}"
        ),
        format!(
            "  for each    p in projects\n  applies when p.status != {status}\n  \
             except when institution.exempted and p.budget < {v}_000_000 MXN cites \"Workload art. 3\"\n  \
             requires    p.ends_on on or before p.starts_on + {} months",
            36 + v
        ),
        format!(
            "  for each    r in procurements where r.amount >= {v}0_000 MXN\n  applies when r.signed_on is given\n  \
             except when r.modality = {modality} cites \"Workload art. 4 fr. III\"\n  \
             requires    r.decided_on is given and r.decided_on + {v} days before r.signed_on + 15 days"
        ),
        format!(
            "  for each    r in procurements where r.received_on is given and r.modality != {modality}\n  \
             requires    r.decided_on by r.received_on + {} business days",
            9 + v
        ),
        format!(
            "  for each    r in procurements\n  applies when r.signed_on is given and r.amount > {v}5_000 MXN\n  \
             requires    r.registered_on by r.signed_on + {} days",
            8 + v
        ),
        format!(
            "  for each    r in procurements\n  applies when r.project is given and r.modality = {modality}\n  \
             requires    r.project.strategic or r.amount * {v} <= r.project.budget - r.project.spent"
        ),
        format!(
            "  requires    protection.team_size >= {v} or protection.officer_rank > {rank}\n              \
             or (protection.named_on is given and protection.named_on before date(fiscal_year, {}, {v}))",
            1 + v % 3
        ),
        format!(
            "  requires    every a in applications where a.criticality >= {level} and a.users > {v}_000\n              \
             satisfies a.encrypted or not a.personal_data or a.users < {v}0_000"
        ),
        format!(
            "  applies when count(a in applications where a.personal_data) >= {}\n  \
             requires    some a in applications\n              \
             satisfies a.encrypted and a.criticality >= {level} and a.users >= {v}00",
            1 + v % 4
        ),
        format!(
            "  for each    i in incidents where i.detected_on on or after date(fiscal_year, {}, 1)\n  \
             applies when i.level >= {level}\n  requires    i.reported_on by i.detected_on + {v} business days",
            1 + v
        ),
        format!(
            "  requires    count(i in incidents where i.level = {level} and i.solved_on is given\n              \
             and business_days(i.detected_on, i.solved_on) > {}) <= {}",
            10 + v,
            v % 3
        ),
        format!(
            "  requires    every x in {{{area}, {other}}}\n              satisfies some p in processes\n              \
             satisfies p.area = x and p.owner_rank >= {rank} and (p.documented or p.compliance >= {v}0.5)"
        ),
    ]
}
