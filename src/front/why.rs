//! Why one filing got its verdict on one clause.

use crate::driver::Keys;
use crate::front::filings::Filings;
use crate::front::judge::{Judge, RunError};
use crate::front::work::pool;
use crate::report;
use crate::why::{Asked, Found, find, why};

impl Judge {
    /// Why a filing got its verdict on a clause, or on one subject of it (`procurement.assent[R-7]`): the
    /// JSON that `dictamen why --format json` writes. Without a key the only filing there is is meant.
    ///
    /// # Errors
    ///
    /// Those of a run, and if the filing is not there, cannot be read or has no such clause or subject.
    pub fn why(
        &self,
        filings: Filings,
        key: Option<&str>,
        clause: &str,
    ) -> Result<String, RunError> {
        let (engine, mut inputs, as_of) = self.begin(filings)?;
        let found = pool(self.threads)?.install(|| find(&engine, &mut inputs, Keys::Any, key))?;
        let chunk = match found {
            Found::Filing(chunk) => chunk,
            Found::Rejected(reject) => {
                return Err(RunError::Rejected(reject.to_string()));
            }
            Found::Nothing => return Err(RunError::Nothing),
        };
        let asked = Asked::new(clause, as_of);
        Ok(report::why::json(&why(&engine, &chunk, asked)?))
    }
}
