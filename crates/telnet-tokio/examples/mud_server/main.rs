//! A small MUD: one room, in which all who are there hear each other. It speaks
//! GMCP, MSDP, MSSP, MCCP2, CHARSET, MTTS and marks its prompts by EOR or GA.
//!
//! `cargo run -p telnet-tokio --features encoding,serde --example mud-server --
//! [ADDRESS]`; then any MUD client, or `--example mud -- 127.0.0.1 4000`.
#![expect(clippy::print_stderr, reason = "it says what goes on")]
#![expect(clippy::wildcard_enum_match_arm, reason = "all else is ignored")]

mod data;
mod room;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use room::{Room, Said};
use telnet_tokio::encoding::Encoding;
use telnet_tokio::proto::Change;
use telnet_tokio::proto::sub::Role;
use telnet_tokio::wait::{Received, Settled};
use telnet_tokio::{
    Config, Event, EventKind, Policy, Side, Telnet, TelnetOption, accept_delay,
};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::sleep;

/// Who says nothing for so long is sent away.
const IDLE: Duration = Duration::from_secs(900);

/// What is offered.
const OFFERED: &[TelnetOption] = &[
    TelnetOption::CHARSET,
    TelnetOption::EOR,
    TelnetOption::MSSP,
    TelnetOption::MSDP,
    TelnetOption::GMCP,
    TelnetOption::MCCP2,
];

/// How long a client may take to say what it can do, before it is greeted.
const SETTLE: Duration = Duration::from_millis(500);

/// Longest line of a user, in characters; what is beyond it is dropped.
const LONGEST: usize = 400;

#[tokio::main]
async fn main() -> io::Result<()> {
    let address = std::env::args().nth(1);
    let address = address.unwrap_or_else(|| "127.0.0.1:4000".into());
    let listener = TcpListener::bind(&address).await?;
    eprintln!("listening on {}", listener.local_addr()?);
    run(listener, Arc::default()).await
}

/// Lets users in, each on a task of its own, as many as there are places.
pub(crate) async fn run(
    listener: TcpListener,
    room: Arc<Room>,
) -> io::Result<()> {
    loop {
        let (socket, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of descriptors, for one.
                sleep(accept_delay(&error)).await;
                continue;
            }
        };
        // Who is not let in sees the connection closed.
        let Ok(place) = room.place(peer.ip()) else { continue };
        let room = Arc::clone(&room);
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = serve(socket, room).await {
                eprintln!("{peer}: {error}");
            }
        });
    }
}

/// What is offered, and what is asked for. Nobody has to agree to any of it.
fn config() -> io::Result<Config> {
    let (ours, theirs) = (Side::Local, Side::Remote);
    let config = Config::new()
        .role(Role::Server)
        .events(true)
        .ask_peer(true)
        .ayt_answer(&b"\r\n[Yes]\r\n"[..])
        .policy(theirs, TelnetOption::ECHO, Policy::Refuse)
        .encoding(Encoding::UTF_8_OR_LATIN_1)
        .charsets(["UTF-8", "ISO-8859-1", "US-ASCII"])
        .map_err(io::Error::other)?;
    let config =
        OFFERED.iter().fold(config, |it, option| it.request(ours, *option));
    let asked = [TelnetOption::TTYPE, TelnetOption::NAWS];
    Ok(asked.into_iter().fold(config, |it, option| it.request(theirs, option)))
}

/// A user, from hello to goodbye.
struct User {
    tn: Telnet<TcpStream>,
    room: Arc<Room>,
    /// The name, as soon as it is told.
    name: Option<String>,
    /// The line that is not whole yet.
    typed: String,
    /// Whether a CR has ended a line, just before.
    is_ended: bool,
    /// The variables of MSDP that are to be told whenever they change.
    reported: Vec<&'static str>,
}

async fn serve(socket: TcpStream, room: Arc<Room>) -> io::Result<()> {
    let mut tn = Telnet::tcp(socket, config()?)?;
    tn.set_timeout(Some(Duration::from_secs(20)));
    // What the user's client can do; many never answer.
    let _all_answered = tn.wait(&mut Settled::new(SETTLE)).await?;
    tn.send_text_line("Welcome. Who are you?").await?;
    tn.send_text_prompt("Name: ").await?;
    let mut heard = room.listen();
    let (typed, reported) = (String::new(), Vec::new());
    let mut user =
        User { tn, room, name: None, typed, is_ended: false, reported };
    let end = user.talk(&mut heard).await;
    if let Some(name) = &user.name {
        user.room.leave(name);
    }
    end?;
    user.tn.close().await
}

impl User {
    /// Until the user leaves: reads what comes, and tells what others say.
    async fn talk(
        &mut self,
        heard: &mut Receiver<Arc<Said>>,
    ) -> io::Result<()> {
        loop {
            tokio::select! {
                received = self.tn.read_next_text(IDLE) => match received? {
                    None => return Ok(()),
                    Some(Received::Text(text)) => {
                        if !self.read(&text).await? {
                            return Ok(());
                        }
                    }
                    Some(Received::Event(event)) => self.obey(&event).await?,
                },
                said = heard.recv() => match said {
                    Ok(said) => self.hear(&said).await?,
                    // Too slow to hear all of it.
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return Ok(()),
                },
            }
        }
    }

    /// Text of the user: line by line. Whether there is more to come.
    async fn read(&mut self, text: &str) -> io::Result<bool> {
        for it in text.chars() {
            // CR LF is one end of a line, CR NUL and LF are others.
            let is_ended = std::mem::replace(&mut self.is_ended, it == '\r');
            match it {
                '\n' if is_ended => {}
                '\r' | '\n' => {
                    let line = std::mem::take(&mut self.typed);
                    if !self.do_line(line.trim()).await? {
                        return Ok(false);
                    }
                }
                it if it.is_control() => {}
                it if self.typed.chars().count() < LONGEST => {
                    self.typed.push(it);
                }
                _ => {}
            }
        }
        Ok(true)
    }

    async fn do_line(&mut self, line: &str) -> io::Result<bool> {
        let Some(name) = self.name.clone() else {
            return self.enter(line).await.map(|()| true);
        };
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "" => {}
            "look" => self.look().await?,
            "who" => {
                let names = self.room.names();
                self.say(&format!("Here are {}.", names.join(", "))).await?;
            }
            "help" => {
                self.say("look, who, options, say WORDS, quit").await?;
            }
            "options" => self.tell_options().await?,
            "quit" => {
                self.say("Goodbye.").await?;
                return Ok(false);
            }
            // The speaker hears it, too, and has a prompt behind that.
            "say" => return Ok(self.room.say(&name, rest)),
            _ => return Ok(self.room.say(&name, line)),
        }
        self.prompt().await?;
        Ok(true)
    }

    /// The user has told a name.
    async fn enter(&mut self, name: &str) -> io::Result<()> {
        if let Err(why) = self.room.enter(name) {
            self.say(why).await?;
            return self.tn.send_text_prompt("Name: ").await;
        }
        self.name = Some(name.to_owned());
        self.look().await?;
        self.tell_gmcp().await?;
        self.prompt().await
    }

    async fn look(&mut self) -> io::Result<()> {
        self.say("\u{1b}[1mThe caf\u{e9} at the gate\u{1b}[0m").await?;
        let terminal = self.tn.session().peer();
        let name = terminal.and_then(|it| it.terminal_types().next());
        let name = name.unwrap_or("plain terminal").to_owned();
        self.say(&format!("It smells of coffee. You sit at a {name}.")).await
    }

    /// What this client has agreed to.
    async fn tell_options(&mut self) -> io::Result<()> {
        let session = self.tn.session();
        let on: Vec<_> = OFFERED
            .iter()
            .filter(|it| session.is_enabled(Side::Local, **it))
            .map(ToString::to_string)
            .collect();
        let mtts = session.peer().and_then(|it| it.mtts());
        let line = format!(
            "On: {}. Text: {}. MTTS: {}.",
            on.join(" "),
            session.text_encoding(),
            mtts.unwrap_or_default().bits()
        );
        self.say(&line).await
    }

    async fn prompt(&mut self) -> io::Result<()> {
        self.tn.send_text_prompt("> ").await
    }

    /// A line, with question marks for what the user's terminal has not.
    async fn say(&mut self, line: &str) -> io::Result<()> {
        let encoding = self.tn.session().text_encoding();
        self.tn.send_line(encoding.encode_lossy(line)).await
    }

    /// Somebody has said something, or has come or gone.
    async fn hear(&mut self, said: &Said) -> io::Result<()> {
        let Some(name) = &self.name else { return Ok(()) };
        let is_own = said.by == *name;
        let line = match &said.words {
            Some(words) if is_own => format!("You say: {words}"),
            // On a line of its own, below the prompt.
            Some(words) => format!("\n{} says: {words}", said.by),
            None if is_own => return self.tell_changes().await,
            None => format!("\n{} {}.", said.by, said.what),
        };
        self.say(&line).await?;
        if said.words.is_some() {
            self.tell_said(said).await?;
        } else {
            self.tell_changes().await?;
        }
        self.prompt().await
    }

    /// Something that is no text.
    async fn obey(&mut self, event: &Event) -> io::Result<()> {
        match &event.kind {
            // Once, however often a client agrees.
            EventKind::Option {
                side: Side::Local,
                option,
                change: Change::Enabled,
            } => match *option {
                TelnetOption::MSSP => self.tell_mssp().await,
                TelnetOption::GMCP => self.tell_gmcp().await,
                _ => Ok(()),
            },
            EventKind::Subnegotiation { option, .. } => match *option {
                TelnetOption::MSDP => self.answer_msdp(event).await,
                TelnetOption::GMCP => self.answer_gmcp(event).await,
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }
}
