//! A translation goes with the words that it translates, and no further.

use std::path::Path;

use dictamen::Loaded;
use dictamen::check::ir::{ClauseBody, MessagePart};
use dictamen::diagnostic::codes;
use dictamen::source::{SourceFile, Sources};
use dictamen::syntax::ast::{Message, MessagePart as MessageText, ProvisionBody, ProvisionKind};
use dictamen::syntax::print::print_expr;

fn additions() -> Loaded {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/check/sound/additions");
    dictamen::load(&dir).unwrap()
}

#[test]
fn a_title_in_another_language_follows_the_parameters_of_each_version() {
    let (book, missing) = additions().in_language("es");
    assert!(missing.unwrap() > 0);
    let ir = book.ir.unwrap();
    let titles: Vec<&str> = ir
        .clauses
        .iter()
        .filter(|clause| clause.id == "modification.cap")
        .map(|clause| clause.title.as_str())
        .collect();
    assert_eq!(
        titles,
        [
            "Las modificaciones no suman más de 20 % del precio",
            "Las modificaciones no suman más de 10 % del precio"
        ]
    );
    // What has no translation is read in the book's own language.
    let own = |clause: &&dictamen::check::ir::Clause| clause.id == "tender.open";
    let clause = ir.clauses.iter().find(own).unwrap();
    assert_eq!(
        clause.title,
        "Above the threshold, an open tender comes first"
    );
    assert_eq!(clause.authority.as_ref().unwrap().1, "Consejo de Contratos");
    assert!(matches!(clause.body, ClauseBody::Requires(_)));
}

#[test]
fn what_an_amendment_drops_needs_no_translation_and_what_it_leaves_alone_keeps_it() {
    let (book, _) = additions().in_language("es");
    let ir = book.ir.unwrap();
    let texts: Vec<_> = ir
        .clauses
        .iter()
        .filter(|clause| clause.id == "modification.cap")
        .collect();
    let first = |parts: &[MessagePart]| match parts.last() {
        Some(MessagePart::Text(text)) => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        first(texts[0].remedy.as_ref().unwrap()),
        "Licitar lo que exceda"
    );
    assert!(texts[1].remedy.is_none());
    assert_eq!(first(texts[1].otherwise.as_ref().unwrap()), "10 %");
    assert!(additions().diagnostics.is_empty());
}

const BOOK: &str = "ruleset ict_policy 2014
  in force  from 2014-05-09
  for years 2014 to 2015

parameter cap = 7

clause a.b \"At most {cap}\"
  text     \"No more than {cap}.\"
  cites    \"art. 1\"
  requires packages <= cap
  otherwise \"{packages} packages\"

ruleset ict_policy 2016 amends 2014
  in force  from 2016-02-05
  for years from 2016

sets parameter cap = 8

amends clause a.b
  text \"No more than {cap} in all.\"
";

fn with(translation: &str) -> Loaded {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/check/base");
    let mut sources = Sources::new();
    for part in ["vocabulary", "calendar"] {
        let text = std::fs::read_to_string(base.join(format!("{part}.dictamen")));
        sources.add(SourceFile::new(format!("{part}.dictamen"), text.unwrap()));
    }
    sources.add(SourceFile::new("rules.dictamen", BOOK));
    sources.add(SourceFile::new("es.dictamen", translation));
    dictamen::load_texts(sources)
}

const SPANISH: &str = "translation es of ict_policy 2014

clause a.b \"A lo más {cap}\"
  text      \"No más de {cap}.\"
  otherwise \"{packages} paquetes\"
";

#[test]
fn changed_words_ask_for_a_new_translation_and_are_read_as_they_are() {
    let loaded = with(SPANISH);
    let told: Vec<_> = loaded.diagnostics.iter().collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].code, codes::STALE_TRANSLATION);
    assert_eq!(told[0].secondary.len(), 1);
    let (book, _) = loaded.in_language("es");
    let ir = book.ir.unwrap();
    let texts: Vec<_> = ir
        .clauses
        .iter()
        .map(|one| one.text.clone().unwrap())
        .collect();
    assert_eq!(texts, ["No más de 7.", "No more than 8 in all."]);
    let mended = format!(
        "{SPANISH}\ntranslation es of ict_policy 2016\n\nclause a.b\n  text \"No más de {{cap}} en total.\"\n"
    );
    let loaded = with(&mended);
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    let (book, _) = loaded.in_language("es");
    let held = &book.book.versions[1];
    let clause = held.provision(ProvisionKind::Clause, "a.b").unwrap();
    let ProvisionBody::Clause(clause) = clause.body.as_ref() else {
        panic!("no clause");
    };
    assert_eq!(clause.title.value, "A lo más {cap}");
    assert_eq!(
        clause.text.as_ref().unwrap().value,
        "No más de {cap} en total."
    );
}

#[test]
fn expressions_of_a_translation_are_checked_like_any_other() {
    let loaded = with(&SPANISH.replace("{packages} paquetes", "{paquetes} paquetes"));
    assert!(loaded.ir.is_none());
    let mut told = loaded.diagnostics.iter();
    let told = told.find(|told| told.code == codes::UNKNOWN_NAME).unwrap();
    let file = loaded.sources.get(told.primary.span.source);
    assert_eq!(file.path.to_string_lossy(), "es.dictamen");
}

/// The book that ships, in its own language and in Spanish.
fn shipped() -> (Loaded, Loaded) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let own = dictamen::load(&dir).unwrap();
    let (spanish, missing) = dictamen::load(&dir).unwrap().in_language("es");
    assert_eq!(missing, Some(0), "texts without their Spanish");
    (own, spanish)
}

/// What a message says between its values.
fn words(message: &Option<Message>) -> Vec<&str> {
    let parts = message.iter().flat_map(|message| &message.parts);
    let said = parts.filter_map(|part| match part {
        MessageText::Text(text) => Some(text.as_str()),
        MessageText::Expr(_) => None,
    });
    said.collect()
}

#[test]
fn every_text_of_the_shipped_book_has_its_spanish() {
    let (own, spanish) = shipped();
    let mut same = Vec::new();
    for (version, other) in own.book.versions.iter().zip(&spanish.book.versions) {
        let (title, translated) = (&version.header.title, &other.header.title);
        let (title, translated) = (title.as_ref(), translated.as_ref());
        let (title, translated) = (
            title.map(|one| &one.value),
            translated.map(|one| &one.value),
        );
        // What the text of 2014 is called is Spanish in both.
        if title == translated && version.header.version.version.text != "2014" {
            same.push(format!("the title of {}", version.name()));
        }
        for (held, found) in version.provisions.iter().zip(&other.provisions) {
            let name = &held.body.name().text;
            match (held.body.as_ref(), found.body.as_ref()) {
                (ProvisionBody::Clause(own), ProvisionBody::Clause(said)) => {
                    if own.title.value == said.title.value {
                        same.push(format!("the title of {name}"));
                    }
                    let (text, translated) = (own.text.as_ref(), said.text.as_ref());
                    if text
                        .is_some_and(|text| translated.is_some_and(|one| one.value == text.value))
                    {
                        same.push(format!("the text of {name}"));
                    }
                    if own.otherwise.is_some() && words(&own.otherwise) == words(&said.otherwise) {
                        same.push(format!("what is said otherwise of {name}"));
                    }
                    if own.remedy.is_some() && words(&own.remedy) == words(&said.remedy) {
                        same.push(format!("the remedy of {name}"));
                    }
                }
                (ProvisionBody::Indicator(own), ProvisionBody::Indicator(said))
                    if own.title.value == said.title.value =>
                {
                    same.push(format!("the indicator {name}"));
                }
                _ => {}
            }
        }
    }
    assert!(same.is_empty(), "{same:#?}");
}

#[test]
fn every_field_and_member_of_the_shipped_book_has_its_spanish() {
    let (own, _) = shipped();
    let spanish = &own.book.languages["es"];
    let vocabulary = &own.book.vocabulary;
    let mut without = Vec::new();
    for record in &vocabulary.records {
        let name = &record.name.text;
        if spanish.record(name).is_none() {
            without.push(name.clone());
        }
        let fields = record.fields.iter().map(|field| &field.name.text);
        without.extend(
            fields
                .filter(|field| spanish.field(name, field).is_none())
                .map(|field| format!("{name}.{field}")),
        );
    }
    let filing = vocabulary.filing.as_ref().unwrap();
    let fields = filing.fields.iter().map(|field| field.name.text.clone());
    without.extend(fields.filter(|field| spanish.field("", field).is_none()));
    assert!(without.is_empty(), "{without:#?}");
}

#[test]
fn the_spanish_of_the_shipped_book_names_the_values_that_its_own_words_name() {
    let (own, spanish) = shipped();
    let values = |message: &Option<Message>| {
        let parts = message.iter().flat_map(|message| &message.parts);
        let named = parts.filter_map(|part| match part {
            MessageText::Expr(expr) => Some(print_expr(expr)),
            MessageText::Text(_) => None,
        });
        let mut named: Vec<String> = named.collect();
        named.sort();
        named
    };
    for (version, other) in own.book.versions.iter().zip(&spanish.book.versions) {
        for (held, found) in version.provisions.iter().zip(&other.provisions) {
            if let (ProvisionBody::Clause(own), ProvisionBody::Clause(said)) =
                (held.body.as_ref(), found.body.as_ref())
            {
                let id = &own.id.text;
                assert_eq!(values(&own.otherwise), values(&said.otherwise), "{id}");
                assert_eq!(values(&own.remedy), values(&said.remedy), "{id}");
            }
        }
    }
}
