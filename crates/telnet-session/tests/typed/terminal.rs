//! A user at a terminal, who has a client of ours: what it shows, and what the
//! server gets.

use std::task::Poll;
use std::time::Duration;

use telnet_session::server::{Entry, ReadLine};
use telnet_session::{Config, Session, Wait, WindowSize};
use telnet_testkit::clock::Clock;
use telnet_testkit::talk::{say, talk};

use super::model::{Model, shown};

pub(crate) const PROMPT: &str = "> ";
pub(crate) const ROWS: u16 = 200;
pub(crate) const MAX_LINE: u16 = 60;

pub(crate) struct Terminal {
    pub(crate) server: Session,
    pub(crate) client: Session,
    pub(crate) screen: vt100::Parser,
    pub(crate) entries: Vec<Entry>,
    make: fn() -> ReadLine,
    wait: ReadLine,
    columns: u16,
    clock: Clock,
}

pub(crate) fn time() -> Duration {
    Duration::from_secs(60)
}

fn line() -> ReadLine {
    ReadLine::new(PROMPT, time())
}

impl Terminal {
    /// One whose client has agreed to all that is asked for.
    pub(crate) fn new(columns: u16) -> Self {
        Self::asked(columns, line)
    }

    pub(crate) fn asked(columns: u16, make: fn() -> ReadLine) -> Self {
        let config = Config::server().ask_peer(true).max_line(MAX_LINE);
        let size = WindowSize { columns, rows: ROWS };
        let client = Config::default().window_size(size);
        Self::between(config, client, columns, make)
    }

    pub(crate) fn between(
        server: Config,
        client: Config,
        columns: u16,
        make: fn() -> ReadLine,
    ) -> Self {
        let mut terminal = Self {
            server: Session::new(server),
            client: Session::new(client),
            screen: vt100::Parser::new(ROWS, columns, 0),
            entries: Vec::new(),
            make,
            wait: make(),
            columns,
            clock: Clock::new(),
        };
        talk(&mut terminal.server, &mut terminal.client, usize::MAX);
        terminal.settle();
        terminal
    }

    /// Octets come from the client's side, as they are.
    pub(crate) fn receive(&mut self, octets: &[u8]) {
        self.server.receive(octets);
        self.go_on();
    }

    pub(crate) fn go_on(&mut self) {
        let now = self.clock.now();
        loop {
            while let Poll::Ready(entry) = self.wait.poll(&mut self.server, now)
            {
                self.entries.push(entry.unwrap());
                self.wait = (self.make)();
            }
            if !self.server.wants_write() {
                break;
            }
            say(&mut self.server, &mut self.client, usize::MAX);
            let text = self.client.take_all();
            self.screen.process(&text);
        }
        // Its answers would come amid what the test says in its name.
        let answers = self.client.transmit().len();
        self.client.transmitted(answers);
    }

    /// Both talk, and the server goes on.
    pub(crate) fn settle(&mut self) {
        for _ in 0..2 {
            let now = self.clock.now();
            assert!(self.wait.poll(&mut self.server, now).is_pending());
            talk(&mut self.server, &mut self.client, usize::MAX);
            let text = self.client.take_all();
            self.screen.process(&text);
        }
    }

    pub(crate) fn rows(&self) -> Vec<String> {
        let rows = self.screen.screen().rows(0, self.columns);
        let mut rows: Vec<_> =
            rows.map(|it| it.trim_end().to_owned()).collect();
        while rows.last().is_some_and(String::is_empty) {
            rows.pop();
        }
        rows
    }

    /// Holds it against the model.
    pub(crate) fn judge(&self, model: &Model) {
        assert_eq!(self.entries, model.entries);
        let mut judge = vt100::Parser::new(ROWS, self.columns, 0);
        for line in &model.shown {
            // A line that has filled its rows has left the cursor in the next
            // one already.
            judge.process(format!("{PROMPT}{line}").as_bytes());
            judge.process(b"\r\n");
        }
        let (before, behind) = model.line.split_at(model.at);
        judge.process(PROMPT.as_bytes());
        judge.process(shown(before).as_bytes());
        let (mut row, mut column) = judge.screen().cursor_position();
        let next = behind
            .first()
            .map_or(1, |it| width(&shown(std::slice::from_ref(it))));
        if column + next > self.columns {
            (row, column) = (row + 1, 0);
        }
        judge.process(shown(behind).as_bytes());
        let rows = judge.screen().rows(0, self.columns);
        let mut rows: Vec<_> =
            rows.map(|it| it.trim_end().to_owned()).collect();
        while rows.last().is_some_and(String::is_empty) {
            rows.pop();
        }
        assert_eq!(self.rows(), rows);
        let cursor = self.screen.screen().cursor_position();
        assert_eq!(cursor, (row, column), "the cursor");
    }
}

fn width(text: &str) -> u16 {
    use unicode_width::UnicodeWidthStr as _;
    u16::try_from(text.width()).unwrap()
}
