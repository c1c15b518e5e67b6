//! What is the same in every ruling of a rule book, shared by all of them.

use std::sync::Arc;

use crate::check::ir::{Clause, Ir};
use crate::front::ruling::{Review, Severity};
use crate::report::json::{citations, short};
use crate::vocabulary::ValueType;

/// The words of each clause and version.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) clauses: Vec<ClauseWords>,
    pub(super) versions: Vec<VersionWords>,
}

/// What a finding says of its clause.
#[derive(Debug)]
pub(super) struct ClauseWords {
    pub(super) id: Arc<str>,
    pub(super) title: Arc<str>,
    pub(super) cites: Arc<[Arc<str>]>,
    pub(super) authority: Option<Arc<str>>,
    pub(super) binds: Arc<str>,
    pub(super) severity: Severity,
    pub(super) review: Arc<[Review]>,
}

/// What a ruling says of the version that governs it.
#[derive(Debug)]
pub(super) struct VersionWords {
    pub(super) name: Arc<str>,
    /// `2016` of `ict_policy 2016`.
    pub(super) text: Arc<str>,
    pub(super) entries: Vec<Arc<str>>,
    pub(super) indicators: Vec<(Arc<str>, ValueType)>,
}

impl Words {
    pub(super) fn new(ir: &Ir) -> Words {
        let versions = ir.versions.iter().map(|version| VersionWords {
            name: version.name.as_str().into(),
            text: short(&version.name).into(),
            entries: (version.entries.iter())
                .map(|entry| entry.id.as_str().into())
                .collect(),
            indicators: (version.indicators.iter())
                .map(|indicator| {
                    let name = ir.indicators[indicator.total].name.as_str().into();
                    (name, ir.node(ir.trace(indicator.value).expr).ty)
                })
                .collect(),
        });
        Words {
            clauses: ir.clauses.iter().map(ClauseWords::new).collect(),
            versions: versions.collect(),
        }
    }
}

impl ClauseWords {
    fn new(clause: &Clause) -> ClauseWords {
        let name = |named: &Option<(String, String)>| -> Option<Arc<str>> {
            named.as_ref().map(|(name, _)| name.as_str().into())
        };
        ClauseWords {
            id: clause.id.as_str().into(),
            title: clause.title.as_str().into(),
            cites: citations(&clause.cites).map(Arc::from).collect(),
            authority: name(&clause.authority),
            binds: name(&clause.binds).unwrap_or_else(|| "institution".into()),
            severity: match clause.mandatory {
                true => Severity::Mandatory,
                false => Severity::Recommended,
            },
            review: (clause.marks.iter())
                .map(|mark| Review {
                    of: mark.of.clone(),
                    why: mark.why.clone(),
                })
                .collect(),
        }
    }
}
