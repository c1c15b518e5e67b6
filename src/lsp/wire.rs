//! Messages on a stream: a header with the length, then JSON.

use std::io::{self, BufRead, Write};
use std::sync::{Arc, Mutex, PoisonError};

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde_json::Value;

/// No message of an editor is as long.
const LONGEST: usize = 256 << 20;

/// What was read.
#[derive(Debug)]
pub enum Incoming {
    /// It asks for an answer.
    Request(Request),
    /// It asks for none.
    Notification(Notification),
    /// It answers what was asked of the client.
    Response,
    /// It is no message: the error to answer, and to whom, if that can be told.
    Nonsense(Option<RequestId>, ErrorCode, String),
}

/// Reads the next message; nothing at the end of the stream.
pub fn read(stream: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = header(stream)? else {
        return Ok(None);
    };
    let Some(length) = length.filter(|length| *length <= LONGEST) else {
        return Ok(Some(Incoming::Nonsense(
            None,
            ErrorCode::InvalidRequest,
            "a message needs the header `Content-Length: N`".to_owned(),
        )));
    };
    let mut bytes = vec![0; length];
    if stream.read_exact(&mut bytes).is_err() {
        return Ok(None);
    }
    Ok(Some(message(&bytes)))
}

/// The length that the header gives, if it gives one; nothing at the end of the stream.
fn header(stream: &mut impl BufRead) -> io::Result<Option<Option<usize>>> {
    let mut length = None;
    let mut any = false;
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            // Empty lines before a header are passed over.
            match any {
                true => return Ok(Some(length)),
                false => continue,
            }
        }
        any = true;
        if let Some((name, value)) = text.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
}

fn message(bytes: &[u8]) -> Incoming {
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => {
            return Incoming::Nonsense(None, ErrorCode::ParseError, format!("not JSON: {error}"));
        }
    };
    let id = value.get("id").cloned();
    let id = id.and_then(|id| serde_json::from_value::<RequestId>(id).ok());
    match serde_json::from_value(value) {
        Ok(Message::Request(request)) => Incoming::Request(request),
        Ok(Message::Notification(notification)) => Incoming::Notification(notification),
        Ok(Message::Response(_)) => Incoming::Response,
        Err(_) => Incoming::Nonsense(
            id,
            ErrorCode::InvalidRequest,
            "neither a request nor a notification".to_owned(),
        ),
    }
}

/// Where answers go, from any thread.
#[derive(Clone)]
pub struct Outgoing {
    stream: Arc<Mutex<Box<dyn Write + Send>>>,
}

impl Outgoing {
    /// Answers on a stream.
    pub fn new(stream: impl Write + Send + 'static) -> Outgoing {
        Outgoing {
            stream: Arc::new(Mutex::new(Box::new(stream))),
        }
    }

    /// Sends a notification.
    pub fn notify(&self, method: &str, params: Value) {
        self.send(&serde_json::json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks the client something whose answer does not matter.
    pub fn ask(&self, id: &str, method: &str, params: Value) {
        self.send(
            &serde_json::json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}),
        );
    }

    /// Answers a request.
    pub fn answer(&self, id: RequestId, result: Result<Value, Refusal>) {
        let response = match result {
            Ok(value) => Response::new_ok(id, value),
            Err(refusal) => Response::new_err(id, refusal.code as i32, refusal.message),
        };
        let Ok(Value::Object(mut object)) = serde_json::to_value(&response) else {
            return;
        };
        object.insert("jsonrpc".to_owned(), "2.0".into());
        self.send(&Value::Object(object));
    }

    /// Answers what could not be read.
    pub fn refuse(&self, id: Option<RequestId>, code: ErrorCode, message: &str) {
        let id = serde_json::to_value(id).unwrap_or(Value::Null);
        self.send(&serde_json::json!({
            "jsonrpc": "2.0", "id": id, "error": {"code": code as i32, "message": message},
        }));
    }

    /// That nobody reads it any more shows at the next message read.
    fn send(&self, message: &Value) {
        let text = message.to_string();
        let mut stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = write!(stream, "Content-Length: {}\r\n\r\n{text}", text.len());
        let _ = stream.flush();
    }
}

/// Why a request has no answer.
#[derive(Debug)]
pub struct Refusal {
    /// The error of the protocol.
    pub code: ErrorCode,
    /// What is wrong, for people.
    pub message: String,
}

impl Refusal {
    /// What is asked is not as it must be.
    pub fn params(message: impl Into<String>) -> Refusal {
        Refusal {
            code: ErrorCode::InvalidParams,
            message: message.into(),
        }
    }

    /// What is asked cannot be done.
    pub fn failed(message: impl Into<String>) -> Refusal {
        Refusal {
            code: ErrorCode::RequestFailed,
            message: message.into(),
        }
    }
}
