//! The way to the jump host, and through it.

use std::str::FromStr;
use std::sync::Arc;

use russh::Channel;
use russh::client::{self, Handle, Msg};
use russh::keys::{
    HashAlg, PublicKey, PublicKeyOrCertificate, check_known_hosts,
};
use telnet_tokio::ToAddress as _;

use super::{Fault, Result};

/// Where to log in: `USER@HOST` or `USER@HOST:PORT`.
pub(crate) struct Jump {
    user: String,
    host: String,
    port: u16,
}

impl FromStr for Jump {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let wanted = || format!("{text:?} is not USER@HOST or USER@HOST:PORT");
        let (user, place) = text.rsplit_once('@').ok_or_else(wanted)?;
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| wanted())?),
            None => (place, 22),
        };
        Ok(Self { user: user.into(), host: host.into(), port })
    }
}

/// Which key a jump host may show.
pub(crate) enum Known {
    /// That of `~/.ssh/known_hosts`.
    File,
    /// This one.
    Key(PublicKey),
}

impl Jump {
    pub(crate) async fn connect(
        &self,
        password: &str,
        known: Known,
    ) -> Result<Handle<Guard>> {
        let config = client::Config { nodelay: true, ..Default::default() };
        let guard = Guard { host: self.host.clone(), port: self.port, known };
        let to = (self.host.as_str(), self.port);
        let mut session = client::connect(Arc::new(config), to, guard).await?;
        let it = session.authenticate_password(&self.user, password).await?;
        if !it.success() {
            Err(format!(
                "{} refuses the password of {}",
                self.host, self.user
            ))?;
        }
        Ok(session)
    }
}

/// A connection from the jump host to `host`, port 23 unless it names one.
pub(crate) async fn channel(
    session: &Handle<Guard>,
    host: &str,
) -> Result<Channel<Msg>> {
    // Where that is, the jump host looks up.
    let to = host.to_address()?;
    let port = to.port().ok_or("no port")?.into();
    let opened =
        session.channel_open_direct_tcpip(to.host(), port, "127.0.0.1", 0);
    Ok(opened.await?)
}

/// Lets no jump host in whose key is not known.
pub(crate) struct Guard {
    host: String,
    port: u16,
    known: Known,
}

impl client::Handler for Guard {
    type Error = Fault;

    async fn check_server_key(
        &mut self,
        shown: &PublicKeyOrCertificate,
    ) -> Result<bool> {
        let PublicKeyOrCertificate::PublicKey { key, .. } = shown else {
            return Ok(false);
        };
        let is_known = match &self.known {
            Known::File => check_known_hosts(&self.host, self.port, key)?,
            Known::Key(known) => known.key_data() == key.key_data(),
        };
        if !is_known {
            let print = key.fingerprint(HashAlg::Sha256);
            Err(format!("{} shows a key nobody knows: {print}", self.host))?;
        }
        Ok(true)
    }
}
