//! Subnegotiations, gathered until they are whole.

use bytes::{Bytes, BytesMut};
use telnet_proto::{
    Collected, Collector, Event as Wire, Malformed, TelnetOption,
};

/// The subnegotiation that is being received, and the last one.
#[derive(Default)]
pub(crate) struct Gathered {
    /// None if what is being received is not wanted.
    current: Option<Box<Current>>,
    /// The code and the payload of the last one: what `read_sb_data` gives.
    last: BytesMut,
}

struct Current {
    option: TelnetOption,
    collector: Collector<Vec<u8>>,
    /// Its cap, in octets.
    max: usize,
}

/// What has become of a subnegotiation.
pub(crate) enum Payload {
    Whole(TelnetOption, Bytes),
    Oversize(TelnetOption),
    Aborted(Malformed),
}

impl Gathered {
    /// One begins. With a cap, in octets, it is gathered; else it is not
    /// wanted.
    pub(crate) fn begin(&mut self, option: TelnetOption, max: Option<usize>) {
        self.last.clear();
        self.current = max.map(|max| {
            let mut collector = Collector::new(Vec::new());
            collector.push(Wire::SubBegin(option));
            Box::new(Current { option, collector, max })
        });
    }

    pub(crate) fn push(&mut self, data: &[u8]) {
        let Some(current) = self.current.as_deref_mut() else { return };
        let Current { collector, max, .. } = current;
        let len = collector.len().saturating_add(data.len()).min(*max);
        let buffer = collector.buffer_mut();
        if buffer.len() < len {
            buffer.resize(len, 0);
        }
        collector.push(Wire::SubData(data));
    }

    /// The option of the one that is being received, if that is wanted.
    pub(crate) fn option(&self) -> Option<TelnetOption> {
        self.current.as_ref().map(|it| it.option)
    }

    /// One ends, by `event`.
    pub(crate) fn end(&mut self, event: Wire<'_>) -> Option<Payload> {
        let mut current = self.current.take()?;
        let option = match current.collector.push(event)? {
            Collected::Whole(option, _) => option,
            Collected::Overflow(option) => {
                return Some(Payload::Oversize(option));
            }
            Collected::Aborted(_, why) => return Some(Payload::Aborted(why)),
            _ => return None,
        };
        // It has the length of what came.
        let payload = current.collector.into_buffer();
        self.keep(&[option.code()]);
        self.keep(&payload);
        Some(Payload::Whole(option, payload.into()))
    }

    /// The one that is being received is none.
    #[cfg(feature = "mccp")]
    pub(crate) fn drop_current(&mut self) {
        self.current = None;
    }

    /// The last one, once.
    pub(crate) fn take_last(&mut self) -> Bytes {
        std::mem::take(&mut self.last).freeze()
    }

    // ---- without a cap of its own, as telnetlib ----

    pub(crate) fn forget_last(&mut self) {
        self.last.clear();
    }

    pub(crate) fn last_len(&self) -> usize {
        self.last.len()
    }

    pub(crate) fn keep(&mut self, data: &[u8]) {
        self.last.extend_from_slice(data);
    }
}
