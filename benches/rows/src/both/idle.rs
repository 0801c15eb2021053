//! Connections that wait at their prompt.

use std::sync::LazyLock;
use std::task::Poll;
use std::time::Instant;

use telnet_async_std::async_std::task;
use telnet_mio::mio::{self, Events, Interest, Token};
use telnet_testkit::host::{PASSWORD, PROMPT, USER};

use super::api::{Blocking, Expect, OnTasks, PatternSet, Session, Wait};
use super::on_mio;
use crate::hosts::WAIT;
use crate::process::memory;

/// So many.
const COUNT: usize = 1000;

/// What is awaited, and what is sent then.
const LOGIN: [(&str, Option<&str>); 3] =
    [("login: ", Some(USER)), ("Password: ", Some(PASSWORD)), (PROMPT, None)];

/// The same as patterns, for all connections.
static PATTERNS: LazyLock<[PatternSet; 3]> = LazyLock::new(|| {
    LOGIN.map(|(text, _)| {
        PatternSet::new([&*text.replace('$', r"\$")]).expect("a pattern")
    })
});

struct Login(usize, Expect);

impl Login {
    fn new() -> Self {
        Self(0, Self::until(0))
    }

    fn until(step: usize) -> Expect {
        Expect::new(&PATTERNS[step], WAIT)
    }
}

impl Wait for Login {
    type Output = ();

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<()> {
        loop {
            match self.1.poll(session, now) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(outcome) => assert!(outcome.is_match()),
            }
            let Some(answer) = LOGIN[self.0].1 else { return Poll::Ready(()) };
            session.send_line(answer.as_bytes()).expect("room");
            self.0 += 1;
            self.1 = Self::until(self.0);
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.1.deadline()
    }
}

/// Resident octets of each, behind a first one: what is allocated once, is.
fn each<T>(mut connect: impl FnMut() -> T) -> usize {
    let first = connect();
    let mut all = Vec::with_capacity(COUNT);
    let before = memory("VmRSS").expect("its memory");
    all.extend((0..COUNT).map(|_| connect()));
    let after = memory("VmRSS").expect("its memory");
    drop((first, all));
    (after - before) / COUNT
}

pub(crate) fn blocking(addr: &str) -> usize {
    each(|| {
        let mut telnet = Blocking::connect(addr).expect("a host");
        telnet.wait(&mut Login::new()).expect("a host");
        telnet
    })
}

pub(crate) fn tasks(addr: &str) -> usize {
    each(|| {
        task::block_on(async {
            let mut telnet = OnTasks::connect(addr).await.expect("a host");
            telnet.wait(&mut Login::new()).await.expect("a host");
            telnet
        })
    })
}

pub(crate) fn loops(addr: &str) -> usize {
    let addr = addr.parse().expect("an address");
    let mut poll = mio::Poll::new().expect("a poll");
    let mut events = Events::with_capacity(64);
    let mut count = 0;
    each(|| {
        let mut telnet = on_mio(addr);
        let both = Interest::READABLE | Interest::WRITABLE;
        let registry = poll.registry();
        registry.register(&mut telnet, Token(count), both).expect("a poll");
        let mut wait = Login::new();
        while telnet
            .poll(&mut wait, Instant::now())
            .expect("a host")
            .is_pending()
        {
            let timeout = telnet.timeout(&wait, Instant::now());
            poll.poll(&mut events, timeout).expect("a poll");
            for event in events.iter().filter(|it| it.token().0 == count) {
                telnet.on_event(event);
            }
        }
        count += 1;
        telnet
    })
}
