//! A large file, block by block: each thread reads a block of its own, and all are handed on in order.
//!
//! What a file holds can only be cut into filings by one thread at a time, since where a line ends says
//! where the next begins. To bring it into memory takes ten times as long, and needs nobody's turn.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::ingest::inputs::FULL_BYTES;

/// The room before the bytes of a block, for what the last one left of its last line.
pub(crate) const HEAD: usize = 32 * 1024;

/// The room of a block.
const ROOM: usize = HEAD + FULL_BYTES;

/// How many blocks a file needs to be worth it. Smaller ones share a chunk.
const WORTH: u64 = 2;

/// A file of which blocks are handed on in order.
#[derive(Debug)]
pub(crate) struct Blocks {
    desk: Arc<Desk>,
    /// The first block that nobody has undertaken to read.
    claimed: u64,
    /// The next one to hand on.
    next: u64,
}

/// A block that one thread has undertaken to read. Whoever needs it waits for it.
#[derive(Debug)]
pub(crate) struct Claim {
    desk: Arc<Desk>,
    at: u64,
    kept: bool,
}

/// Some bytes of a file.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// [`HEAD`] bytes that mean nothing, then those of the file.
    pub(crate) bytes: Vec<u8>,
    /// Why there are no more of them, if that is a fault.
    pub(crate) fault: Option<io::Error>,
}

/// Where blocks are left for who needs them.
#[derive(Debug)]
struct Desk {
    file: File,
    ready: Mutex<Ready>,
    brought: Condvar,
}

/// What was brought and not handed on.
#[derive(Debug, Default)]
struct Ready {
    /// By their numbers; nothing for one that whoever undertook to read it never will.
    blocks: BTreeMap<u64, Option<Block>>,
    /// The block that is waited for. To wake nobody would cost a call of the system as well.
    awaited: Option<u64>,
}

impl Blocks {
    /// The blocks of a file, if it can be read from anywhere and is large enough; else the file.
    pub(crate) fn of(file: File) -> Result<Blocks, File> {
        let least = WORTH * FULL_BYTES as u64;
        let metadata = file.metadata();
        let large = metadata.is_ok_and(|metadata| metadata.is_file() && metadata.len() >= least);
        if !large || !cfg!(any(unix, windows)) {
            return Err(file);
        }
        let desk = Desk {
            file,
            ready: Mutex::default(),
            brought: Condvar::new(),
        };
        Ok(Blocks {
            desk: Arc::new(desk),
            claimed: 0,
            next: 0,
        })
    }

    /// Lets the caller read a block ahead, unless so many are on their way already.
    pub(crate) fn claim(&mut self, most: usize) -> Option<Claim> {
        if self.claimed - self.next >= most as u64 {
            return None;
        }
        let at = self.claimed;
        self.claimed += 1;
        Some(Claim {
            desk: Arc::clone(&self.desk),
            at,
            kept: false,
        })
    }

    /// The next block; one without bytes at the end of the file.
    pub(crate) fn next(&mut self) -> Block {
        let at = self.next;
        self.next += 1;
        if at < self.claimed {
            let mut ready = self.desk.lock();
            loop {
                match ready.blocks.remove(&at) {
                    Some(Some(block)) => return block,
                    Some(None) => break,
                    None => {
                        ready.awaited = Some(at);
                        let waited = self.desk.brought.wait(ready);
                        ready = waited.unwrap_or_else(PoisonError::into_inner);
                    }
                }
            }
        }
        self.claimed = self.claimed.max(self.next);
        self.desk.read(at, Vec::new())
    }
}

impl Claim {
    /// Reads the block into the room of a buffer, which is left empty.
    pub(crate) fn read(mut self, room: &mut Vec<u8>) {
        let block = self.desk.read(self.at, std::mem::take(room));
        self.desk.bring(self.at, Some(block));
        self.kept = true;
    }
}

impl Drop for Claim {
    /// Lets nobody wait for a block that will not be read.
    fn drop(&mut self) {
        if !self.kept {
            self.desk.bring(self.at, None);
        }
    }
}

impl Desk {
    fn read(&self, at: u64, mut bytes: Vec<u8>) -> Block {
        let begin = at * FULL_BYTES as u64;
        // Room that is too small would be made twice as large as it has to be; what a giant line took is
        // given back.
        if !(ROOM..=2 * ROOM).contains(&bytes.capacity()) {
            bytes = Vec::with_capacity(ROOM);
        }
        bytes.resize(ROOM, 0);
        let mut end = HEAD;
        let mut fault = None;
        while end < bytes.len() {
            match read_at(&self.file, &mut bytes[end..], begin + (end - HEAD) as u64) {
                Ok(0) => break,
                Ok(read) => end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    fault = Some(error);
                    break;
                }
            }
        }
        bytes.truncate(end);
        Block { bytes, fault }
    }

    fn bring(&self, at: u64, block: Option<Block>) {
        let mut ready = self.lock();
        ready.blocks.insert(at, block);
        if ready.awaited == Some(at) {
            ready.awaited = None;
            self.brought.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Ready> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Block {
    /// Whether the file may go on after it.
    pub(crate) fn is_full(&self) -> bool {
        self.fault.is_none() && self.bytes.len() == ROOM
    }

    /// Puts the bytes behind those that begin at `start`; returns where these begin now.
    pub(crate) fn follow(mut self, bytes: &mut Vec<u8>, start: usize) -> usize {
        let before = bytes.len();
        if start > 0 || before > HEAD {
            if before < FULL_BYTES {
                // No more than that: the room is used again for blocks.
                bytes.reserve_exact(self.bytes.len() - HEAD);
            }
            bytes.extend_from_slice(&self.bytes[HEAD..]);
            return start;
        }
        // A few bytes move to the block, not the block to them. What the room held before might be a part
        // of a character.
        let begin = HEAD - before;
        self.bytes[..begin].fill(0);
        self.bytes[begin..HEAD].copy_from_slice(bytes);
        *bytes = self.bytes;
        begin
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, at)
}

#[cfg(not(any(unix, windows)))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use std::io::Write;

    use super::*;

    fn blocks(len: usize) -> Blocks {
        let mut file = tempfile::tempfile().unwrap();
        let bytes: Vec<u8> = (0..len).map(|at| (at / FULL_BYTES) as u8 + b'0').collect();
        file.write_all(&bytes).unwrap();
        Blocks::of(file).unwrap()
    }

    fn first(block: &Block) -> (Option<char>, usize) {
        let bytes = &block.bytes[HEAD..];
        (bytes.first().map(|first| char::from(*first)), bytes.len())
    }

    #[test]
    fn blocks_come_in_order_whoever_read_them() {
        let mut blocks = blocks(3 * FULL_BYTES + 5);
        let [zero, one] = [(); 2].map(|()| blocks.claim(2).unwrap());
        assert!(blocks.claim(2).is_none(), "no more than two at once");
        one.read(&mut Vec::new());
        // Room that was used, if only for less or more.
        zero.read(&mut vec![b'x'; 2 * FULL_BYTES]);
        assert_eq!(first(&blocks.next()), (Some('0'), FULL_BYTES));
        assert_eq!(first(&blocks.next()), (Some('1'), FULL_BYTES));
        // Nobody has undertaken to read these.
        let two = blocks.next();
        assert!(two.is_full());
        assert_eq!(first(&two), (Some('2'), FULL_BYTES));
        let last = blocks.next();
        assert!(!last.is_full());
        assert_eq!(first(&last), (Some('3'), 5));
        assert_eq!(first(&blocks.next()), (None, 0));
    }

    #[test]
    fn nobody_waits_for_a_reader_that_broke_off() {
        let mut blocks = blocks(2 * FULL_BYTES);
        drop(blocks.claim(1));
        assert_eq!(first(&blocks.next()), (Some('0'), FULL_BYTES));
    }

    #[test]
    fn one_waits_for_a_reader_that_is_at_it() {
        let mut blocks = blocks(2 * FULL_BYTES);
        let claim = blocks.claim(1).unwrap();
        let desk = Arc::clone(&blocks.desk);
        let reader = std::thread::spawn(move || {
            while desk.lock().awaited.is_none() {
                std::thread::yield_now();
            }
            claim.read(&mut Vec::new());
        });
        assert_eq!(first(&blocks.next()), (Some('0'), FULL_BYTES));
        reader.join().unwrap();
    }

    #[test]
    fn small_files_and_what_is_no_file_are_streams() {
        let small = tempfile::tempfile().unwrap();
        assert!(Blocks::of(small).is_err());
        let folder = File::open(".").unwrap();
        assert!(Blocks::of(folder).is_err());
    }

    #[test]
    fn a_fault_comes_with_the_block() {
        // Written to only: every reading of it fails.
        let folder = tempfile::tempdir().unwrap();
        let file = File::create(folder.path().join("f")).unwrap();
        file.set_len(2 * FULL_BYTES as u64).unwrap();
        let mut blocks = Blocks::of(file).unwrap();
        let block = blocks.next();
        assert!(block.fault.is_some() && !block.is_full());
        assert_eq!(first(&block), (None, 0));
    }
}
