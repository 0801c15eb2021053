//! One client of a server, and its turn in the loop.

use std::collections::VecDeque;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::task::Poll;
use std::time::{Duration, Instant};

use telnet_mio::Telnet;
use telnet_mio::mio::net::TcpStream;
use telnet_session::{Session, Wait};

use super::access::Right;
use super::line::Line;
use super::log::{Entry, Log};
use crate::server::{Backend, Order, Service, Work};

/// Most octets of the port that wait for one client.
const ROOM: usize = 256 << 10;
/// How long a setting waits for the data before it to be on the line.
const DRAINING: Duration = Duration::from_secs(1);

/// A client that is connected.
pub(super) struct Visit {
    pub(super) telnet: Telnet<TcpStream>,
    pub(super) address: SocketAddr,
    pub(super) right: Right,
    service: Service,
    /// What the port has sent.
    queue: VecDeque<u8>,
    /// What waits for the data before it, and until when.
    held: Option<(Order, Instant)>,
    /// Whether it has sent more than the port takes now.
    is_ahead: bool,
}

/// What all clients share.
pub(super) struct Hub<'h> {
    pub(super) port: &'h mut dyn Backend,
    pub(super) line: &'h Line,
    pub(super) log: &'h mut Log,
}

impl Visit {
    pub(super) fn new(
        telnet: Telnet<TcpStream>,
        address: SocketAddr,
        right: Right,
        service: Service,
    ) -> Self {
        let queue = VecDeque::new();
        Self {
            telnet,
            address,
            right,
            service,
            queue,
            held: None,
            is_ahead: false,
        }
    }

    pub(super) fn has_room(&self) -> bool {
        self.queue.len() < ROOM
    }

    pub(super) fn push(&mut self, octets: &[u8]) {
        self.queue.extend(octets);
    }

    /// Does all there is to do. Whether the client stays.
    pub(super) fn advance(
        &mut self,
        hub: &mut Hub<'_>,
        may_write: bool,
        now: Instant,
    ) -> bool {
        let Self { telnet, address, service, queue, held, .. } = self;
        let address = *address;
        let mut turn = Turn { service, queue, held, hub, may_write, address };
        if turn.poll(telnet.session_mut(), now).is_ready() {
            return false;
        }
        if !turn.is_ahead(telnet.session()) {
            let polled = telnet.poll(&mut turn, now);
            self.is_ahead = turn.is_ahead(telnet.session());
            return matches!(polled, Ok(Poll::Pending));
        }
        self.is_ahead = true;
        // Nothing is read before the port has room: a buffer that stays full
        // is an error to a wait, and here it is not.
        match telnet.flush() {
            Err(error) => error.kind() == ErrorKind::WouldBlock,
            Ok(()) => true,
        }
    }

    /// When to go on though nothing happens.
    pub(super) fn timeout(&self, now: Instant) -> Option<Duration> {
        let held = self.held.map(|(_, at)| at.saturating_duration_since(now));
        // The port tells when it has room.
        let has_more = self.telnet.has_more() && !self.is_ahead;
        if has_more { Some(Duration::ZERO) } else { held }
    }

    /// Tells of the lines.
    pub(super) fn tell(
        &mut self,
        modem: Option<crate::ModemState>,
        line: crate::LineState,
    ) {
        let session = self.telnet.session_mut();
        if let Some(modem) = modem {
            self.service.tell_modem(session, modem);
        }
        self.service.tell_line(session, line);
    }
}

/// A turn of a client: a wait that is over when the client has left.
struct Turn<'t, 'h> {
    service: &'t mut Service,
    queue: &'t mut VecDeque<u8>,
    held: &'t mut Option<(Order, Instant)>,
    hub: &'t mut Hub<'h>,
    may_write: bool,
    address: SocketAddr,
}

impl Turn<'_, '_> {
    /// Whether the client has sent more than the port takes now.
    fn is_ahead(&self, session: &Session) -> bool {
        let is_full = self.held.is_some() || !self.hub.line.has_room();
        is_full && (!session.unread().is_empty() || self.held.is_some())
    }

    fn obey(&mut self, session: &mut Session, order: Order) {
        if let (Order::Purge(what), true) = (order, self.may_write) {
            if what.is_of_transmitted() {
                self.hub.line.drop_outgoing();
            }
            if what.is_of_received() {
                self.hub.line.drop_received();
                self.queue.clear();
            }
        }
        self.hub.log.note(&Entry::Order(self.address, order));
        let port = &mut *self.hub.port;
        // There is room for the answer: `next` has looked.
        let _sent = self.service.obey(session, order, port, self.may_write);
    }

    /// Does what was held back, if it is time.
    fn release(&mut self, session: &mut Session, now: Instant) {
        let Some((order, until)) = *self.held else { return };
        if self.hub.line.is_drained() || now >= until {
            *self.held = None;
            self.obey(session, order);
        }
    }

    /// What the client wants done next. Whether there was anything.
    fn work(&mut self, session: &mut Session, now: Instant) -> bool {
        if self.held.is_some() || !self.hub.line.has_room() {
            return false;
        }
        match self.service.next(session, now) {
            None => return false,
            Some(Work::Data(octets)) => {
                if self.may_write {
                    let entry = Entry::ToPort(self.address, &octets);
                    self.hub.log.note(&entry);
                    self.hub.line.push(&octets);
                }
            }
            Some(Work::Order(order)) => {
                let waits = order.waits_for_data() && self.may_write;
                if waits && !self.hub.line.is_drained() {
                    *self.held = Some((order, now + DRAINING));
                } else {
                    self.obey(session, order);
                }
            }
        }
        true
    }

    fn send(&mut self, session: &mut Session) {
        while !self.queue.is_empty() {
            let (octets, _) = self.queue.as_slices();
            let sent = self.service.send(session, octets);
            if sent == 0 {
                return;
            }
            self.queue.drain(..sent);
        }
    }
}

impl Wait for Turn<'_, '_> {
    type Output = ();

    fn poll(&mut self, session: &mut Session, now: Instant) -> Poll<()> {
        self.release(session, now);
        while self.work(session, now) {}
        self.send(session);
        let has_all = self.held.is_none() && session.unread().is_empty();
        if session.is_eof() && has_all {
            return Poll::Ready(());
        }
        Poll::Pending
    }

    fn deadline(&self) -> Option<Instant> {
        self.held.map(|(_, at)| at)
    }
}
