//! The smaller records of a filing, most of which no clause reads.

use super::chance::Chance;
use super::object::{Manner, Object, list, money};
use super::text;

pub const RANKS: [&str; 4] = [
    "department_head",
    "deputy_director",
    "director",
    "director_general",
];

pub fn contact(manner: &mut Manner) -> String {
    let mut contact = Object::default();
    let name = text::person(&mut manner.chance);
    contact.text("name", &name);
    contact.text(
        "email",
        &format!("contacto{}@ejemplo.gob.mx", manner.chance.between(1, 9999)),
    );
    let phone = manner.chance.once_in(700);
    let phone = phone.then(|| {
        format!(
            "\"55 {} {}\"",
            manner.chance.between(1000, 9999),
            manner.chance.between(1000, 9999)
        )
    });
    contact.perhaps("phone", phone, manner);
    contact.written(manner)
}

pub fn address(chance: &mut Chance) -> String {
    let street = chance.of(&[
        "Av. Insurgentes Sur",
        "Calz. México-Tacuba",
        "Paseo de la Reforma",
        "Río Pánuco",
    ]);
    format!(
        "{street} {}, piso {}, C.P. {:05}, Ciudad de México",
        chance.between(1, 2000),
        chance.between(1, 20),
        chance.between(1000, 16999)
    )
}

pub fn institution(manner: &mut Manner, number: u64, exempted: bool) -> String {
    let mut institution = Object::default();
    institution.text("institution_id", &format!("I{number:06}"));
    let subject = text::title(&mut manner.chance);
    institution.text("name", &format!("Instituto Nacional, {subject}"));
    let address = address(&mut manner.chance);
    institution.text("address", &address);
    institution.text("head_rank", "director_general");
    institution.owed("exempted", if exempted { "true" } else { "false" }, manner);
    let liaison = contact(manner);
    institution.json("liaison", &liaison);
    institution.written(manner)
}

pub fn supplier(manner: &mut Manner) -> String {
    let mut supplier = Object::default();
    let name = format!(
        "Soluciones {} y Compañía, S.A. de C.V.",
        text::person(&mut manner.chance)
    );
    supplier.text("name", &name);
    supplier.text(
        "tax_id",
        &format!(
            "SOL{:06}{:03}",
            manner.chance.between(0, 999_999),
            manner.chance.between(0, 999)
        ),
    );
    let address = manner
        .chance
        .once_in(600)
        .then(|| format!("\"{}\"", address(&mut manner.chance)));
    supplier.perhaps("address", address, manner);
    supplier.written(manner)
}

pub fn quotes(manner: &mut Manner, amount: i64) -> String {
    let quotes: Vec<String> = (0..manner.chance.between(1, 2))
        .map(|_| {
            let mut quote = Object::default();
            quote.text("supplier", &text::person(&mut manner.chance));
            quote.json(
                "price",
                &money(amount + manner.chance.between(0, 50_000_000)),
            );
            quote.written(manner)
        })
        .collect();
    list(&quotes)
}

pub fn texts(manner: &mut Manner, most: i64) -> String {
    let texts: Vec<String> = (0..manner.chance.between(1, most))
        .map(|_| format!("\"{}\"", text::title(&mut manner.chance)))
        .collect();
    list(&texts)
}

pub fn hosting(manner: &mut Manner) -> String {
    let mut hosting = Object::default();
    hosting.text(
        "site",
        manner
            .chance
            .of(&["Querétaro", "Ciudad de México", "Mérida", "León"]),
    );
    hosting.text(
        "provider",
        manner.chance.of(&["propio", "compartido", "tercero"]),
    );
    hosting.json("cores", &manner.chance.between(2, 64).to_string());
    hosting.json("memory_gb", &manner.chance.between(4, 512).to_string());
    hosting.written(manner)
}

pub fn annexes(manner: &mut Manner) -> String {
    let annexes: Vec<String> = (0..manner.chance.between(1, 4))
        .map(|_| {
            let mut annex = Object::default();
            annex.text("title", &text::title(&mut manner.chance));
            let half = |chance: &mut Chance| format!("{:016x}", chance.between(0, i64::MAX - 1));
            let digest: String = (0..4).map(|_| half(&mut manner.chance)).collect();
            annex.text("digest", &digest);
            annex.json("pages", &manner.chance.between(1, 240).to_string());
            annex.written(manner)
        })
        .collect();
    list(&annexes)
}
