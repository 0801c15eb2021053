//! Both ends of a serial port over a network, and a pipe between them that cuts
//! what crosses it anywhere.

use std::collections::VecDeque;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_serial::client::Client;
use telnet_serial::server::{Backend, Loopback, Order, Service, Work};
use telnet_serial::session::{Config, Session, Wait};
use telnet_serial::{
    DataBits, Flow, InboundFlow, Kind, Outcome, Parity, Purge, Request,
    Setting, StopBits,
};

use crate::clock::Clock;
use crate::talk::say;

/// How long waits may take, in time that does not pass.
const WAIT: Duration = Duration::from_secs(3);

/// Most rounds before a wait is taken to hang: the pipe may take an octet a round,
/// and both ends hold as much as their caps let them.
const ROUNDS: usize = 1 << 18;

/// Whether something another thread does comes about in this time.
pub fn comes_about(time: Duration, mut is: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + time;
    while Instant::now() < end {
        if is() {
            return true;
        }
        std::thread::yield_now();
    }
    false
}

/// A client, a server, and a port in memory.
#[derive(Debug)]
pub struct Ends {
    /// The client's session.
    pub ours: Session,
    /// The server's session.
    pub theirs: Session,
    /// What the client knows.
    pub client: Client,
    /// What the server knows.
    pub service: Service,
    /// The port, whose plug sends back what it gets.
    pub port: Loopback,
    /// What time it is.
    pub clock: Clock,
    /// Data that the port had no room for.
    waits: VecDeque<u8>,
    /// Data of the port that the client does not take yet.
    comes: VecDeque<u8>,
}

impl Default for Ends {
    fn default() -> Self {
        Self::new()
    }
}

impl Ends {
    /// Both ends, before the first octet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            ours: Session::new(Client::config(Config::new())),
            theirs: Session::new(Service::config(Config::new())),
            client: Client::new(),
            service: Service::new(),
            port: Loopback::new(),
            clock: Clock::new(),
            waits: VecDeque::new(),
            comes: VecDeque::new(),
        }
    }

    /// The server does what it was asked for, and sends what the port has.
    ///
    /// # Panics
    /// If there is no room for an answer.
    pub fn serve(&mut self) {
        let (theirs, now) = (&mut self.theirs, self.clock.now());
        loop {
            let fed = self.port.feed(self.waits.make_contiguous());
            self.waits.drain(..fed);
            // What the client sent is dealt with in its order.
            if !self.waits.is_empty() {
                break;
            }
            match self.service.next(theirs, now) {
                Some(Work::Data(octets)) => self.waits.extend(octets),
                Some(Work::Order(order)) => {
                    if matches!(order, Order::Purge(_)) {
                        self.comes.clear();
                    }
                    let port = &mut self.port;
                    self.service.obey(theirs, order, port, true).unwrap();
                }
                Some(other) => panic!("{other:?}"),
                None => break,
            }
        }
        if theirs.output_room() > 32 << 10 {
            self.comes.extend(self.port.drain());
        }
        let octets = self.comes.make_contiguous();
        let sent = self.service.send(theirs, octets);
        self.comes.drain(..sent);
        let modem = self.port.modem().unwrap();
        self.service.tell_modem(theirs, modem);
        let line = self.port.line().unwrap();
        self.service.tell_line(theirs, line);
    }

    /// Runs a wait of the client's to its end, with at most so many octets at a
    /// time as `step` says.
    ///
    /// # Panics
    /// If it goes on for ever.
    pub fn run<T>(
        &mut self,
        step: &mut impl FnMut() -> usize,
        mut wait: impl FnMut(&mut Client, &mut Session, &Clock) -> Poll<T>,
    ) -> T {
        for _ in 0..ROUNDS {
            let polled = wait(&mut self.client, &mut self.ours, &self.clock);
            if let Poll::Ready(output) = polled {
                return output;
            }
            say(&mut self.ours, &mut self.theirs, step());
            self.serve();
            say(&mut self.theirs, &mut self.ours, step());
        }
        panic!("it goes on for ever: {self:?}");
    }
}

/// Settings of every kind, by a number.
#[must_use]
pub fn setting(number: u8) -> Setting {
    let at = usize::from(number / 16);
    let is_on = at % 2 == 0;
    match number % 9 {
        0 => Setting::BaudRate(
            [300, 9600, 115_200, 255, 65_535, 4_278_190_335][at % 6],
        ),
        1 => Setting::DataBits(
            DataBits::from_code(5 + number / 16 % 4).unwrap_or(DataBits::Eight),
        ),
        2 => Setting::Parity(
            Parity::from_code(1 + number / 16 % 5).unwrap_or(Parity::None),
        ),
        3 => Setting::StopBits(
            StopBits::from_code(1 + number / 16 % 3).unwrap_or(StopBits::One),
        ),
        4 => Setting::Flow([Flow::None, Flow::XonXoff, Flow::Hardware][at % 3]),
        5 => {
            Setting::InboundFlow([InboundFlow::None, InboundFlow::Dtr][at % 2])
        }
        6 => Setting::Break(is_on),
        7 => Setting::Dtr(is_on),
        _ => Setting::Rts(is_on),
    }
}

/// Both ends talk, and what they do and where it is cut is chosen: by a fuzzer,
/// or by chance. It ends with the choices.
///
/// A model of 10 lines says what must come of it: a setting that was
/// acknowledged is that of the port, octets arrive in order and once, and a
/// purge takes all that was sent before it and nothing after.
///
/// # Panics
/// If the ends do anything else.
pub fn chaos(mut choose: impl FnMut() -> Option<u8>) {
    let mut ends = Ends::new();
    let mut sent = VecDeque::new();
    let mut next = 0u8;
    let mut cuts = 1;
    while let Some(choice) = choose() {
        let mut step = || {
            cuts = cuts * 5 % 251 + usize::from(choice) % 7;
            1 + cuts % 40
        };
        match choice % 8 {
            0 => ends.run(&mut step, |client, session, clock| {
                client.open(WAIT).poll(session, clock.now()).map(Result::unwrap)
            }),
            1..=3 => {
                let count = usize::from(choice / 64) + 1;
                let numbers = (0..count).map_while(|_| choose());
                let requests: Vec<_> =
                    numbers.map(|it| Request::Set(setting(it))).collect();
                ask(&mut ends, &mut step, &requests);
            }
            4 => {
                let kind = Kind::ALL[usize::from(choice / 8) % Kind::ALL.len()];
                ask(&mut ends, &mut step, &[Request::Get(kind)]);
            }
            5 => {
                let octets: Vec<u8> = (0..choice)
                    .map(|_| {
                        next = next.wrapping_mul(5).wrapping_add(3);
                        [next, b'\r', b'\n', 255, 0][usize::from(next % 5)]
                    })
                    .collect();
                sent.extend(&octets);
                let mut at = 0;
                ends.run(&mut step, |client, session, clock| {
                    let rest = &octets[at..];
                    let mut wait = client.transfer(rest, WAIT).a_part();
                    let _polled = wait.poll(session, clock.now());
                    at += wait.queued();
                    if at < octets.len() {
                        Poll::Pending
                    } else {
                        Poll::Ready(())
                    }
                });
            }
            6 => {
                while !sent.is_empty() {
                    ends.run(&mut step, |client, session, clock| {
                        client.receive(WAIT).poll(session, clock.now())
                    })
                    .unwrap();
                    for octet in ends.ours.take_all() {
                        assert_eq!(Some(octet), sent.pop_front());
                    }
                }
            }
            _ => {
                ends.client.suspend(&mut ends.ours, true).unwrap();
                ends.client.suspend(&mut ends.ours, false).unwrap();
                if choice / 8 % 2 == 0 {
                    ask(&mut ends, &mut step, &[Request::Purge(Purge::Both)]);
                    sent.clear();
                }
            }
        }
        assert_eq!(ends.client.quirks(), &[], "neither end has any");
    }
}

/// Asks, and holds the answers against the port.
fn ask(
    ends: &mut Ends,
    step: &mut impl FnMut() -> usize,
    requests: &[Request],
) {
    // The wait borrows the client, and the ends run it: it is lent meanwhile.
    let mut client = std::mem::take(&mut ends.client);
    let mut wait = client.ask(requests.iter().copied(), WAIT);
    let report =
        ends.run(step, |_lent, session, clock| wait.poll(session, clock.now()));
    let report = report.unwrap();
    ends.client = client;
    assert_eq!(report.replies().len(), requests.len());
    let mut last = std::collections::BTreeMap::new();
    for &(request, outcome) in report.replies() {
        match (request, outcome) {
            (Request::Set(Setting::BaudRate(4_000_001..)), Outcome::Is(_))
            | (Request::Purge(_), Outcome::Done) => {}
            (Request::Set(setting), Outcome::Done) => {
                last.insert(format!("{}", setting.kind()), setting);
            }
            (Request::Get(kind), Outcome::Is(is)) => {
                assert_eq!(ends.port.get(kind).unwrap(), is);
            }
            other => panic!("{other:?}"),
        }
    }
    for setting in last.into_values() {
        assert_eq!(ends.port.get(setting.kind()).unwrap(), setting);
    }
}
