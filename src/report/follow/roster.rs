//! Who has to file: a line for each, by the id that its filings carry, and its name if one likes.

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

/// Reads a roster: one institution a line, an id and, after a comma, a name; a first line of headings, blank
/// lines and those that begin with `#` are passed over. One that stands twice is a mistake.
pub fn read_roster(text: &str) -> Result<Vec<Entry>, String> {
    let mut entries: Vec<Entry> = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut cells = line
            .splitn(2, ',')
            .map(|cell| cell.trim().trim_matches('"').trim());
        let id = cells.next().unwrap_or_default();
        let name = cells.next().filter(|name| !name.is_empty());
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
        if entries.iter().any(|entry| entry.id == id) {
            return Err(format!("line {}: `{id}` stands twice", at + 1));
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
    fn a_roster_that_cannot_be_meant_says_where() {
        for (text, told) in [
            ("HCB\nHCB\n", "line 2"),
            ("HCB\n,x\n", "line 2"),
            ("# x\n", "no institution"),
        ] {
            assert!(read_roster(text).unwrap_err().contains(told));
        }
    }
}
