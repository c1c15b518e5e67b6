//! The fixed words of a letter, in the languages that there are.

use serde::Serialize;

use crate::evaluate::verdicts::Verdict;
use crate::value::Day;

/// A language of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Spanish, as Mexican administration writes it.
    Spanish,
}

/// The fixed words. A template reads each by its name.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "each is named after what it says")]
pub struct Words {
    pub language: &'static str,
    pub ruling: &'static str,
    pub on_filing: &'static str,
    pub fiscal_year: &'static str,
    pub concerns: &'static str,
    pub judged_by: &'static str,
    pub version: &'static str,
    pub judged_on: &'static str,
    pub result: &'static str,
    pub broken: &'static str,
    pub open: &'static str,
    pub advice: &'static str,
    pub offices: &'static str,
    pub complied: &'static str,
    pub exempt: &'static str,
    pub not_applicable: &'static str,
    pub not_judged: &'static str,
    pub wanted: &'static str,
    pub send_to: &'static str,
    pub for_clauses: &'static str,
    pub the_text: &'static str,
    pub in_force: &'static str,
    pub cites: &'static str,
    pub authority: &'static str,
    pub owed_by: &'static str,
    pub found: &'static str,
    pub filed: &'static str,
    pub missing: &'static str,
    pub remedy: &'static str,
    pub stands: &'static str,
    pub unsettled: &'static str,
    pub more: &'static str,
    pub receipt: &'static str,
    pub written_by: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub none: &'static str,
    pub unknown: &'static str,
    pub none_filed: &'static str,
    violates: [&'static str; 2],
    undetermined: [&'static str; 2],
    complies: [&'static str; 2],
    lifted: [&'static str; 2],
    inapplicable: [&'static str; 2],
    line: &'static str,
    column: &'static str,
    of: &'static str,
    months: [&'static str; 12],
}

const ENGLISH: Words = Words {
    language: "en",
    ruling: "Ruling",
    on_filing: "on the filing",
    fiscal_year: "fiscal year",
    concerns: "Concerns",
    judged_by: "Judged by",
    version: "text of",
    judged_on: "Judged as of",
    result: "Result",
    broken: "Duties that are broken",
    open: "Duties that cannot be decided yet",
    advice: "Recommendations, which do not weigh in the result",
    offices: "What other offices owe, which does not weigh in the result",
    complied: "Complied with",
    exempt: "Lifted by an exception",
    not_applicable: "Not applicable",
    not_judged: "Printed in the text, not judged",
    wanted: "What is missing, and where to send it",
    send_to: "send to",
    for_clauses: "for",
    the_text: "The text",
    in_force: "in force since",
    cites: "Legal ground",
    authority: "Authority",
    owed_by: "Owed by",
    found: "What was found",
    filed: "What the filing says",
    missing: "Missing",
    remedy: "What to do",
    stands: "Stands at",
    unsettled: "A lawyer has not settled yet",
    more: "more of the same clause, not listed one by one",
    receipt: "Digest of the receipt",
    written_by: "Written by",
    yes: "yes",
    no: "no",
    none: "not given",
    unknown: "not filed",
    none_filed: "(none filed)",
    violates: ["broken", "The filing breaks duties of the institution."],
    undetermined: [
        "undecided",
        "The filing cannot be decided: what it does not say is owed.",
    ],
    complies: [
        "complied with",
        "The filing complies with every duty that was judged.",
    ],
    lifted: [
        "lifted by an exception",
        "An exception lifts the duties that were judged.",
    ],
    inapplicable: [
        "not applicable",
        "No duty that is judged applies to the filing.",
    ],
    line: "line",
    column: "column",
    of: "of",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
};

const SPANISH: Words = Words {
    language: "es",
    ruling: "Dictamen",
    on_filing: "sobre el registro",
    fiscal_year: "ejercicio fiscal",
    concerns: "Institución",
    judged_by: "Norma aplicada",
    version: "texto de",
    judged_on: "Fecha de evaluación",
    result: "Resultado",
    broken: "Obligaciones incumplidas",
    open: "Obligaciones que aún no pueden determinarse",
    advice: "Recomendaciones, que no cuentan para el resultado",
    offices: "Obligaciones de otras áreas, que no cuentan para el resultado",
    complied: "Cumplidas",
    exempt: "Exceptuadas",
    not_applicable: "No aplicables",
    not_judged: "Disposiciones que no se evalúan",
    wanted: "Información faltante y a quién enviarla",
    send_to: "enviar a",
    for_clauses: "para",
    the_text: "Texto",
    in_force: "vigente desde el",
    cites: "Fundamento",
    authority: "Autoridad",
    owed_by: "A cargo de",
    found: "Hallazgos",
    filed: "Lo registrado",
    missing: "Falta",
    remedy: "Qué hacer",
    stands: "Ubicación",
    unsettled: "Pendiente de revisión jurídica",
    more: "más de la misma disposición, no enlistados",
    receipt: "Huella del comprobante",
    written_by: "Elaborado con",
    yes: "sí",
    no: "no",
    none: "no indicado",
    unknown: "no registrado",
    none_filed: "(sin registro)",
    violates: [
        "incumplida",
        "El registro incumple obligaciones de la institución.",
    ],
    undetermined: [
        "sin determinar",
        "El registro no puede dictaminarse: falta información obligatoria.",
    ],
    complies: [
        "cumplida",
        "El registro cumple todas las obligaciones evaluadas.",
    ],
    lifted: [
        "exceptuada",
        "Una excepción releva de las obligaciones evaluadas.",
    ],
    inapplicable: [
        "no aplicable",
        "Ninguna obligación evaluada aplica al registro.",
    ],
    line: "línea",
    column: "columna",
    of: "de",
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
};

static IN_ENGLISH: Words = ENGLISH;
static IN_SPANISH: Words = SPANISH;

impl Language {
    /// Its words.
    pub fn words(self) -> &'static Words {
        match self {
            Language::English => &IN_ENGLISH,
            Language::Spanish => &IN_SPANISH,
        }
    }
}

impl Default for &'static Words {
    fn default() -> &'static Words {
        &IN_ENGLISH
    }
}

impl Words {
    fn both(&self, verdict: Verdict) -> [&'static str; 2] {
        match verdict {
            Verdict::Violates => self.violates,
            Verdict::Undetermined => self.undetermined,
            Verdict::Complies => self.complies,
            Verdict::Exempt => self.lifted,
            Verdict::NotApplicable => self.inapplicable,
        }
    }

    /// A verdict in a word.
    pub fn verdict(&self, verdict: Verdict) -> &'static str {
        self.both(verdict)[0]
    }

    /// What a filing's verdict comes to.
    pub fn conclusion(&self, verdict: Verdict) -> &'static str {
        self.both(verdict)[1]
    }

    /// `31 December 2018`, `31 de diciembre de 2018`
    pub fn day(&self, day: Day) -> String {
        let text = day.to_string();
        let mut parts = text.split('-');
        let (Some(year), Some(month), Some(number)) = (parts.next(), parts.next(), parts.next())
        else {
            return text;
        };
        let month = month.parse::<usize>().ok().and_then(|at| at.checked_sub(1));
        let Some(month) = month.and_then(|at| self.months.get(at)) else {
            return text;
        };
        let number = number.trim_start_matches('0');
        match self.language {
            "es" => format!("{number} de {month} de {year}"),
            _ => format!("{number} {month} {year}"),
        }
    }

    /// `line 12, column 88 of filings.ndjson`
    pub fn place(&self, file: &str, line: usize, column: usize) -> String {
        format!(
            "{} {line}, {} {column} {} {file}",
            self.line, self.column, self.of
        )
    }
}
