//! Digests of keys: what is kept of a filing whose key must be known again.

use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

/// Ninety-six bits of a key's digest: among ten million keys two are alike once in 10^15 batches.
pub(crate) type Digest = [u32; 3];

/// The digest of a key.
pub(crate) fn digest(key: &str) -> Digest {
    let mut hasher = SipHasher13::new();
    hasher.write(key.as_bytes());
    let (low, high) = hasher.finish128().as_u64();
    [low as u32, (low >> 32) as u32, high as u32]
}

/// A digest is as good a hash as any.
pub(crate) fn hash([low, high, _]: Digest) -> u64 {
    u64::from(low) | u64::from(high) << 32
}
