//! What a field looks like, guessed from its name and its record's: a person, a title, a code.
//!
//! A guess decides nothing but looks: the type alone says which values are sound.

/// What the texts or numbers of a field look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Manner {
    /// The institution's name.
    Institution,
    /// The institution's letters.
    Acronym,
    /// A person's name.
    Person,
    /// A company's name.
    Company,
    /// What a project, a contract or a system is called.
    Title,
    /// The address of a site.
    Site,
    /// An electronic mail address.
    Mail,
    /// A programming language.
    Language,
    /// A certification or a standard.
    Standard,
    /// A strategy, a line or an objective.
    Objective,
    /// A place.
    Place,
    /// A code such as `IM-2018-026`.
    Code,
    /// A number from 0 to 100.
    Percentage,
    /// A sentence.
    Sentence,
}

/// Words of a field's or a record's name, in English and Spanish, and what they betray. The first
/// that is found decides.
const BETRAYED: &[(&[&str], Manner)] = &[
    (&["acronym", "siglas"], Manner::Acronym),
    (
        &["pct", "percent", "percentage", "porcentaje"],
        Manner::Percentage,
    ),
    (&["url", "site", "sitio", "web", "domain"], Manner::Site),
    (&["mail", "email", "correo"], Manner::Mail),
    (&["language", "lenguaje"], Manner::Language),
    (
        &[
            "developer",
            "supplier",
            "provider",
            "vendor",
            "verifier",
            "company",
            "proveedor",
        ],
        Manner::Company,
    ),
    (
        &[
            "id", "folio", "code", "number", "no", "clave", "numero", "research", "benefit",
            "proof",
        ],
        Manner::Code,
    ),
    (
        &[
            "link",
            "links",
            "objective",
            "strategy",
            "strategies",
            "objetivo",
        ],
        Manner::Objective,
    ),
    (
        &[
            "place", "city", "state", "location", "address", "ciudad", "estado",
        ],
        Manner::Place,
    ),
    (
        &[
            "head",
            "person",
            "owner",
            "responsible",
            "titular",
            "responsable",
        ],
        Manner::Person,
    ),
    (
        &[
            "reason",
            "description",
            "justification",
            "purpose",
            "text",
            "notes",
            "ground",
            "motivo",
        ],
        Manner::Sentence,
    ),
];

/// Words of a record's name, and what its `name` is the name of.
const NAMED: &[(&[&str], Manner)] = &[
    (
        &[
            "institution",
            "body",
            "agency",
            "ministry",
            "institución",
            "dependencia",
        ],
        Manner::Institution,
    ),
    (
        &[
            "official", "officer", "person", "employee", "holder", "servidor", "persona",
        ],
        Manner::Person,
    ),
    (
        &["company", "supplier", "provider", "proveedor", "empresa"],
        Manner::Company,
    ),
    (&["certification", "standard", "norma"], Manner::Standard),
    (&["account", "domain", "site"], Manner::Site),
];

impl Manner {
    /// What the field of a record looks like.
    pub fn of(record: &str, field: &str) -> Manner {
        let record = words(record);
        let field = words(field);
        let betrayed = |table: &[(&[&str], Manner)], words: &[String]| {
            table
                .iter()
                .find(|(keys, _)| words.iter().any(|word| keys.contains(&word.as_str())))
                .map(|(_, manner)| *manner)
        };
        let of_record = betrayed(NAMED, &record);
        if ["name", "nombre"].iter().any(|name| field == [*name]) {
            return of_record.unwrap_or(Manner::Title);
        }
        // The institution's own code is its letters.
        if of_record == Some(Manner::Institution) && field.iter().any(|word| word == "id") {
            return Manner::Acronym;
        }
        if let Some(manner) = betrayed(NAMED, &field) {
            return manner;
        }
        let titled = ["name", "title", "nombre", "título", "titulo"];
        if field.iter().any(|word| titled.contains(&word.as_str())) {
            return Manner::Title;
        }
        betrayed(BETRAYED, &field).unwrap_or(Manner::Sentence)
    }
}

/// The words of a name such as `contract_no` or `HalfYearReport`, in small letters.
pub fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for letter in name.chars() {
        if letter == '_' || (letter.is_uppercase() && was_small) {
            words.push(String::new());
        }
        if letter != '_'
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        was_small = letter.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_betrays_what_its_field_looks_like() {
        let expected = [
            ("Institution", "name", Manner::Institution),
            ("Institution", "institution_id", Manner::Acronym),
            ("Official", "name", Manner::Person),
            ("Project", "name", Manner::Title),
            ("Project", "edn_links", Manner::Objective),
            ("QuarterReport", "real_pct", Manner::Percentage),
            ("Contract", "contract_no", Manner::Code),
            ("Contract", "title", Manner::Title),
            ("Terms", "verifier", Manner::Company),
            ("WebSite", "url", Manner::Site),
            ("Account", "name", Manner::Site),
            ("MobileApp", "language", Manner::Language),
            ("Control", "reason", Manner::Sentence),
            ("Filing", "institution_name", Manner::Institution),
        ];
        for (record, field, manner) in expected {
            assert_eq!(Manner::of(record, field), manner, "{record}.{field}");
        }
        assert_eq!(words("HalfYearReport"), ["half", "year", "report"]);
    }
}
