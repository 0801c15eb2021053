//! Calls as spans of `tracing`; nothing without that feature.

#[cfg(feature = "tracing")]
pub(crate) use on::{call, connect, failed};

#[cfg(not(feature = "tracing"))]
pub(crate) use off::{connect, failed};
#[cfg(not(feature = "tracing"))]
pub(crate) use telnet_adapter::task::bare as call;

#[cfg(feature = "tracing")]
mod on {
    use std::io;
    use std::net::SocketAddr;

    use tracing::instrument::{Instrument as _, Instrumented};
    use tracing::{debug, debug_span, trace};

    use crate::{Address, Telnet};

    /// A call, in a span that has the name of its wait, without path and
    /// parameters.
    pub(crate) fn call<F: Future>(name: &str, call: F) -> Instrumented<F> {
        let path = name.split('<').next().unwrap_or(name);
        let name = path.rsplit("::").next().unwrap_or(path);
        call.instrument(debug_span!("telnet", call = name))
    }

    pub(crate) fn connect<F: Future>(
        address: &Address,
        call: F,
    ) -> Instrumented<F> {
        call.instrument(debug_span!("telnet", call = "connect", %address))
    }

    /// One address of several is no good.
    pub(crate) fn failed(address: SocketAddr, error: &io::Error) {
        debug!(%address, %error, "cannot connect");
    }

    impl<S> Telnet<S> {
        /// Shows from here on what crosses the wire as events of level TRACE,
        /// their target `telnet_tokio::wire`, in the span of the call which
        /// sees it. What may be a password is left out: see
        /// [`Session::set_trace`](crate::Session::set_trace), whose place this
        /// takes.
        pub fn trace_wire(&mut self) {
            self.session_mut().set_trace(|line| {
                trace!(target: "telnet_tokio::wire", "{line}");
            });
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::io;
    use std::net::SocketAddr;

    use crate::Address;

    pub(crate) const fn connect<F>(_address: &Address, call: F) -> F {
        call
    }

    pub(crate) const fn failed(_address: SocketAddr, _error: &io::Error) {}
}
