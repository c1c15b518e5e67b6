//! Past values that nobody reads: their syntax is checked, and nothing is made of them.

use crate::ingest::json::text::Text;
use crate::ingest::record::DEEPEST;

impl Text<'_> {
    /// Passes over one value. `level` lists and records are open around it.
    #[inline]
    pub(crate) fn skip(&mut self, level: usize) -> Option<()> {
        match self.peek() {
            b'{' | b'[' => self.skip_nested(level),
            other => self.skip_single(other),
        }
    }

    #[inline]
    fn skip_single(&mut self, first: u8) -> Option<()> {
        match first {
            b'"' => self.pass_string(),
            b'-' | b'0'..=b'9' => self.number().map(|_| ()),
            b'n' => self.word("null"),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            _ => self.stop("a value"),
        }
    }

    fn skip_nested(&mut self, level: usize) -> Option<()> {
        let most = DEEPEST.saturating_sub(level);
        // What is open, the innermost last: 1 for a record, 0 for a list.
        let mut open: u128 = 0;
        let mut depth = 0;
        loop {
            let first = self.peek();
            if let b'{' | b'[' = first {
                depth += 1;
                if depth > most {
                    return self.too_deep();
                }
                let is_record = first == b'{';
                open = open << 1 | u128::from(is_record);
                self.pass();
                match (is_record, self.peek()) {
                    (true, b'"') => {
                        self.skip_name()?;
                        continue;
                    }
                    (true, b'}') | (false, b']') => {
                        self.pass();
                        depth -= 1;
                        open >>= 1;
                    }
                    (true, _) => return self.stop("the name of a field in quotes, or `}`"),
                    (false, _) => continue,
                }
            } else {
                self.skip_single(first)?;
            }
            // A value ends here, and perhaps what it stands in.
            while depth > 0 {
                let is_record = open & 1 == 1;
                match self.peek() {
                    b',' => {
                        self.pass();
                        if is_record {
                            self.skip_name()?;
                        }
                        break;
                    }
                    b'}' if is_record => {}
                    b']' if !is_record => {}
                    _ if is_record => return self.stop("a comma or `}`"),
                    _ => return self.stop("a comma or `]`"),
                }
                self.pass();
                depth -= 1;
                open >>= 1;
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// Passes over the name of a field and the colon after it.
    #[inline]
    fn skip_name(&mut self) -> Option<()> {
        if self.peek() != b'"' {
            return self.stop("the name of a field in quotes");
        }
        self.pass_string()?;
        if self.peek() != b':' {
            return self.stop("a colon");
        }
        self.pass();
        Some(())
    }
}
