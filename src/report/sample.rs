//! A checked rule book and verdicts made by hand, for the tests of this folder.

use std::sync::Arc;

use crate::check::ir::{
    Clause, ClauseBody, ClauseId, Constant, Entry, EntryText, ExprId, Indicator, IndicatorTotal,
    Ir, Mark, Node, Op, ROOT, Total, Trace, TraceId, TraceRole, Version,
};
use crate::evaluate::verdicts::{Because, Finding, Judged, Subject, Verdict};
use crate::ingest::{Reason, Reject, WarningKind};
use crate::report::summary::Summary;
use crate::source::Place;
use crate::source::{LineColumn, Span};
use crate::value::Day;
use crate::vocabulary::{
    Currency, Field, FieldType, Layout, Record, RecordId, Unit, ValueType, Vocabulary,
};

pub fn day() -> Day {
    Day::new(2018, 12, 31).unwrap()
}

fn clause(id: &str, title: &str, cites: &str) -> Clause {
    Clause {
        id: id.into(),
        title: title.into(),
        text: None,
        cites: cites.into(),
        authority: Some(("ugd".into(), "Unidad de Gobierno Digital".into())),
        binds: None,
        mandatory: true,
        review: None,
        marks: Vec::new(),
        version: 0,
        level: ROOT,
        applies: Vec::new(),
        exceptions: Vec::new(),
        body: ClauseBody::Requires(TraceId(0)),
        otherwise: None,
        remedy: None,
        span: Span::default(),
    }
}

/// Two versions; six clauses, of which one is advice, one another office's and one not judged.
pub fn book() -> Ir {
    let field = |name: &str, ty, key| Field {
        name: name.into(),
        document_name: name.into(),
        ty,
        optional: false,
        key,
    };
    let vocabulary = Vocabulary {
        name: "ict_filing".into(),
        authorities: Vec::new(),
        enums: Vec::new(),
        records: vec![Record {
            name: "filing".into(),
            fields: vec![
                field("filing_id", FieldType::Text, true),
                field("fiscal_year", FieldType::Year, false),
            ],
        }],
        filing: RecordId(0),
        key: 0,
        year: 1,
    };
    let money = Currency::new("MXN").unwrap();
    let node = |unit, scale| Node {
        op: Op::Constant(Constant::Number(0)),
        ty: ValueType::Number { unit, scale },
        level: ROOT,
        optional: false,
    };
    let trace = |at| Trace {
        span: Span::default(),
        expr: ExprId(at),
        role: TraceRole::Operation,
        parts: Vec::new(),
    };
    let clauses = vec![
        clause(
            "petic.strategic_cap",
            "At most seven strategic projects",
            "Acuerdo art. 6 fr. I; PE-2",
        ),
        clause(
            "procurement.assent",
            "No contract without the UGD's assent",
            "Acuerdo art. 9",
        ),
        Clause {
            mandatory: false,
            authority: None,
            ..clause(
                "apct.reuse",
                "Reuse before buy",
                "MAAGTICSI APCT rules, last paragraph",
            )
        },
        Clause {
            binds: Some(("oic".into(), "Órgano Interno de Control".into())),
            ..clause(
                "procurement.oic",
                "The OIC answers in eight business days",
                "Acuerdo art. 9",
            )
        },
        Clause {
            body: ClauseBody::NotJudged("a power, not a duty".into()),
            ..clause(
                "procurement.consultation",
                "The UGD may consult",
                "Acuerdo art. 9, last paragraph",
            )
        },
        Clause {
            review: Some("whether \"half a year\" counts days or months".into()),
            marks: vec![Mark {
                of: "clause procurement.answer".into(),
                why: "whether \"half a year\" counts days or months".into(),
            }],
            ..clause(
                "security.half_year",
                "Half-yearly report",
                "MAAGTICSI ASI rule 18",
            )
        },
    ];
    let entry = |at: usize| Entry {
        id: clauses[at].id.clone(),
        text: EntryText::Fixed(ClauseId(at as u32)),
    };
    let indicators = vec![
        Indicator {
            total: 0,
            value: TraceId(0),
        },
        Indicator {
            total: 1,
            value: TraceId(1),
        },
        Indicator {
            total: 2,
            value: TraceId(2),
        },
    ];
    let version = |name: &str, title: &str, years, entries| Version {
        name: name.into(),
        title: title.into(),
        in_force: day(),
        draft: false,
        years,
        entries,
        indicators: indicators.clone(),
    };
    let total = |name: &str, title: &str, currency, total, scale| IndicatorTotal {
        name: name.into(),
        title: title.into(),
        currency,
        total: Some(total),
        scale,
    };
    Ir {
        layout: Layout::new(&vocabulary).unwrap(),
        vocabulary,
        calendar: None,
        calendar_review: None,
        readings: Vec::new(),
        nodes: vec![
            node(Unit::Money(money), 4),
            node(Unit::None, 0),
            node(Unit::None, 6),
        ],
        levels: Vec::new(),
        traces: vec![trace(0), trace(1), trace(2)],
        versions: vec![
            version(
                "ict_policy 2014",
                "Acuerdo de Política TIC y MAAGTICSI",
                (2014, Some(2015)),
                (0..2).map(entry).collect(),
            ),
            version(
                "ict_policy 2016",
                "Acuerdo de Política TIC y MAAGTICSI, text of 4 February 2016",
                (2016, None),
                (0..6).map(entry).collect(),
            ),
        ],
        clauses,
        indicators: vec![
            total(
                "spending_efficiency",
                "Spending efficiency",
                Some(money),
                Total::Sum,
                4,
            ),
            total("projects", "Strategic projects", None, Total::Max, 0),
            total(
                "share",
                "Share of projects that are strategic",
                None,
                Total::Mean,
                6,
            ),
        ],
    }
}

pub fn place(line: usize, column: usize) -> Place {
    Place {
        file: Arc::from("fixtures/filings/2018.yaml"),
        at: LineColumn { line, column },
    }
}

/// A filing of 2018 with one finding of every kind.
pub fn grave() -> Judged {
    let finding = |entry: usize, subject: Option<&str>, verdict, message: &str| Finding {
        entry,
        clause: ClauseId(entry as u32),
        subject: Subject {
            label: subject.map(str::to_owned),
            steps: Vec::new(),
            start: None,
        },
        verdict,
        message: message.into(),
        missing: Vec::new(),
        because: Vec::new(),
        exception: None,
        remedy: None,
        text: Some(1),
        governed_on: None,
        hangs_on: Vec::new(),
        count: 1,
        also: Vec::new(),
    };
    Judged {
        key: "2018-HCB".into(),
        year: 2018,
        version: 1,
        verdict: Verdict::Violates,
        clauses: vec![
            Some(Verdict::Undetermined),
            Some(Verdict::Violates),
            Some(Verdict::Violates),
            Some(Verdict::Violates),
            None,
            Some(Verdict::Complies),
        ],
        indicators: vec![Some(12_500_000_000), Some(7), None],
        findings: vec![
            Finding {
                missing: vec!["projects[P-3].strategic".into()],
                ..finding(
                    0,
                    None,
                    Verdict::Undetermined,
                    "At most seven strategic projects; missing: projects[P-3].strategic",
                )
            },
            Finding {
                because: vec![Because {
                    expression: "assented(r)".into(),
                    value: "false".into(),
                }],
                remedy: Some("File the feasibility study and wait for the dictamen".into()),
                ..finding(
                    1,
                    Some("requests[R-7]"),
                    Verdict::Violates,
                    "R-7: contract of 1,200,000.00 MXN signed on 2018-03-02 without assent",
                )
            },
            finding(
                1,
                Some("requests[R-8]"),
                Verdict::Violates,
                "R-8: contract of 2.00 MXN signed on 2018-03-02 without assent",
            ),
            finding(
                2,
                Some("requests[R-7]"),
                Verdict::Violates,
                "Reuse before buy",
            ),
            Finding {
                exception: Some("Acuerdo art. 9 fr. IV".into()),
                ..finding(
                    3,
                    Some("requests[R-7]"),
                    Verdict::Violates,
                    "the OIC owed its answer by 2018-02-14 and gave none, which a message of some length says",
                )
            },
        ],
        left_out: Vec::new(),
    }
}

/// A filing in which all is well.
pub fn sound(key: &str, year: i128) -> Judged {
    let version = usize::from(year > 2015);
    let entries = if version == 0 { 2 } else { 6 };
    Judged {
        key: key.into(),
        year,
        version,
        verdict: Verdict::Complies,
        clauses: (0..entries)
            .map(|at| match at {
                1 => Some(Verdict::NotApplicable),
                4 => None,
                5 => Some(Verdict::Exempt),
                _ => Some(Verdict::Complies),
            })
            .collect(),
        indicators: vec![Some(-50_000), Some(3), Some(333_333)],
        findings: Vec::new(),
        left_out: Vec::new(),
    }
}

/// A batch with everything that a report can hold.
pub fn batch(ir: &Ir) -> Summary {
    let mut summary = Summary::new(ir);
    for at in 0..40 {
        summary.add(
            ir,
            at,
            &sound(&format!("sound-{at}"), 2014 + (at % 4) as i128),
        );
    }
    summary.add(ir, 40, &grave());
    for at in 41..53 {
        let mut owing = sound(&format!("owing-{at}"), 2015);
        owing.verdict = Verdict::Undetermined;
        owing.clauses[0] = Some(Verdict::Undetermined);
        summary.add(ir, at, &owing);
    }
    for filing in summary.worst.kept_mut() {
        for (at, reason) in filing.reasons.iter_mut().enumerate() {
            reason.place = Some(place(33 + at, 5));
        }
    }
    for at in 0..13 {
        summary.reject(&Reject {
            record: at,
            file: Arc::from("fixtures/filings/2018.yaml"),
            line: Some(100 + at),
            column: Some(3),
            key: (at % 2 == 0).then(|| format!("2019-{at}")),
            reasons: vec![Reason::plain(
                Some(100 + at),
                Some(3),
                format!(
                    "no version governs {}; the versions govern 2014 to 2015, from 2016",
                    1990 + at % 11
                ),
            )],
            more: 0,
            filings: 1,
        });
    }
    for _ in 0..1_200 {
        summary
            .warnings
            .add(WarningKind::UnknownField, "requests.colour", "");
    }
    let dangling = WarningKind::DanglingReference;
    summary.warnings.add(dangling, "contracts.request", "R-99");
    summary
}
