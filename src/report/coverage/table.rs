//! The page for people.

use crate::coverage::{Kind, Point, Share, Unit};
use crate::report::coverage::{CoverageReport, hole_in_words, kind};
use crate::report::style::{self, paint};
use crate::report::text::{clean, counted, grouped, padding};

impl CoverageReport<'_> {
    /// The page: the shares, then what is not shown, unit by unit, and how it could be.
    pub fn table(&self) -> String {
        let mut page = format!("\n{}\n", paint(style::HEADING, "Coverage"));
        let shares = self.shares();
        let counts = |share: Share| {
            let number = |count: usize| grouped(count as u64);
            format!("{} of {}", number(share.covered), number(share.of))
        };
        let widest = shares.iter().map(|(_, share)| counts(*share).len()).max();
        for (name, share) in shares {
            let counts = counts(share);
            page.push_str(&format!(
                "  {name}{}{}{counts}  {}\n",
                " ".repeat(padding(name, 12)),
                " ".repeat(padding(&counts, widest.unwrap_or(0))),
                paint(ink(share), &percent(share)),
            ));
        }
        let (mut open, mut unhinted) = (0, 0);
        for unit in &self.coverage.units {
            let (holes, without) = self.unit(unit, &mut page);
            open += holes;
            unhinted += without;
        }
        self.constants(&mut page);
        if open > 0 {
            let mut line = counted(open, "hole", "holes");
            if unhinted > 0 {
                line.push_str(&format!(
                    "; for {} no change of one value was found",
                    grouped(unhinted)
                ));
            }
            page.push_str(&format!("\n{line}\n"));
        }
        if let (Some(wanted), false) = (self.wanted, self.suffices()) {
            let said = format!("less than {wanted} % of something is covered");
            page.push_str(&format!("{}\n", paint(style::BAD, &said)));
        }
        page
    }

    /// The holes of one unit; how many they are, and for how many there is no hint.
    fn unit(&self, unit: &Unit, page: &mut String) -> (u64, u64) {
        let open: Vec<&Point> = unit
            .points
            .iter()
            .filter(|point| !point.holes.is_empty())
            .collect();
        if open.is_empty() {
            return (0, 0);
        }
        self.heading(unit, page);
        if unit.kind == Kind::Clause && !unit.stated {
            let none = "no case states a verdict on it";
            page.push_str(&format!("  {}\n", paint(style::BAD, none)));
        }
        let (mut holes, mut without) = (0, 0);
        for point in open {
            for hole in &point.holes {
                let words = hole_in_words(unit, point, hole);
                page.push_str(&format!("  {}\n", paint(style::CAUTION, &clean(&words))));
                let advice = match &hole.hint {
                    Some(hint) => self.advice(hint),
                    None => {
                        "no change of one value in its cases was found that shows it".to_owned()
                    }
                };
                page.push_str(&format!("      {}\n", clean(&advice)));
                holes += 1;
                without += u64::from(hole.hint.is_none());
            }
        }
        (holes, without)
    }

    fn heading(&self, unit: &Unit, page: &mut String) {
        let (file, at) = self.place(unit.place);
        let named = match unit.kind {
            Kind::Clause => unit.name.clone(),
            _ => format!("{} {}", kind(unit), unit.name),
        };
        page.push_str(&format!(
            "\n{}  [{}]  {}\n",
            paint(style::HEADING, &clean(&named)),
            self.versions(unit).join(", "),
            paint(
                style::FAINT,
                &clean(&format!("{file}:{}:{}", at.line, at.column))
            ),
        ));
    }

    /// What cannot go both ways.
    fn constants(&self, page: &mut String) {
        let mut lines = String::new();
        for unit in &self.coverage.units {
            for point in &unit.points {
                if let Some(value) = point.always {
                    let words = clean(&point.words).into_owned();
                    let name = clean(&unit.name);
                    lines.push_str(&format!(
                        "  {name}  [{}]  `{words}` is always {value}\n",
                        self.versions(unit).join(", ")
                    ));
                }
            }
        }
        if !lines.is_empty() {
            let heading = "Cannot go both ways, and does not count";
            page.push_str(&format!("\n{}\n{lines}", paint(style::HEADING, heading)));
        }
    }
}

/// `97.3 %`
fn percent(share: Share) -> String {
    let tenths = share.per_mille();
    format!("{}.{} %", tenths / 10, tenths % 10)
}

fn ink(share: Share) -> anstyle::Style {
    match share.covered == share.of {
        true => style::GOOD,
        false => style::CAUTION,
    }
}
