//! How to connect.

use std::net::IpAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use telnet_session::Config;

use super::Proxy;

/// How to connect by TCP.
///
/// ```
/// use std::time::Duration;
/// use telnet_adapter::session::Config;
/// use telnet_adapter::tcp::{ConnectOptions, KeepAlive};
/// let config = Config::default().terminal_types(["vt100"])?;
/// let options = ConnectOptions::new()
///     .timeout(Duration::from_secs(5))
///     .keepalive(KeepAlive::new(Duration::from_secs(60)))
///     .config(config);
/// # let _ = options;
/// # Ok::<(), telnet_adapter::session::error::InvalidNameError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ConnectOptions {
    /// As it was set; `None` if it was not.
    timeout: Option<Option<Duration>>,
    source: Option<IpAddr>,
    keepalive: Option<KeepAlive>,
    nodelay: bool,
    proxy: Option<Proxy>,
    config: Arc<Config>,
}

/// How long to try where nothing else is said.
const TIMEOUT: Duration = Duration::from_secs(30);

/// That of all connections that ask for nothing else.
static CONFIG: LazyLock<Arc<Config>> = LazyLock::new(Arc::default);

impl ConnectOptions {
    /// All addresses within 30 seconds, `TCP_NODELAY`, no keep-alive, no proxy,
    /// the default [`Config`].
    pub fn new() -> Self {
        Self {
            timeout: None,
            source: None,
            keepalive: None,
            nodelay: true,
            proxy: None,
            config: Arc::clone(&CONFIG),
        }
    }

    /// How long to try, all addresses together, and the proxy. `None` leaves it
    /// to the system. Adapters that block cannot bound the look-up of a name.
    ///
    /// In [`Config::telnetlib`] it also bounds each receive of `read_all` and
    /// `read_some` later on, as telnetlib's third argument did.
    pub fn timeout(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.timeout = Some(time.into());
        self
    }

    /// The address of this host to connect from. Addresses of the other family
    /// are not tried.
    pub const fn source(mut self, address: IpAddr) -> Self {
        self.source = Some(address);
        self
    }

    /// Has the system probe the peer when it is silent (`SO_KEEPALIVE`), so
    /// that one which is gone is told from one which says nothing.
    pub const fn keepalive(mut self, keepalive: KeepAlive) -> Self {
        self.keepalive = Some(keepalive);
        self
    }

    /// Whether what is written goes out at once (`TCP_NODELAY`). Default on.
    pub const fn nodelay(mut self, on: bool) -> Self {
        self.nodelay = on;
        self
    }

    /// Connects through a proxy; `None`, the default, does not. Source and
    /// keep-alive are those of the socket to the proxy.
    pub fn proxy(mut self, proxy: impl Into<Option<Proxy>>) -> Self {
        self.proxy = proxy.into();
        self
    }

    /// How the connection behaves. `Arc<Config>` is taken as well: one for many
    /// connections.
    pub fn config(mut self, config: impl Into<Arc<Config>>) -> Self {
        self.config = config.into();
        self
    }
}

/// For makers of adapters: what was set.
impl ConnectOptions {
    /// How long to try.
    #[must_use]
    pub fn connect_timeout(&self) -> Option<Duration> {
        self.timeout.unwrap_or(Some(TIMEOUT))
    }

    /// How long to try, if it was set.
    #[must_use]
    pub fn timeout_as_set(&self) -> Option<Duration> {
        self.timeout.flatten()
    }

    /// The proxy to connect through, if one was set.
    #[must_use]
    pub const fn proxy_as_set(&self) -> Option<&Proxy> {
        self.proxy.as_ref()
    }

    pub(super) const fn source_as_set(&self) -> Option<IpAddr> {
        self.source
    }

    pub(super) const fn keepalive_as_set(&self) -> Option<KeepAlive> {
        self.keepalive
    }

    pub(super) const fn is_nodelay(&self) -> bool {
        self.nodelay
    }

    /// How the connection behaves.
    #[must_use]
    pub fn into_config(self) -> Arc<Config> {
        self.config
    }
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// How the system probes a silent peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct KeepAlive {
    pub(super) idle: Duration,
    pub(super) interval: Option<Duration>,
    pub(super) retries: Option<u32>,
}

impl KeepAlive {
    /// The first probe goes out after the peer has been silent for `idle`, in
    /// whole seconds. How often it is repeated is the system's to say.
    pub const fn new(idle: Duration) -> Self {
        Self { idle, interval: None, retries: None }
    }

    /// The time between two probes, in whole seconds.
    pub const fn interval(mut self, time: Duration) -> Self {
        self.interval = Some(time);
        self
    }

    /// How many probes in a row stay unanswered until the peer is taken to be
    /// gone: reads then fail with `TimedOut`. Not on Windows.
    pub const fn retries(mut self, count: u32) -> Self {
        self.retries = Some(count);
        self
    }
}
