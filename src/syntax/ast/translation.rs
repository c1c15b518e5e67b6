//! The texts of a version in another language.

use super::{Message, Name, Text, Version};
use crate::source::Span;

/// `translation es of ict_policy 2018`
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// `es`
    pub language: Name,
    /// `ict_policy 2018`
    pub version: Version,
    /// `title "…"`: what the version is called
    pub title: Option<Text>,
    /// The whole line.
    pub span: Span,
}

/// An item of a translation.
#[derive(Debug, Clone, PartialEq)]
pub enum Translated {
    /// `authority ugd "Unidad de Gobierno Digital"`
    Authority(Name, Text),
    /// `enum Modality` and `lease "Arrendamiento"`
    Enum(Name, Vec<(Name, Text)>),
    /// `record Request "Solicitud"` and `amount "Monto"`
    Record(Name, Option<Text>, Vec<(Name, Text)>),
    /// `filing` and `projects "Proyectos"`
    Filing(Span, Vec<(Name, Text)>),
    /// `clause petic.strategic_cap "…"` and its texts
    Clause(Box<TranslatedClause>),
    /// `indicator spending "Gasto"`
    Indicator(Name, Text),
}

/// What people read of a clause.
#[derive(Debug, Clone, PartialEq)]
pub struct TranslatedClause {
    /// `petic.strategic_cap`
    pub id: Name,
    /// Its title.
    pub title: Option<Text>,
    /// `text "…"`
    pub text: Option<Text>,
    /// `otherwise "…"`
    pub otherwise: Option<Message>,
    /// `remedy "…"`
    pub remedy: Option<Message>,
}
