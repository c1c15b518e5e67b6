//! `Ir` to a flat plan.
