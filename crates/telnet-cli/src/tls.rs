//! TLS as the command line asks for it.

use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::{Args, ValueEnum};
use telnet_blocking::{Fingerprint, TlsOptions};

use crate::exit::{Code, Exit};

/// Whether TLS is wanted, and who is trusted.
#[derive(Args, Clone, Debug)]
pub(crate) struct Tls {
    /// Speak Telnet inside TLS; `insecure` accepts any certificate, and then
    /// anyone on the way can read and change everything
    #[arg(
        long, value_name = "HOW", num_args = 0..=1, require_equals = true,
        default_missing_value = "verified"
    )]
    tls: Option<Trust>,
    /// Begin TLS on the port of plain Telnet, by the Telnet option for it
    #[arg(long, conflicts_with = "tls")]
    start_tls: bool,
    /// Trust the certificates in this file, in PEM, and no others
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Trust the certificate with this SHA-256 alone
    #[arg(long, value_name = "SHA256", value_parser = pin)]
    pin: Vec<Fingerprint>,
    /// The name that the certificate must have, in the place of the host's
    #[arg(long, value_name = "NAME")]
    tls_name: Option<String>,
    /// Show the certificate in this file, in PEM, where the host asks for one
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,
    /// The key of that certificate, in PEM
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
}

/// Who is trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Trust {
    /// Who a root signs for.
    Verified,
    /// Anyone.
    Insecure,
}

impl Tls {
    /// Whether the command line asks for TLS, whatever the target says.
    pub(crate) const fn is_wanted(&self) -> bool {
        self.tls.is_some() || self.start_tls
    }

    /// Whom to trust, what to show.
    pub(crate) fn options(&self) -> Result<TlsOptions, Exit> {
        let mut options = TlsOptions::new();
        if let Some(file) = &self.ca {
            let pem = read(file)?;
            let trusting = options.roots_pem(pem);
            options = trusting.map_err(|it| Exit::file(file, &it))?;
        }
        for pin in &self.pin {
            options = options.pin(*pin);
        }
        if let Some(name) = &self.tls_name {
            options = options.server_name(name);
        }
        if let (Some(chain), Some(key)) = (&self.cert, &self.key) {
            let (chain, key) = (read(chain)?, read(key)?);
            let shown = options.client_certificate_pem(chain, key);
            options = shown.map_err(|it| usage(&it))?;
        }
        if self.tls == Some(Trust::Insecure) {
            options = options.dangerous().accept_any_certificate();
        }
        if self.start_tls {
            options = options.start_tls();
        }
        Ok(options)
    }
}

/// The words of an error for a user of the command line: what it advises is named
/// there as a program calls it.
pub(crate) fn advice(error: &io::Error) -> String {
    let mut text = error.to_string();
    for (call, option) in [
        ("TlsOptions::client_certificate_pem gives", "--cert and --key give"),
        ("TlsOptions::roots_pem", "--ca"),
        ("TlsOptions::pin", "--pin"),
        ("TlsOptions::server_name", "--tls-name"),
    ] {
        text = text.replace(call, option);
    }
    text
}

fn read(file: &Path) -> Result<Vec<u8>, Exit> {
    fs::read(file).map_err(|error| Exit::file(file, &error))
}

fn usage(error: &io::Error) -> Exit {
    Exit::new(Code::Usage, error)
}

fn pin(text: &str) -> Result<Fingerprint, String> {
    text.parse()
        .map_err(|error: telnet_blocking::FingerprintError| error.to_string())
}
