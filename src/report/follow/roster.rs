//! Who has to file: a line for each, by the id that its filings carry, and its name if one likes.

use std::collections::HashMap;

/// Who has to file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// By what it is known.
    pub id: String,
    /// What it is called.
    pub name: Option<String>,
}

impl Entry {
    /// Whether it is the institution of this id or name.
    pub fn is(&self, id: &str, name: Option<&str>) -> bool {
        let own = self.name.as_deref();
        self.id == id || name == Some(&self.id) || (own.is_some() && own == name)
    }
}

/// The next cell of a line and what stands behind its comma; a cell in quotes may hold commas.
fn cell(line: &str) -> (&str, &str) {
    let line = line.trim_start();
    if let Some(quoted) = line.strip_prefix('"')
        && let Some((held, rest)) = quoted.split_once('"')
    {
        return (held.trim(), rest.trim_start().trim_start_matches(','));
    }
    let (held, rest) = line.split_once(',').unwrap_or((line, ""));
    (held.trim(), rest)
}

/// Reads a roster: one institution a line, an id and, after a comma, a name; what further columns say is not
/// looked at. A first line of headings, blank lines and those that begin with `#` are passed over. An id or a
/// name that stands twice is a mistake: a filing is known by either.
pub fn read_roster(text: &str) -> Result<Vec<Entry>, String> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut told: HashMap<&str, usize> = HashMap::new();
    let text = text.trim_start_matches('\u{feff}');
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (id, rest) = cell(line);
        let name = Some(cell(rest).0).filter(|name| !name.is_empty());
        let heading = entries.is_empty()
            && matches!(
                id.to_lowercase().as_str(),
                "id" | "institution" | "institution_id" | "siglas" | "name"
            );
        if heading {
            continue;
        }
        if id.is_empty() {
            return Err(format!("line {}: no id stands before the comma", at + 1));
        }
        for known in std::iter::once(id).chain(name.filter(|name| *name != id)) {
            if let Some(first) = told.insert(known, at + 1) {
                return Err(format!(
                    "line {}: `{known}` stands twice, first in line {first}",
                    at + 1
                ));
            }
        }
        entries.push(Entry {
            id: id.to_owned(),
            name: name.map(str::to_owned),
        });
    }
    if entries.is_empty() {
        return Err("it names no institution; write one a line".to_owned());
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roster_is_read_with_and_without_names_and_headings() {
        let read =
            read_roster("\u{feff}siglas,nombre\r\nHCB, \"Hospital, Civil\" \n\n# gone\nSAT\n");
        let read = read.unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].name.as_deref(), Some("Hospital, Civil"));
        assert!(read[0].is("HCB", None) && read[0].is("x", Some("Hospital, Civil")));
        assert!(!read[1].is("x", None));
    }

    #[test]
    fn further_columns_belong_to_no_name() {
        let read =
            read_roster("id,name,kind\nA,\"Salud, Centro\",entity\nB,Marina,entity\nC,,entity\n");
        let names: Vec<Option<String>> = read.unwrap().into_iter().map(|one| one.name).collect();
        let told = [
            Some("Salud, Centro".to_owned()),
            Some("Marina".to_owned()),
            None,
        ];
        assert_eq!(names, told);
    }

    #[test]
    fn a_roster_that_cannot_be_meant_says_where() {
        for (text, told) in [
            ("HCB\nHCB\n", "line 2: `HCB` stands twice, first in line 1"),
            (
                "id,name\nHCB,Hospital Civil\n\nHCV,Hospital Civil\n",
                "line 4: `Hospital Civil` stands twice, first in line 2",
            ),
            ("HCB,SAT\nSAT,Tributos\n", "line 2: `SAT` stands twice"),
            ("HCB\n,x\n", "line 2"),
            ("# x\n", "no institution"),
        ] {
            assert!(read_roster(text).unwrap_err().contains(told));
        }
    }
}
