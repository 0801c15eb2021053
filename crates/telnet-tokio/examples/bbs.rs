//! A bulletin board: users log in, read and write messages, and see who is on.
//!
//! `bbs [ADDRESS]`; then `telnet 127.0.0.1 2323`, as guest with the password
//! guest. Telnet is plaintext: keep it on this machine, or put TLS before it.
#![expect(clippy::print_stderr, reason = "a program")]

use std::io::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use telnet_tokio::server::{Entry, LoginRules, ReadLine};
use telnet_tokio::{Config, Door, Place, Telnet, Timeouts, accept_delay, wait};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;
use tokio::time::sleep;

/// Users at the same time, and those of them from one address.
pub(crate) const USERS: (usize, usize) = (200, 20);
/// Who says nothing for so long is sent away.
const IDLE: Duration = Duration::from_secs(300);
/// Most octets that a user may have sent and that were not read yet.
const MAX_UNREAD: usize = 16 << 10;
/// How many messages are kept.
const MESSAGES: usize = 100;
/// Octets of a message, at most.
const LONGEST: u16 = 400;

/// What all users share.
struct Board {
    door: Door,
    messages: Mutex<Vec<String>>,
    users: Mutex<Vec<String>>,
    news: broadcast::Sender<String>,
}

impl Board {
    fn new() -> Self {
        Self {
            door: Door::new(USERS.0, USERS.1),
            messages: Mutex::default(),
            users: Mutex::default(),
            news: broadcast::channel(16).0,
        }
    }

    /// A message for all, those who come later, too.
    fn post(&self, message: String) {
        let mut messages = lock(&self.messages);
        if messages.len() >= MESSAGES {
            messages.remove(0);
        }
        messages.push(message.clone());
        // Nobody may be on.
        let _none = self.news.send(message);
    }
}

fn lock<T>(what: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A user who is on, until it is dropped.
struct Presence<'b>(&'b Board, String);

impl Drop for Presence<'_> {
    fn drop(&mut self) {
        let mut users = lock(&self.0.users);
        if let Some(at) = users.iter().position(|it| *it == self.1) {
            users.remove(at);
        }
    }
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let address = std::env::args().nth(1);
    let address = address.unwrap_or_else(|| "127.0.0.1:2323".into());
    let listener = TcpListener::bind(&address).await?;
    eprintln!("listening on {}", listener.local_addr()?);
    run(listener).await
}

pub(crate) async fn run(listener: TcpListener) -> io::Result<()> {
    let board = Arc::new(Board::new());
    loop {
        let (socket, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, for one.
                sleep(accept_delay(&error)).await;
                continue;
            }
        };
        let place = match board.door.enter(peer.ip()) {
            Ok(place) => place,
            Err(why) => {
                // As far as that takes no time: who is not let in costs nothing.
                let told = socket.into_std();
                let _gone = told.and_then(|mut it| write!(it, "{why}\r\n"));
                continue;
            }
        };
        let board = Arc::clone(&board);
        tokio::spawn(async move {
            if let Err(error) = welcome(&board, socket, place).await {
                eprintln!("{peer}: {error}");
            }
        });
    }
}

/// One connection, from its begin to an orderly end.
async fn welcome(
    board: &Board,
    socket: TcpStream,
    place: Place,
) -> io::Result<()> {
    let config = Config::server()
        .ask_peer(true)
        .max_line(LONGEST)
        .max_unread(MAX_UNREAD);
    let mut tn = Telnet::tcp(socket, config)?;
    tn.set_timeout(Some(Duration::from_secs(20)));
    // What the client tells of itself, its window among it, if it does.
    tn.wait(&mut wait::Settled::new(Duration::from_secs(1))).await?;
    let end = visit(board, &mut tn).await;
    drop(place);
    match end {
        Err(error) if error.kind() == io::ErrorKind::TimedOut => {
            tn.send_line("\r\nYou have been silent for too long.").await?;
        }
        end => end?,
    }
    tn.send_line("Goodbye.").await?;
    tn.close().await
}

async fn visit(board: &Board, tn: &mut Telnet<TcpStream>) -> io::Result<()> {
    let idle = Timeouts::default().idle(IDLE);
    tn.send_line("Welcome to the board. Everything here is in plain sight.")
        .await?;
    let Some(name) = log_in(tn, idle).await? else { return Ok(()) };
    let user = Presence(board, name);
    lock(&board.users).push(user.1.clone());
    let mut news = board.news.subscribe();
    tn.send_line("list, post TEXT, who, bye").await?;
    loop {
        let mut line = ReadLine::new(format!("{}> ", user.1), idle);
        let entry = loop {
            // What was typed stays where the wait for it is dropped.
            tokio::select! {
                entry = tn.wait(&mut line) => break entry??,
                message = news.recv() => {
                    let Ok(message) = message else { continue };
                    tn.session_mut().put_line_aside()?;
                    show(tn, &message).await?;
                }
            }
        };
        if entry == Entry::End {
            return Ok(());
        }
        let line = entry.into_line().unwrap_or_default();
        let line = String::from_utf8_lossy(&line);
        let (word, rest) = line.trim().split_once(' ').unwrap_or((&line, ""));
        match word.trim() {
            "" => {}
            "bye" => return Ok(()),
            "who" => {
                let users = lock(&board.users).join(", ");
                show(tn, &users).await?;
            }
            "list" => {
                let messages = lock(&board.messages).clone();
                for message in messages {
                    show(tn, &message).await?;
                }
            }
            "post" if !rest.trim().is_empty() => {
                board.post(format!("{}: {}", user.1, rest.trim()));
            }
            _ => tn.send_line("list, post TEXT, who, bye").await?,
        }
    }
}

/// Asks until the password is right: here that is the name.
async fn log_in(
    tn: &mut Telnet<TcpStream>,
    idle: Timeouts,
) -> io::Result<Option<String>> {
    let rules = LoginRules::new().delay(Duration::from_secs(1));
    for attempt in 0.. {
        let asked = tn.ask_login(&rules, attempt, idle).await?;
        let Some(who) = asked else { break };
        // A data base may be asked here: this is a task.
        let is_name = who.user.iter().all(u8::is_ascii_alphanumeric);
        if is_name && who.user.len() <= 16 && who.user == who.password {
            let name = String::from_utf8_lossy(&who.user).into_owned();
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Sends a text in lines that are as wide as the window.
async fn show(tn: &mut Telnet<TcpStream>, text: &str) -> io::Result<()> {
    let size = tn.session().peer().and_then(|it| it.window_size());
    let columns = size.map_or(80, |it| usize::from(it.columns).max(20));
    let mut line = String::new();
    for word in text.split_whitespace() {
        let len = line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && len >= columns {
            tn.send_line(&line).await?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    tn.send_line(&line).await
}
