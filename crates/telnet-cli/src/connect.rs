//! From the command line to a connection, of one type whatever it goes over.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use clap::Args;
use telnet_blocking::{
    Address, Config, ConnectOptions, KeepAlive, Proxy, Stream, Target, Telnet,
    ToAddress as _,
};

use crate::exit::{Code, Exit};

/// A stream to a host: TCP, TLS over it, by way of a proxy or not.
pub(crate) trait Wire: Stream + AsFd + Send + fmt::Debug {}

impl<S: Stream + AsFd + Send + fmt::Debug> Wire for S {}

/// The one type of stream in all of the program.
pub(crate) type Link = Box<dyn Wire>;

/// A connection of the program.
pub(crate) type Line = Telnet<Link>;

/// How the host is reached.
#[derive(Args, Clone, Debug)]
pub(crate) struct Reach {
    /// Use IPv4 addresses alone
    #[arg(short = '4', long = "ipv4", conflicts_with = "ipv6")]
    ipv4: bool,
    /// Use IPv6 addresses alone
    #[arg(short = '6', long = "ipv6")]
    ipv6: bool,
    /// Connect from this address of this machine
    #[arg(short = 'b', long = "bind", value_name = "ADDRESS")]
    bind: Option<IpAddr>,
    /// Give up connecting after so many seconds
    #[arg(
        long, value_name = "SECONDS", default_value = "30",
        value_parser = seconds
    )]
    connect_timeout: Duration,
    /// Ask the system to probe a host that is silent for so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    keepalive: Option<Duration>,
    /// Connect by way of socks5://HOST:PORT or http://HOST:PORT
    #[arg(long, value_name = "URL")]
    proxy: Option<Proxy>,
    #[cfg(feature = "tls")]
    #[command(flatten)]
    tls: crate::tls::Tls,
}

impl Reach {
    /// Connects, within the time for it.
    pub(crate) fn connect(
        &self,
        target: &Target,
        config: Config,
    ) -> Result<Line, Exit> {
        let end = Instant::now() + self.connect_timeout;
        let options = self.options().timeout(self.connect_timeout);
        if target.is_tls() || self.wants_tls() {
            return self.connect_tls(target, config, options, end);
        }
        let address = self.address(target)?;
        let telnet = Telnet::connect_with(address, options.config(config))
            .map_err(|error| failed(target, &error))?;
        Ok(telnet.map_stream(boxed))
    }

    #[cfg(feature = "tls")]
    fn connect_tls(
        &self,
        target: &Target,
        config: Config,
        options: ConnectOptions,
        end: Instant,
    ) -> Result<Line, Exit> {
        let tls = self.tls.options()?;
        let address = self.address(target)?;
        let plain = Telnet::connect_with(address, options.clone())
            .map_err(|error| failed(target, &error))?;
        // Nothing is said in it: all that a session says is inside TLS.
        let (socket, _unused) = plain.into_parts();
        let left = end.saturating_duration_since(Instant::now());
        let options = options.timeout(left).config(config);
        let host = target.address().host();
        let telnet =
            Telnet::tls(socket, &host, &tls, options).map_err(|error| {
                Exit::new(Code::Tls, crate::tls::advice(&error))
            })?;
        Ok(telnet.map_stream(boxed))
    }

    #[cfg(not(feature = "tls"))]
    fn connect_tls(
        &self,
        target: &Target,
        _config: Config,
        _options: ConnectOptions,
        _end: Instant,
    ) -> Result<Line, Exit> {
        Err(Exit::new(
            Code::Tls,
            format_args!(
                "{target} is to be inside TLS, and this telnet-rs \
                 was built without the feature tls"
            ),
        ))
    }

    #[cfg(feature = "tls")]
    const fn wants_tls(&self) -> bool {
        self.tls.is_wanted()
    }

    #[cfg(not(feature = "tls"))]
    const fn wants_tls(&self) -> bool {
        false
    }

    fn options(&self) -> ConnectOptions {
        let mut options = ConnectOptions::new().proxy(self.proxy.clone());
        if let Some(address) = self.bind {
            options = options.source(address);
        }
        if let Some(idle) = self.keepalive {
            options = options.keepalive(KeepAlive::new(idle));
        }
        options
    }

    /// Where to connect to: the target, or its addresses of one family.
    fn address(&self, target: &Target) -> Result<Address, Exit> {
        let address = target.address();
        if !self.ipv4 && !self.ipv6 {
            return Ok(address.clone());
        }
        let family = if self.ipv4 { "IPv4" } else { "IPv6" };
        if self.proxy.is_some() {
            return Err(Exit::new(
                Code::Usage,
                "a proxy looks names up by itself: give an address of the \
                 family that is wanted in the place of -4 or -6",
            ));
        }
        let all = address.look_up().map_err(|it| failed(target, &it))?;
        let of_family = |it: &SocketAddr| it.is_ipv4() == self.ipv4;
        let addresses: Vec<_> = all.into_iter().filter(of_family).collect();
        if addresses.is_empty() {
            let why = format!("it has no {family} address");
            let error = io::Error::new(ErrorKind::NotFound, why);
            return Err(failed(target, &error));
        }
        addresses.to_address().map_err(|it| Exit::new(Code::Usage, it))
    }
}

fn boxed(stream: impl Wire + 'static) -> Link {
    Box::new(stream)
}

fn failed(target: &Target, error: &io::Error) -> Exit {
    let code = if error.kind() == ErrorKind::InvalidInput {
        Code::Usage
    } else {
        Code::Connection
    };
    Exit::new(code, format_args!("no connection to {target}: {error}"))
}

/// A time in seconds, with a fraction maybe.
pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let time =
        text.parse().ok().and_then(|it| Duration::try_from_secs_f64(it).ok());
    let time = time.filter(|it| !it.is_zero() && it.as_secs() < 1 << 31);
    time.ok_or_else(|| "give a number of seconds above 0, as 2.5".to_owned())
}
