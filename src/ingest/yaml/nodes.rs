//! What stands in a place: nothing, one value, or where a list or record begins.

use std::borrow::Cow;

use crate::ingest::yaml::literal::Literal;
use crate::ingest::yaml::scalars::{Plain, is_null};
use crate::ingest::yaml::text::Text;
use crate::value::text::is_blank;

/// Where something may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// After the name of a field, in a record whose fields begin in this column.
    Field(usize),
    /// After the dash of a list whose dashes stand in this column.
    Item(usize),
    /// After the name of a field in brackets.
    FieldInBrackets,
    /// In a list in brackets.
    ItemInBrackets,
}

/// How a list or a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A line for each part, from this column on, counted from 1.
    Lines(usize),
    /// In brackets, the first of which comes next.
    Brackets,
}

/// What stands in a place. A single value was passed over.
#[derive(Debug)]
pub(crate) enum Node<'t> {
    Nothing,
    Plain(&'t str),
    Quoted(Cow<'t, str>),
    /// The lines of a text, which is never empty.
    Literal(Literal<'t>),
    Record(Form),
    List(Form),
}

impl Form {
    /// Where the value of a field stands in a record that is written so.
    #[inline]
    pub(crate) fn place_of_field(self) -> Place {
        match self {
            Form::Lines(column) => Place::Field(column),
            Form::Brackets => Place::FieldInBrackets,
        }
    }
}

impl Node<'_> {
    /// Whether it is one of the ways to say that nothing is given where a list or a record belongs.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Node::Nothing => true,
            Node::Plain(text) => is_null(text),
            Node::Quoted(text) => is_blank(text),
            Node::Literal(_) | Node::Record(_) | Node::List(_) => false,
        }
    }

    /// Whether nothing stands there, or what YAML writes for it.
    pub(crate) fn is_null(&self) -> bool {
        match self {
            Node::Nothing => true,
            Node::Plain(text) => is_null(text),
            _ => false,
        }
    }

    /// Whether the rest of its line is still to be passed over once it is read.
    #[inline]
    pub(crate) fn shares_line(&self) -> bool {
        match self {
            Node::Nothing | Node::Literal(_) => false,
            Node::Record(Form::Lines(_)) | Node::List(Form::Lines(_)) => false,
            Node::Plain(_) | Node::Quoted(_) => true,
            Node::Record(Form::Brackets) | Node::List(Form::Brackets) => true,
        }
    }
}

impl<'t> Text<'t> {
    /// Looks at what stands in a place, and where that begins.
    #[inline]
    pub(crate) fn node(&mut self, place: Place) -> Option<(usize, Node<'t>)> {
        match place {
            Place::Field(_) | Place::Item(_) => self.in_lines(place),
            Place::FieldInBrackets | Place::ItemInBrackets => self.in_brackets(place),
        }
    }

    /// Ends what stood in a place, so that the next part is next.
    #[inline]
    pub(crate) fn end_node(&mut self, place: Place, shares_line: bool) -> Option<()> {
        match place {
            Place::Field(_) | Place::Item(_) if shares_line => self.end_line(),
            _ => Some(()),
        }
    }

    #[inline]
    fn in_lines(&mut self, place: Place) -> Option<(usize, Node<'t>)> {
        let after = self.at;
        self.pass_spaces();
        let start = self.at;
        let node = match self.next() {
            0 | b'\n' | b'\r' | b'#' => return self.below(place, after),
            b'{' => Node::Record(Form::Brackets),
            b'[' => Node::List(Form::Brackets),
            b'"' | b'\'' => {
                let quoted = self.quoted()?;
                if self.next() != b':' {
                    Node::Quoted(quoted)
                } else {
                    self.at = start;
                    self.record_of_item(place)?
                }
            }
            b'|' => match place {
                Place::Field(column) | Place::Item(column) => Node::Literal(self.literal(column)?),
                _ => return None,
            },
            b'-' if self.is_item() => match place {
                Place::Item(_) => Node::List(Form::Lines(self.column(start))),
                _ => return None,
            },
            _ => match self.plain()? {
                Plain::Value(value) => Node::Plain(value),
                Plain::Name => self.record_of_item(place)?,
            },
        };
        Some((start, node))
    }

    /// A record whose first field stands in the line of its dash.
    fn record_of_item(&self, place: Place) -> Option<Node<'t>> {
        match place {
            Place::Item(_) => Some(Node::Record(Form::Lines(self.column(self.at)))),
            _ => None,
        }
    }

    /// What the lines below hold, where nothing more stands in this one.
    fn below(&mut self, place: Place, after: usize) -> Option<(usize, Node<'t>)> {
        self.at = after;
        self.end_line()?;
        let node = match place {
            Place::Field(column) if self.indent > column && self.is_item() => {
                Node::List(Form::Lines(self.indent))
            }
            Place::Field(column) if self.indent > column => Node::Record(Form::Lines(self.indent)),
            // The dashes of a list may stand under the name of its field.
            Place::Field(column) if self.indent == column && self.is_item() => {
                Node::List(Form::Lines(column))
            }
            Place::Item(column) if self.indent > column => return None,
            _ => Node::Nothing,
        };
        Some((after, node))
    }

    #[inline]
    fn in_brackets(&mut self, place: Place) -> Option<(usize, Node<'t>)> {
        self.pass_gap()?;
        let start = self.at;
        let node = match self.next() {
            b',' | b'}' if place == Place::FieldInBrackets => Node::Nothing,
            b'{' => Node::Record(Form::Brackets),
            b'[' => Node::List(Form::Brackets),
            b'"' | b'\'' => Node::Quoted(self.quoted()?),
            _ => Node::Plain(self.plain_in_brackets()?),
        };
        Some((start, node))
    }

    /// Goes to the next part of what is written in one of the two forms; nothing inside where it ends.
    /// In lines the parts begin in the same column.
    #[inline]
    pub(crate) fn next_part(&mut self, form: Form, close: u8) -> Option<bool> {
        match form {
            Form::Lines(column) if self.indent == column => Some(true),
            Form::Lines(column) => (self.indent < column).then_some(false),
            Form::Brackets => {
                self.pass_gap()?;
                match self.next() {
                    b',' => {
                        self.at += 1;
                        self.pass_gap()?;
                        if self.next() != close {
                            return Some(true);
                        }
                    }
                    byte if byte == close => {}
                    _ => return None,
                }
                self.at += 1;
                Some(false)
            }
        }
    }

    /// Goes to the next row of a list. A list whose dashes stand under the name of its field ends where
    /// another field begins.
    #[inline]
    pub(crate) fn next_row(&mut self, form: Form, place: Place) -> Option<bool> {
        match form {
            Form::Lines(column) if self.indent == column && !self.is_item() => {
                (place == Place::Field(column)).then_some(false)
            }
            _ => self.next_part(form, b']'),
        }
    }

    /// Where a row stands, past its dash.
    #[inline]
    pub(crate) fn place_of_row(&mut self, form: Form) -> Place {
        match form {
            Form::Lines(column) => {
                self.at += 1;
                Place::Item(column)
            }
            Form::Brackets => Place::ItemInBrackets,
        }
    }

    /// Passes over the bracket that opens, if one does; false where it closes at once.
    #[inline]
    pub(crate) fn first_part(&mut self, form: Form, close: u8) -> Option<bool> {
        if form != Form::Brackets {
            return Some(true);
        }
        self.at += 1;
        self.pass_gap()?;
        if self.next() == close {
            self.at += 1;
            return Some(false);
        }
        Some(true)
    }
}
