//! A small vocabulary made by hand, for the tests of this folder.

use crate::vocabulary::{
    Currency, Enum, EnumId, Field, FieldType, Layout, Member, Record, RecordId, Vocabulary,
};

/// Projects with a key, contracts that refer to them, a nested record with a list of members.
pub fn vocabulary() -> (Vocabulary, Layout) {
    let field = |name: &str, ty| Field {
        name: name.to_owned(),
        document_name: name.to_owned(),
        ty,
        optional: false,
        key: false,
    };
    let optional = |name: &str, ty| Field {
        optional: true,
        ..field(name, ty)
    };
    let key = |name: &str| Field {
        key: true,
        ..field(name, FieldType::Text)
    };
    let record = |name: &str, fields| Record {
        name: name.to_owned(),
        fields,
    };
    let list = |item| FieldType::List(Box::new(item));
    let member = |name: &str| Member {
        name: name.to_owned(),
        label: name.to_uppercase(),
    };
    let money = FieldType::Money(Currency::new("MXN").unwrap());
    let vocabulary = Vocabulary {
        name: "sample".to_owned(),
        authorities: Vec::new(),
        enums: vec![Enum {
            name: "Kind".to_owned(),
            ordered: false,
            members: vec![member("lease"), member("service")],
        }],
        records: vec![
            record(
                "Project",
                vec![key("folio"), field("name", FieldType::Text)],
            ),
            record(
                "Contract",
                vec![
                    key("contract_no"),
                    field("project", FieldType::Reference(vec!["projects".to_owned()])),
                    optional("signed_on", FieldType::Date),
                    field("price", money),
                ],
            ),
            record(
                "Terms",
                vec![
                    field("kinds", list(FieldType::Enum(EnumId(0)))),
                    field("share", FieldType::Decimal),
                ],
            ),
            record(
                "filing",
                vec![
                    field("filing_id", FieldType::Text),
                    Field {
                        document_name: "year".to_owned(),
                        ..field("fiscal_year", FieldType::Year)
                    },
                    field("projects", list(FieldType::Record(RecordId(0)))),
                    field("contracts", list(FieldType::Record(RecordId(1)))),
                    optional("terms", FieldType::Record(RecordId(2))),
                ],
            ),
        ],
        filing: RecordId(3),
        key: 0,
        year: 1,
    };
    let layout = Layout::new(&vocabulary).unwrap();
    (vocabulary, layout)
}
