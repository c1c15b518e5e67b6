//! How many cases a law is tried on, and from which seed.

use std::env;
use std::str::FromStr;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestError, TestRng, TestRunner};

fn told<T: FromStr>(name: &str) -> Option<T> {
    env::var(name).ok()?.parse().ok()
}

/// `ORACLE_PAIRS`, or as many as are usual.
pub fn pairs(usual: usize) -> usize {
    told("ORACLE_PAIRS").unwrap_or(usual)
}

/// Tries a law on so many cases, the same ones each time unless `ORACLE_SEED` says another seed.
pub fn run<S: Strategy>(cases: usize, strategy: S, law: impl Fn(S::Value) -> TestCaseResult)
where
    S::Value: std::fmt::Debug,
{
    let config = Config {
        cases: cases as u32,
        max_shrink_iters: told("ORACLE_SHRINKS").unwrap_or(300),
        failure_persistence: None,
        ..Config::default()
    };
    let seed = told::<u64>("ORACLE_SEED").unwrap_or(1).to_le_bytes();
    let mut bytes = [0; 32];
    bytes[..seed.len()].copy_from_slice(&seed);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    match TestRunner::new_with_rng(config, rng).run(&strategy, law) {
        Ok(()) => {}
        // The tapes say nothing to a person: the reason holds the texts.
        Err(TestError::Fail(reason, _)) => panic!("{reason}"),
        Err(TestError::Abort(reason)) => panic!("given up: {reason}"),
    }
}
