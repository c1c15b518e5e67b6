//! A file in blocks of whole lines.

use std::fs::File;
use std::io::Read;

/// How much is read at once: what stays in the cache of a core.
const BLOCK: usize = 512 << 10;

/// Gives out the lines of a file, block by block.
pub struct Lines {
    file: File,
    /// The start of a line that the last block broke off.
    rest: Vec<u8>,
    number: usize,
}

impl Lines {
    pub fn new(file: File) -> Lines {
        Lines {
            file,
            rest: Vec::new(),
            number: 0,
        }
    }

    /// Fills a block with the next whole lines and says which block it is; nothing at the end.
    pub fn next(&mut self, block: &mut Vec<u8>) -> std::io::Result<Option<usize>> {
        block.clear();
        block.append(&mut self.rest);
        let mut looked = 0;
        loop {
            let full = self.file.by_ref().take(BLOCK as u64).read_to_end(block)? < BLOCK;
            let fresh = block.get(looked..).unwrap_or_default();
            match fresh.iter().rposition(|byte| *byte == b'\n') {
                _ if full => break,
                Some(at) => {
                    self.rest.extend_from_slice(&block[looked + at + 1..]);
                    block.truncate(looked + at + 1);
                    break;
                }
                None => looked = block.len(),
            }
        }
        self.number += 1;
        Ok((!block.is_empty()).then_some(self.number - 1))
    }
}
