//! The same as JUnit writes it: a suite without tests, because what is not shown has not failed.

use crate::report::cases::xml;
use crate::report::coverage::CoverageReport;
use crate::report::style;

impl CoverageReport<'_> {
    /// The report of the cases with one more suite: the shares as its properties, the page as its
    /// output. A share that is too small is its one failure.
    pub fn junit_with(&self, cases: &str) -> String {
        const END: &str = "</testsuites>";
        let (before, after) = cases.split_at(cases.rfind(END).unwrap_or(cases.len()));
        let failures = usize::from(!self.suffices());
        let tests = usize::from(self.wanted.is_some());
        let mut out = format!(
            "{before}  <testsuite name=\"coverage\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">\n    <properties>\n"
        );
        for (name, share) in self.shares() {
            for (what, count) in [("covered", share.covered), ("of", share.of)] {
                out.push_str(&format!(
                    "      <property name=\"{name}.{what}\" value=\"{count}\"/>\n"
                ));
            }
        }
        out.push_str("    </properties>\n");
        if let Some(wanted) = self.wanted {
            let name = format!("at least {wanted} % is covered");
            out.push_str(&format!(
                "    <testcase classname=\"coverage\" name=\"{name}\""
            ));
            out.push_str(&match self.suffices() {
                true => "/>\n".to_owned(),
                false => format!(
                    ">\n      <failure message=\"less than {wanted} % of something is covered\"/>\n    </testcase>\n"
                ),
            });
        }
        let page = style::strip(&self.table());
        out.push_str(&format!(
            "    <system-out>{}</system-out>\n  </testsuite>\n{after}",
            xml(page.trim())
        ));
        out
    }
}
