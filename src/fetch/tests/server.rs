//! A web server on this machine that behaves as a test wants it to, badly for the most part.
//!
//! It needs nothing but the standard library and knows nothing of Kiosque, so that other tests can include it by its path.

#![allow(dead_code, reason = "each of the tests that include it uses another part of it")]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// What a client asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`.
    pub method: String,
    /// The path, or what a proxy is asked for: `http://exemple.fr/rss`, `exemple.fr:443`.
    pub target: String,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

/// One connection, after a request was read from it.
pub struct Talk {
    stream: TcpStream,
    keep: bool,
    state: Arc<State>,
    /// True while it counts as one that is to be answered.
    counted: bool,
}

impl Talk {
    /// Sends bytes as they are. That the client is gone is no matter here.
    pub fn say(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(bytes.as_ref())
    }

    /// Sends a whole answer: headers as they are, and the length of the body.
    pub fn answer(&mut self, status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) {
        // The client may ask for the next thing before this line is left.
        self.count(false);
        let body = body.as_ref();
        let lines: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let connection = if self.keep { "keep-alive" } else { "close" };
        let head = format!(
            "HTTP/1.1 {status} x\r\n{}Connection: {connection}\r\nContent-Length: {}",
            lines.concat(),
            body.len()
        );
        let _ = self.say(format!("{head}\r\n\r\n")).and_then(|()| self.say(body));
    }

    /// Keeps the connection open for another request, or says so in an answer and does not do it after all.
    pub fn keep(&mut self, keep: bool) {
        self.keep = keep;
    }

    fn count(&mut self, counted: bool) {
        if counted && !self.counted {
            let now = self.state.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.state.most.fetch_max(now, Ordering::SeqCst);
        } else if !counted && self.counted {
            self.state.now.fetch_sub(1, Ordering::SeqCst);
        }
        self.counted = counted;
    }

    /// Waits until the client has gone away.
    pub fn until_gone(&mut self) {
        let _ = io::copy(&mut self.stream, &mut io::sink());
    }

    /// Sends a piece again and again until the client has gone away.
    pub fn endlessly(&mut self, piece: impl AsRef<[u8]>) {
        while self.say(piece.as_ref()).is_ok() {}
    }

    /// Sends a byte now and then until the client has gone away.
    pub fn trickle(&mut self, byte: u8) {
        let pause = std::time::Duration::from_millis(10);
        let _ = self.stream.set_read_timeout(Some(pause));
        // The pause is the time in which the client, which sends nothing more, would go away.
        while self.say([byte]).is_ok() && !matches!(self.stream.read(&mut [0]), Ok(0)) {}
    }
}

type Behaviour = dyn Fn(&Request, &mut Talk) + Send + Sync;

/// The server. It ends when it is dropped.
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    requests: Mutex<Vec<Request>>,
    connections: AtomicUsize,
    now: AtomicUsize,
    most: AtomicUsize,
    over: AtomicBool,
}

impl Server {
    /// Answers every request by `behaviour`.
    pub fn start(behaviour: impl Fn(&Request, &mut Talk) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port on this machine");
        let address = listener.local_addr().expect("its address");
        let (state, behaviour): (Arc<State>, Arc<Behaviour>) = (Arc::default(), Arc::new(behaviour));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if shared.over.load(Ordering::SeqCst) {
                    return;
                }
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let (state, behaviour) = (Arc::clone(&shared), Arc::clone(&behaviour));
                thread::spawn(move || serve(stream, &state, &*behaviour));
            }
        });
        Self { address, state }
    }

    /// Answers every request alike.
    pub fn always(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let body = body.as_ref().to_owned();
        Self::start(move |_, talk| {
            let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            talk.answer(status, &headers, &body);
        })
    }

    /// The address of a path on it.
    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What it was asked, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.state.requests.lock().expect("no test panics here").clone()
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// The most requests that it had to answer at once.
    pub fn most_at_once(&self) -> usize {
        self.state.most.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.over.store(true, Ordering::SeqCst);
        // Wakes whoever waits for a connection.
        drop(TcpStream::connect(self.address));
    }
}

fn serve(stream: TcpStream, state: &Arc<State>, behaviour: &Behaviour) {
    let Ok(reading) = stream.try_clone() else { return };
    let mut reader = BufReader::new(reading);
    let mut talk = Talk { stream, keep: false, state: Arc::clone(state), counted: false };
    while let Some(request) = read_request(&mut reader) {
        state.requests.lock().expect("no test panics here").push(request.clone());
        talk.keep = false;
        talk.count(true);
        behaviour(&request, &mut talk);
        talk.count(false);
        if !talk.keep {
            break;
        }
    }
    let _ = talk.stream.shutdown(Shutdown::Both);
}

fn read_request(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = || {
        let mut line = String::new();
        let read = reader.read_line(&mut line).ok()?;
        (read > 0).then(|| line.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ').map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = Vec::new();
    loop {
        let header = line()?;
        match header.split_once(':') {
            Some((name, value)) => headers.push((name.to_ascii_lowercase(), value.trim().to_owned())),
            None => return Some(Request { method, target, headers }),
        }
    }
}
