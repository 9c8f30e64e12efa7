//! An HTTP/1.1 server of one thread a connection and one request a connection. It reads what Chromium sends, and answers
//! as told, which includes the ways in which a network fails.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// No connection lives longer than this, whatever the browser does.
const PATIENCE: Duration = Duration::from_mins(2);

/// A request, as it came in.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `OPTIONS`, …
    pub method: String,
    /// The path as it was sent, percent-encoding and all, without the query.
    pub path: String,
    /// The query as it was sent, without the question mark; empty where there is none.
    pub query: String,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if any.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header, named in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The decoded value of a parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.query.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(key)? == name).then(|| decoded(&value.replace('+', " ")))?
        })
    }
}

/// Removes percent-encoding; `None` if what comes out is no UTF-8.
pub fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = (*first == b'%')
            .then(|| tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()))
            .flatten()
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).ok()
}

/// How an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As it should.
    Whole,
    /// The connection closes after this many bytes of the body, of which `Content-Length` promised more.
    CutAfter(usize),
    /// Nothing more comes after this many bytes of the body, and the connection stays open.
    StalledAfter(usize),
    /// The connection closes before a single byte of the answer.
    Nothing,
    /// The connection stays open, and not a single byte of an answer comes.
    Silence,
}

/// An answer to give.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers; `Content-Length` and `Connection` are added.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How long to wait before the first byte.
    pub after: Duration,
    /// How it ends.
    pub ending: Ending,
}

impl Answer {
    /// A whole answer, at once.
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".to_owned(), content_type.to_owned())];
        Self { status, headers, body: body.into(), after: Duration::ZERO, ending: Ending::Whole }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same, later.
    #[must_use]
    pub fn after(mut self, pause: Duration) -> Self {
        self.after = pause;
        self
    }

    /// The same, ending otherwise.
    #[must_use]
    pub fn ending(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }
}

/// Serves on a port of this machine (0: any that is free) until the process ends, and says which port it is.
///
/// # Errors
/// If the port cannot be had.
pub fn serve<F>(port: u16, answer: F) -> io::Result<u16>
where
    F: Fn(&Request) -> Answer + Send + Sync + 'static,
{
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let port = listener.local_addr()?.port();
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = Arc::clone(&answer);
            // A browser that goes away in the middle is an ordinary thing.
            thread::spawn(move || drop(converse(&stream, &*answer)));
        }
    });
    Ok(port)
}

fn converse(stream: &TcpStream, answer: &dyn Fn(&Request) -> Answer) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream);
    let Some(request) = read(&mut reader)? else { return Ok(()) };
    let answer = answer(&request);
    thread::sleep(answer.after);
    match answer.ending {
        Ending::Nothing => return Ok(()),
        Ending::Silence => return until_closed(&mut reader),
        Ending::Whole | Ending::CutAfter(_) | Ending::StalledAfter(_) => {}
    }

    let mut head = format!("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status));
    for (name, value) in &answer.headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    let length = answer.body.len().to_string();
    head.extend(["Content-Length: ", &length, "\r\nConnection: close\r\n\r\n"]);
    let mut stream = stream;
    stream.write_all(head.as_bytes())?;
    if request.method == "HEAD" {
        return Ok(());
    }
    let sent = match answer.ending {
        Ending::CutAfter(bytes) | Ending::StalledAfter(bytes) => bytes.min(answer.body.len()),
        _ => answer.body.len(),
    };
    stream.write_all(&answer.body[..sent])?;
    stream.flush()?;
    if let Ending::StalledAfter(_) = answer.ending {
        until_closed(&mut reader)?;
    }
    Ok(())
}

fn read(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(None) };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
    };
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = line.trim_end().split_once(':') {
            request.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let length = request.header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
    reader.take(length).read_to_end(&mut request.body)?;
    Ok(Some(request))
}

fn until_closed(reader: &mut impl Read) -> io::Result<()> {
    let mut byte = [0];
    while reader.read(&mut byte)? > 0 {}
    Ok(())
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "Whatever",
    }
}
