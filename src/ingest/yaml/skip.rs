//! Past values that nobody reads: their syntax is checked, and nothing is made of them.

use crate::ingest::yaml::nodes::{Form, Node, Place};
use crate::ingest::yaml::text::Text;

/// How many lists and records may stand in one another; what is deeper is left to the careful way, which
/// says where it is too deep.
pub(crate) const DEEPEST: usize = 48;

impl<'t> Text<'t> {
    /// Passes over what stands in a place. `level` lists and records are open around it.
    pub(crate) fn skip(&mut self, place: Place, level: usize) -> Option<()> {
        let (_, node) = self.node(place)?;
        self.skip_node(place, &node, level)
    }

    /// Passes over what [`Text::node`] showed.
    pub(crate) fn skip_node(&mut self, place: Place, node: &Node<'t>, level: usize) -> Option<()> {
        match node {
            Node::Nothing | Node::Plain(_) | Node::Quoted(_) | Node::Literal(_) => {}
            _ if level >= DEEPEST => return None,
            Node::Record(form) => self.skip_record(*form, level + 1)?,
            Node::List(form) => self.skip_list(*form, place, level + 1)?,
        }
        self.end_node(place, node.shares_line())
    }

    fn skip_record(&mut self, form: Form, level: usize) -> Option<()> {
        let mut more = self.first_part(form, b'}')?;
        while more {
            self.name(form == Form::Brackets)?;
            self.skip(form.place_of_field(), level)?;
            more = self.next_part(form, b'}')?;
        }
        Some(())
    }

    fn skip_list(&mut self, form: Form, place: Place, level: usize) -> Option<()> {
        let mut more = self.first_part(form, b']')?;
        while more {
            let row = self.place_of_row(form);
            self.skip(row, level)?;
            more = self.next_row(form, place)?;
        }
        Some(())
    }
}
