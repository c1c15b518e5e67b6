//! Names that authors bring from elsewhere, and what this language has instead.

/// The types that are words of the language.
pub(super) const TYPES: &str =
    "`boolean`, `integer`, `decimal`, `money in MXN`, `date`, `year`, `text`";

/// The type that is meant by the name that other languages have for it.
pub(super) fn type_meant(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "string" | "str" | "varchar" | "char" | "texto" | "text" | "words" => "text",
        "bool" | "boolean" | "booleano" | "yesno" | "flag" => "boolean",
        "number" | "int" | "integer" | "entero" | "long" | "count" => "integer",
        "float" | "double" | "decimal" | "real" | "percentage" | "percent" | "numeric" => "decimal",
        "datetime" | "timestamp" | "date" | "fecha" | "day" | "time" => "date",
        "currency" | "amount" | "pesos" | "monto" | "money" => "money in MXN",
        "year" | "año" => "year",
        _ => return None,
    })
}

/// What to write for a name that nothing has, where it is one that people bring along.
pub(super) fn name_meant(name: &str) -> Option<String> {
    const COUNTS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let lowered = name.to_lowercase();
    let glued = name.get(3..).filter(|digits| {
        let currency = name.as_bytes()[..3].iter().all(u8::is_ascii_uppercase);
        currency && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    if let Some(digits) = glued {
        return Some(format!("write `{digits} {}`", &name[..3]));
    }
    if let Some(at) = COUNTS.iter().position(|count| *count == lowered) {
        return Some(format!("write `{}`", at + 1));
    }
    let write = match lowered.as_str() {
        "null" | "nil" | "none" | "undefined" | "empty" | "missing" | "absent" => {
            return Some(
                "ask whether there is a value by `is not given`, or by `is given`".to_owned(),
            );
        }
        "yes" | "sí" | "si" | "true" | "verdadero" => "true",
        "false" | "falso" => "false",
        "today" | "now" | "hoy" | "current_date" => "as_of",
        "len" | "length" | "size" | "total" | "number" => "count",
        "average" | "avg" | "promedio" => "mean",
        "minimum" => "min",
        "maximum" => "max",
        "add" | "total_of" | "suma" => "sum",
        "month" | "mes" => {
            return Some(
                "the month of a date is not read: compare it with a `date(year, 5, 1)`".to_owned(),
            );
        }
        _ => return None,
    };
    Some(format!("write `{write}`"))
}

/// Names to choose from: `its fields are a, b and c`.
pub(super) fn choices<'n>(what: &str, names: impl Iterator<Item = &'n str> + Clone) -> String {
    const MOST: usize = 12;
    let all = names.clone().count();
    let shown: Vec<String> = names.take(MOST).map(|name| format!("`{name}`")).collect();
    match shown.len() {
        0 => "it has none".to_owned(),
        _ if all > MOST => format!("{what} {} and {} more", shown.join(", "), all - MOST),
        _ => format!("{what} {}", shown.join(", ")),
    }
}
