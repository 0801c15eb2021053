//! A user at a terminal in front of a port.

use std::fs::File;
use std::io::{self, Stdout, stdout};
use std::os::fd::AsFd as _;
use std::time::{Duration, Instant};

use telnet_blocking::user::Mode;
use telnet_blocking::{Interest, user};
use telnet_serial::{Outcome, Request, Setting};

use super::words::{Order, order};
use super::{Port, Serial, show, shown};
use crate::ask::{ask, say};
use crate::exit::Exit;
use crate::key;
use crate::screen::Screen;
use crate::tty::Tty;

struct Console {
    port: Port,
    tty: Tty,
    input: File,
    screen: Screen<Stdout>,
    escape: Option<u8>,
    echoes: bool,
    /// Whether the user has ended it.
    is_over: bool,
}

/// Connects the user with the port, until one of them ends it.
pub(crate) fn run(port: Port, serial: &Serial) -> Result<(), Exit> {
    let broken = |it: io::Error| Exit::broken(&it);
    let mut console = Console {
        port,
        tty: Tty::open().map_err(broken)?,
        input: user::stdin().map_err(broken)?,
        screen: Screen::new(stdout()).filter(!serial.raw),
        escape: serial.keys.escape(),
        echoes: serial.echo,
        is_over: false,
    };
    let settings = shown(&mut console.port).map_err(broken)?.join(", ");
    say(format_args!("Connected to {}: {settings}.", serial.url));
    if console.escape.is_some() {
        let key = key::shown(console.escape);
        say(format_args!("{key} opens the menu: ? there for help."));
    }
    let ended = console.run();
    let finished = console.screen.finish();
    console.tty.set_back();
    ended.and(finished).map_err(broken)?;
    let why = if console.is_over { "closed" } else { "closed by the host" };
    say(format_args!("\nConnection {why}."));
    // A server that does not take its leave has given the port free.
    let _late = console.port.close();
    Ok(())
}

impl Console {
    fn run(&mut self) -> io::Result<()> {
        let mut buffer = vec![0; 4096];
        while !self.is_over && self.show(&mut buffer)? {
            let mode = Mode {
                by_character: true,
                echoes: self.echoes,
                escape: self.escape,
                flow: None,
                expands_tabs: false,
            };
            self.tty.set(mode)?;
            let host = self.port.telnet();
            let until = host.session().tick_at();
            let [_, poked, typed] = user::ready(
                [
                    (host.as_fd(), Interest::Read),
                    (self.tty.as_fd(), Interest::Read),
                    (self.input.as_fd(), Interest::Read),
                ],
                until,
            )?;
            if poked {
                self.tty.take_poke();
            }
            if typed {
                match user::read_once(&mut self.input, &mut buffer)? {
                    [] => self.is_over = true,
                    typed => {
                        let typed = typed.to_vec();
                        self.take(typed)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn show(&mut self, buffer: &mut [u8]) -> io::Result<bool> {
        show(&mut self.port, &mut self.screen, buffer)
    }

    /// Takes keys; one of them may open the menu.
    fn take(&mut self, mut typed: Vec<u8>) -> io::Result<()> {
        while let Some(at) =
            typed.iter().position(|it| Some(*it) == self.escape)
        {
            let behind = typed.split_off(at + 1);
            typed.pop();
            self.port.send(&typed)?;
            typed = self.open_menu(behind)?;
        }
        self.port.send(&typed)
    }

    // ---- the menu ----

    fn open_menu(&mut self, typed: Vec<u8>) -> io::Result<Vec<u8>> {
        self.tty.set_back();
        let Some((line, behind)) = ask(&mut self.input, typed)? else {
            self.is_over = true;
            return Ok(Vec::new());
        };
        match order(&line) {
            Ok(order) => self.obey(order)?,
            Err(why) => say(format_args!("{why}")),
        }
        Ok(if self.is_over { Vec::new() } else { behind })
    }

    fn obey(&mut self, order: Order) -> io::Result<()> {
        match order {
            Order::Nothing => {}
            Order::Close => self.is_over = true,
            Order::Say(what) => say(format_args!("{what}")),
            Order::Suspend => self.tty.suspend(),
            Order::SendEscape => self.port.send(self.escape.as_slice())?,
            Order::Ask(requests) => self.ask(requests)?,
            Order::Status => {
                for it in shown(&mut self.port)? {
                    say(format_args!("{it}"));
                }
            }
            Order::Lines => self.lines()?,
            Order::Break(time) => {
                self.ask(vec![Request::Set(Setting::Break(true))])?;
                self.wait(time)?;
                self.ask(vec![Request::Set(Setting::Break(false))])?;
            }
        }
        Ok(())
    }

    /// Asks the server, and says what has come of it.
    fn ask(&mut self, requests: Vec<Request>) -> io::Result<()> {
        for (request, outcome) in self.port.ask(requests)?.replies() {
            if let Outcome::Is(is) = outcome {
                say(format_args!("the server set {is}"));
            } else if *outcome != Outcome::Done {
                say(format_args!("the server did not answer"));
            } else if let Request::Set(is) = request {
                say(format_args!("{is}"));
            } else {
                say(format_args!("done"));
            }
        }
        Ok(())
    }

    fn lines(&mut self) -> io::Result<()> {
        match self.port.modem() {
            Ok(it) => {
                let on = |on| if on { "on" } else { "off" };
                say(format_args!(
                    "CTS {}, DSR {}, RI {}, CD {}",
                    on(it.cts()),
                    on(it.dsr()),
                    on(it.ring()),
                    on(it.carrier())
                ));
            }
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                say(format_args!("the server does not tell"));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Lets time pass, and shows what comes meanwhile.
    fn wait(&mut self, time: Duration) -> io::Result<()> {
        let end = Instant::now() + time;
        let mut buffer = vec![0; 4096];
        while Instant::now() < end && self.show(&mut buffer)? {
            let host = self.port.telnet();
            let tick = host.session().tick_at().map_or(end, |it| it.min(end));
            user::ready([(host.as_fd(), Interest::Read)], Some(tick))?;
        }
        Ok(())
    }
}
