//! Arrow IPC files: their footer, and some rows of a record batch.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, read_footer_length};
use arrow_ipc::{Block, MessageHeader, root_as_footer, root_as_message};
use arrow_schema::{ArrowError, SchemaRef};

use crate::ingest::tables::file::Part;
use crate::ingest::tables::fit::Fit;

/// The footer of a file.
#[derive(Debug)]
pub(crate) struct ArrowFile {
    pub(crate) columns: SchemaRef,
    pub(crate) groups: Vec<Group>,
    /// The record batch read last: one of many rows is read in several parts.
    last: Mutex<Option<Last>>,
}

/// One record batch.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) rows: usize,
}

#[derive(Debug)]
struct Last {
    group: usize,
    roots: Vec<usize>,
    batch: RecordBatch,
}

impl ArrowFile {
    pub(crate) fn open(path: &Path) -> Result<ArrowFile, String> {
        let file = File::open(path);
        let file = file.map_err(|error| crate::ingest::inputs::cannot_read(&error))?;
        let size = file.metadata().map_or(0, |found| found.len());
        let mut file = BufReader::new(file);
        let unsound = |words: String| format!("not sound Arrow: {words}");
        let groups = groups(&mut file, size).map_err(unsound)?;
        let reader = FileReader::try_new(file, None);
        let reader = reader.map_err(|error| unsound(words(&error)))?;
        Ok(ArrowFile {
            columns: reader.schema(),
            groups,
            last: Mutex::new(None),
        })
    }

    pub(crate) fn read(&self, path: &Path, fit: &Fit, part: &Part) -> Result<RecordBatch, String> {
        let split = part.from > 0 || self.groups[part.group].rows > part.len;
        let batch = match self.known(part.group, fit).filter(|_| split) {
            Some(batch) => batch,
            None => {
                let batch = group(path, part.group, &fit.roots).map_err(|error| words(&error))?;
                if split {
                    *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Last {
                        group: part.group,
                        roots: fit.roots.clone(),
                        batch: batch.clone(),
                    });
                }
                batch
            }
        };
        if !split {
            return Ok(batch);
        }
        let rows = batch.num_rows();
        if part.from + part.len > rows {
            return Err(format!("{rows} rows instead of more"));
        }
        Ok(batch.slice(part.from, part.len))
    }

    fn known(&self, group: usize, fit: &Fit) -> Option<RecordBatch> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let last = last.as_ref()?;
        (last.group == group && last.roots == fit.roots).then(|| last.batch.clone())
    }
}

fn group(path: &Path, group: usize, roots: &[usize]) -> Result<RecordBatch, ArrowError> {
    let file = BufReader::new(File::open(path)?);
    let mut reader = FileReader::try_new(file, Some(roots.to_vec()))?;
    reader.set_index(group)?;
    let read = reader.next().transpose()?;
    read.ok_or_else(|| ArrowError::IpcError("it has no rows".to_owned()))
}

/// How many rows each record batch has, by its header. Nothing in the file is believed before it is held
/// against the size of the file.
fn groups(file: &mut BufReader<File>, size: u64) -> Result<Vec<Group>, String> {
    let io = |error: std::io::Error| error.to_string();
    if size < 20 {
        return Err("it is too short".to_owned());
    }
    let mut end = [0; 10];
    file.seek(SeekFrom::Start(size - 10)).map_err(io)?;
    file.read_exact(&mut end).map_err(io)?;
    let len = read_footer_length(end).map_err(|error| words(&error))?;
    if len as u64 > size - 10 {
        return Err("its footer is longer than the file".to_owned());
    }
    let mut footer = vec![0; len];
    file.seek(SeekFrom::Start(size - 10 - len as u64))
        .map_err(io)?;
    file.read_exact(&mut footer).map_err(io)?;
    let footer = root_as_footer(&footer).map_err(|_| "its footer is broken".to_owned())?;
    let inside = |block: &Block| {
        let head = u64::try_from(block.metaDataLength());
        let body = u64::try_from(block.bodyLength());
        let from = u64::try_from(block.offset());
        match (from, head, body) {
            (Ok(from), Ok(head), Ok(body)) => {
                let end = from.checked_add(head).and_then(|end| end.checked_add(body));
                end.is_some_and(|end| end <= size)
            }
            _ => false,
        }
    };
    if !footer.dictionaries().into_iter().flatten().all(inside) {
        return Err("a dictionary lies outside the file".to_owned());
    }
    let mut groups = Vec::new();
    for block in footer.recordBatches().into_iter().flatten() {
        if !inside(block) {
            return Err("a record batch lies outside the file".to_owned());
        }
        let mut head = vec![0; block.metaDataLength() as usize];
        file.seek(SeekFrom::Start(block.offset() as u64))
            .map_err(io)?;
        file.read_exact(&mut head).map_err(io)?;
        let rows = rows(&head).ok_or_else(|| "the head of a record batch is broken".to_owned())?;
        groups.push(Group { rows });
    }
    Ok(groups)
}

/// How many rows the head of a record batch tells of: after a mark that older files lack, and a length.
fn rows(head: &[u8]) -> Option<usize> {
    const CONTINUES: [u8; 4] = [0xff; 4];
    let message = match head.get(..4)? == CONTINUES {
        true => head.get(8..)?,
        false => head.get(4..)?,
    };
    let message = root_as_message(message).ok()?;
    if message.header_type() != MessageHeader::RecordBatch {
        return None;
    }
    usize::try_from(message.header_as_record_batch()?.length()).ok()
}

/// What is wrong, and what to do where something can be done.
fn words(error: &ArrowError) -> String {
    let text = error.to_string();
    let (_, text) = text.split_once(" error: ").unwrap_or(("", &text));
    if text.contains("zstd") && text.contains("feature") {
        return format!(
            "{text}; build dictamen with `--features zstd`, or write the file without it"
        );
    }
    text.to_owned()
}
