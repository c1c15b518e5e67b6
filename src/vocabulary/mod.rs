//! What a filing contains: enums, records, fields, and the tables that they flatten to.
//!
//! `check` builds a [`Vocabulary`] from the tree once it is known to be sound; `ingest` reads filings
//! by it, `evaluate` and `report` name things by it. No rule is known here.

pub mod layout;
pub mod types;

pub use layout::{Column, ColumnId, ColumnKind, Element, Layout, Table, TableId};
pub use types::{Currency, DurationUnit, Unit, ValueType};

/// Which enum of a [`Vocabulary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnumId(pub u16);

/// Which record of a [`Vocabulary`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub u16);

/// Everything that a filing may contain, and who watches over it.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// `ict_filing`
    pub name: String,
    /// The offices that clauses name, in order.
    pub authorities: Vec<Authority>,
    /// The enums in order.
    pub enums: Vec<Enum>,
    /// The records in order; the filing itself is the last.
    pub records: Vec<Record>,
    /// The filing's own fields as a record.
    pub filing: RecordId,
    /// Which of the filing's fields is its key.
    pub key: usize,
    /// Which of the filing's fields is its year.
    pub year: usize,
}

/// `authority ugd "Unidad de Gobierno Digital"`
#[derive(Debug, Clone)]
pub struct Authority {
    /// `ugd`
    pub name: String,
    /// `Unidad de Gobierno Digital`
    pub label: String,
}

/// An enum; the position of a member is its code.
#[derive(Debug, Clone)]
pub struct Enum {
    /// `Modality`
    pub name: String,
    /// Whether its members are ordered, lowest first.
    pub ordered: bool,
    /// The members in order.
    pub members: Vec<Member>,
}

/// A member of an enum.
#[derive(Debug, Clone)]
pub struct Member {
    /// `acquisition`: what filings write
    pub name: String,
    /// `Acquisition`: what reports write; the name where there is no label
    pub label: String,
}

/// A record.
#[derive(Debug, Clone)]
pub struct Record {
    /// `Project`
    pub name: String,
    /// The fields in order.
    pub fields: Vec<Field>,
}

/// A field of a record.
#[derive(Debug, Clone)]
pub struct Field {
    /// `fiscal_year`: what rules write
    pub name: String,
    /// `year`: what filings write
    pub document_name: String,
    /// Its type, `optional` aside.
    pub ty: FieldType,
    /// Whether silence is an answer.
    pub optional: bool,
    /// Whether it is its record's key.
    pub key: bool,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `decimal`
    Decimal,
    /// `money in MXN`
    Money(Currency),
    /// `date`
    Date,
    /// `year`
    Year,
    /// `text`
    Text,
    /// `Modality`
    Enum(EnumId),
    /// `Institution`
    Record(RecordId),
    /// `list of T`; what a list holds is never optional, a list or a reference
    List(Box<FieldType>),
    /// `reference to projects`: the names of a list of the filing
    Reference(Vec<String>),
}

impl Vocabulary {
    /// An enum by its id.
    pub fn enumeration(&self, id: EnumId) -> &Enum {
        &self.enums[usize::from(id.0)]
    }

    /// A record by its id.
    pub fn record(&self, id: RecordId) -> &Record {
        &self.records[usize::from(id.0)]
    }
}
