//! Libraries that may panic on a file whose contents contradict each other.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// Runs what a broken file may make panic; nothing of that is shown.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                before(panic);
            }
        }));
    });
    let around = GUARDED.replace(true);
    // What is left half done is thrown away with the error.
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(around);
    done.unwrap_or_else(|_| Err("its contents contradict each other".to_owned()))
}

thread_local! {
    /// Whether this thread reads what may be broken.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}
