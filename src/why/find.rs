//! The one filing that is asked about, among those that are named.

use crate::diagnostic::nearest;
use crate::driver::{Engine, Keys, drive};
use crate::evaluate;
use crate::ingest::{Chunk, Inputs, Reject};

/// How many names are kept: enough to name some and to find the nearest, where a file may hold millions.
const KEPT: usize = 10_000;

/// How many filings are named where one has to be chosen.
const NAMED: usize = 5;

/// What was found where a filing is looked for.
#[derive(Debug)]
#[non_exhaustive]
pub enum Found {
    /// The filing, alone in its chunk.
    Filing(Chunk),
    /// It could not be read.
    Rejected(Reject),
    /// There is no filing at all.
    Nothing,
}

/// Why no one filing is meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FindError {
    /// There are several, and none was named.
    #[error("there are {count} filings in what was named: say which, such as {names}")]
    Several {
        /// How many.
        count: u64,
        /// Some of their keys.
        names: String,
    },
    /// None has the key that was named.
    #[error("there is no filing `{key}` in what was named; {hint}")]
    Unknown {
        /// The key.
        key: String,
        /// What may have been meant.
        hint: String,
    },
}

/// Finds a filing by its key, or the only one there is; of several with one key the one that may stand.
pub fn find(
    engine: &Engine,
    inputs: &mut Inputs,
    keys: Keys,
    wanted: Option<&str>,
) -> Result<Found, FindError> {
    let wanted = wanted.map(str::trim);
    let mut filing: Option<Chunk> = None;
    let mut refused: Option<Reject> = None;
    let mut names: Vec<String> = Vec::new();
    let mut count = 0_u64;
    drive(
        engine.schema(),
        inputs,
        keys,
        |_, decoded| evaluate::keys(engine.plan(), &decoded.batch),
        |chunk, decoded, keys| {
            for (key, record) in keys.into_iter().zip(&decoded.records) {
                count += 1;
                if wanted.is_none_or(|wanted| wanted == key) && filing.is_none() {
                    filing = Some(alone(chunk, *record));
                }
                if names.len() < KEPT {
                    names.push(key);
                }
            }
            for reject in decoded.rejects {
                count += reject.filings;
                let own = wanted.is_none_or(|wanted| reject.key.as_deref() == Some(wanted));
                if own && refused.is_none() {
                    refused = Some(reject);
                }
            }
            Ok::<(), FindError>(())
        },
    )?;
    match (filing, refused, wanted) {
        (_, _, None) if count > 1 => {
            let names: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
            let names = names.join(", ");
            Err(FindError::Several { count, names })
        }
        (Some(filing), _, _) => Ok(Found::Filing(filing)),
        (None, Some(reject), _) => Ok(Found::Rejected(reject)),
        (None, None, Some(wanted)) if count > 0 => {
            let hint = match nearest(wanted, names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if count == 1 => "there is 1 filing".to_owned(),
                None => format!("there are {count} filings"),
            };
            let key = wanted.to_owned();
            Err(FindError::Unknown { key, hint })
        }
        (None, None, _) => Ok(Found::Nothing),
    }
}

/// One record of a chunk, and no other.
fn alone(chunk: &Chunk, record: usize) -> Chunk {
    let mut alone = chunk.clone();
    for other in 0..alone.records.len() {
        if other != record {
            alone.leave_out(other);
        }
    }
    alone
}
