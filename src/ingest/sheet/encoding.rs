//! Bytes of a table to UTF-8, as a stream.
//!
//! A byte order mark says it, or zeros where UTF-16 has them. Else a table is ASCII until the first byte
//! that is not, and what stands around that byte says whether it is UTF-8 or Windows-1252: texts of the
//! latter are hardly ever UTF-8 by accident.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::ingest::inputs::BYTE_ORDER_MARK;

/// How many bytes are read at once.
const BLOCK: usize = 1 << 16;

/// What stands for bytes that are no character of the encoding: no text of UTF-8 has it, so that the row
/// around it is refused and no other.
const NO_CHARACTER: u8 = 0xff;

/// A stream turned into UTF-8 as it is read.
pub(crate) struct Transcoder {
    inner: Box<dyn Read + Send>,
    state: State,
    /// What was read and not yet looked at.
    raw: Vec<u8>,
    /// What is ready to be handed on, from a byte on.
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

enum State {
    Begin,
    Ascii,
    Utf8,
    Other(Decoder),
    Ended,
}

impl Transcoder {
    pub(crate) fn new(inner: Box<dyn Read + Send>) -> Transcoder {
        Transcoder {
            inner,
            state: State::Begin,
            raw: Vec::new(),
            ready: Vec::new(),
            at: 0,
            ended: false,
        }
    }

    /// What the text is in, if that is not plain UTF-8; known once the text was read so far.
    pub(crate) fn encoding(&self) -> Option<&'static str> {
        match &self.state {
            State::Other(decoder) => Some(words(decoder.encoding())),
            _ => None,
        }
    }

    /// Reads a block of what is to be looked at.
    fn block(&mut self, least: usize) -> io::Result<()> {
        let start = self.raw.len();
        let mut filled = start;
        self.raw.resize(start + BLOCK, 0);
        while filled < start + least && !self.ended {
            match self.inner.read(&mut self.raw[filled..]) {
                Ok(0) => self.ended = true,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.raw.truncate(filled);
                    return Err(error);
                }
            }
        }
        self.raw.truncate(filled);
        Ok(())
    }

    fn begin(&mut self) -> io::Result<()> {
        self.block(4)?;
        let (encoding, mark) = match self.raw.as_slice() {
            [0xff, 0xfe, ..] => (Some(UTF_16LE), 2),
            [0xfe, 0xff, ..] => (Some(UTF_16BE), 2),
            raw if raw.starts_with(BYTE_ORDER_MARK) => {
                self.raw.drain(..BYTE_ORDER_MARK.len());
                self.state = State::Utf8;
                self.ready = std::mem::take(&mut self.raw);
                return Ok(());
            }
            [1..=0xff, 0, 1..=0xff, 0, ..] => (Some(UTF_16LE), 0),
            [0, 1..=0xff, 0, 1..=0xff, ..] => (Some(UTF_16BE), 0),
            _ => (None, 0),
        };
        self.raw.drain(..mark);
        self.state = match encoding {
            Some(encoding) => State::Other(encoding.new_decoder_without_bom_handling()),
            None => State::Ascii,
        };
        Ok(())
    }

    fn decode(&mut self) {
        let State::Other(decoder) = &mut self.state else {
            return;
        };
        let mut from = 0;
        loop {
            let left = &self.raw[from..];
            let room = decoder.max_utf8_buffer_length_without_replacement(left.len());
            let start = self.ready.len();
            self.ready.resize(start + room.unwrap_or(BLOCK), 0);
            let into = &mut self.ready[start..];
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(left, into, self.ended);
            self.ready.truncate(start + written);
            from += read;
            match result {
                DecoderResult::Malformed(..) => self.ready.push(NO_CHARACTER),
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
            }
        }
        self.raw.clear();
    }
}

impl Read for Transcoder {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.at < self.ready.len() {
                let some = (self.ready.len() - self.at).min(into.len());
                into[..some].copy_from_slice(&self.ready[self.at..self.at + some]);
                self.at += some;
                return Ok(some);
            }
            self.ready.clear();
            self.at = 0;
            match &self.state {
                State::Ended => return Ok(0),
                State::Utf8 => return self.inner.read(into),
                State::Begin => self.begin()?,
                State::Ascii => {
                    if self.raw.is_empty() && !self.ended {
                        self.block(1)?;
                    }
                    if self.raw.is_empty() {
                        self.state = State::Ended;
                    } else if self.raw.is_ascii() {
                        self.ready = std::mem::take(&mut self.raw);
                    } else if is_utf8(&self.raw) {
                        self.state = State::Utf8;
                        self.ready = std::mem::take(&mut self.raw);
                    } else {
                        self.state = State::Other(WINDOWS_1252.new_decoder_without_bom_handling());
                    }
                }
                State::Other(_) => {
                    if self.ended && self.raw.is_empty() {
                        return Ok(0);
                    }
                    if self.raw.is_empty() {
                        self.block(1)?;
                    }
                    self.decode();
                }
            }
        }
    }
}

/// Whether most of what is not ASCII is UTF-8; of a character that the block cuts nothing is said.
fn is_utf8(block: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in block.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    if let Err(error) = std::str::from_utf8(block)
        && error.error_len().is_none()
    {
        return true;
    }
    sound >= broken.max(1)
}

fn words(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-1252" => "Windows-1252",
        name => name,
    }
}
