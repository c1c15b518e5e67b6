//! What was compressed, read as a stream: gzip and Zstandard, by the end of a name and by the first bytes.
//!
//! Memory is bounded by the window of a stream, however much it unpacks to; how long a filing may be is
//! watched by whoever cuts the text. A stream that is cut or corrupt is a fault of reading like any other:
//! what came before it stands.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// How a file was compressed as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstandard,
}

/// How many bytes say what a stream is.
const MAGIC: usize = 4;

/// How many bytes are read at once of what is compressed.
const BLOCK: usize = 1 << 16;

impl Packing {
    /// What the end of a path says, with the path without it.
    pub(crate) fn of(path: &Path) -> Option<(Packing, &Path)> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        let packing = match ending.as_str() {
            "gz" => Packing::Gzip,
            "zst" => Packing::Zstandard,
            _ => return None,
        };
        Some((packing, Path::new(path.file_stem()?)))
    }

    fn of_bytes(bytes: &[u8]) -> Option<Packing> {
        match bytes {
            [0x1f, 0x8b, ..] => Some(Packing::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstandard),
            // A frame that is skipped may stand first.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Some(Packing::Zstandard),
            _ => None,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstandard => "Zstandard",
        }
    }

    fn unpack(self, stream: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
        let stream = BufReader::with_capacity(BLOCK, stream);
        let inner: Box<dyn Read + Send> = match self {
            Packing::Gzip => Box::new(MultiGzDecoder::new(stream)),
            Packing::Zstandard => Box::new(Frames::new(stream)),
        };
        Box::new(Unpacked {
            inner,
            packing: self,
        })
    }
}

/// What a file holds, unpacked if need be.
pub(crate) enum Held {
    /// The file as it is.
    Plain(File),
    /// What cannot be read from anywhere, or was compressed.
    Stream(Box<dyn Read + Send>),
}

/// Opens what a file holds. What its name promises and its bytes are not is refused.
pub(crate) fn open(path: &Path) -> io::Result<Held> {
    let mut file = File::open(path)?;
    let promised = Packing::of(path).map(|(packing, _)| packing);
    if !file.metadata()?.is_file() {
        return stream(Box::new(file), promised).map(Held::Stream);
    }
    let begin = begin(&mut file)?;
    file.rewind()?;
    Ok(match found(&begin, promised)? {
        None => Held::Plain(file),
        Some(packing) => Held::Stream(packing.unpack(Box::new(file))),
    })
}

/// A stream, unpacked if its first bytes say that it was compressed.
pub(crate) fn stream(
    mut stream: Box<dyn Read + Send>,
    promised: Option<Packing>,
) -> io::Result<Box<dyn Read + Send>> {
    let begin = begin(&mut stream)?;
    let found = found(&begin, promised)?;
    let whole = Box::new(io::Cursor::new(begin).chain(stream));
    Ok(match found {
        None => whole,
        Some(packing) => packing.unpack(whole),
    })
}

fn begin(stream: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut begin = Vec::with_capacity(MAGIC);
    stream.take(MAGIC as u64).read_to_end(&mut begin)?;
    Ok(begin)
}

fn found(begin: &[u8], promised: Option<Packing>) -> io::Result<Option<Packing>> {
    let found = Packing::of_bytes(begin);
    match promised {
        Some(promised) if found != Some(promised) => {
            let words = format!("its name says {0}, and it is no {0} file", promised.noun());
            Err(io::Error::new(io::ErrorKind::InvalidData, words))
        }
        _ => Ok(found),
    }
}

/// An unpacked stream whose faults are told in words of the field.
struct Unpacked {
    inner: Box<dyn Read + Send>,
    packing: Packing,
}

impl Read for Unpacked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.inner.read(into).map_err(|error| {
            let what = match error.kind() {
                io::ErrorKind::UnexpectedEof => "is cut off",
                io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => "is corrupt",
                _ => return error,
            };
            let words = format!(
                "the {} stream {what}; unpack it by hand to see, or fetch it again",
                self.packing.noun()
            );
            io::Error::new(error.kind(), words)
        })
    }
}

/// The frames of a Zstandard stream, one after another.
struct Frames<R> {
    stream: R,
    decoder: FrameDecoder,
    /// Whether a frame is open.
    open: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(stream: R) -> Frames<R> {
        Frames {
            stream,
            decoder: FrameDecoder::new(),
            open: false,
        }
    }

    /// Opens the next frame; false at the end of the stream.
    fn begin(&mut self) -> io::Result<bool> {
        use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
        while !self.stream.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.stream) {
                Ok(()) => {
                    self.open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut some = self.stream.by_ref().take(u64::from(length));
                    if io::copy(&mut some, &mut io::sink())? < u64::from(length) {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(self.fault(&error)),
            }
        }
        Ok(false)
    }

    /// A stream that has nothing more to give where something was asked for was cut off.
    fn fault(&mut self, error: &dyn std::fmt::Display) -> io::Error {
        let kind = match self.stream.fill_buf() {
            Ok([]) => io::ErrorKind::UnexpectedEof,
            _ => io::ErrorKind::InvalidData,
        };
        io::Error::new(kind, error.to_string())
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.open && !self.begin()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let some = BlockDecodingStrategy::UptoBlocks(1);
                if let Err(error) = self.decoder.decode_blocks(&mut self.stream, some) {
                    return Err(self.fault(&error));
                }
            }
            let read = self.decoder.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            self.open = false;
            let told = self.decoder.get_checksum_from_data();
            if told.is_some() && told != self.decoder.get_calculated_checksum() {
                let words = "a checksum that does not fit";
                return Err(io::Error::new(io::ErrorKind::InvalidData, words));
            }
        }
    }
}
