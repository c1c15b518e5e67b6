//! A checked rule book as a person reads it.
pub fn listing(_: &crate::check::ir::Ir) -> String {
    String::new()
}
