//! What the peer is told of this end if it asks: what was set, nothing else.
//! And what it is asked for in turn.

use std::fmt;

use telnet_proto::TelnetOption;
use telnet_proto::sub::{charset, new_environ, sndloc, ttype, xdisploc};

#[cfg(feature = "encoding")]
use crate::encoding::Encoding;
use crate::linemode::LinemodeSettings;

/// Longest name of a variable that is asked for, in octets: however it has to
/// be escaped, it fits into a subnegotiation of less than 256.
const MAX_ASKED: usize = 120;

/// What is told. By default nothing is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    terminal_types: Vec<Box<str>>,
    /// What is sent and what is received, in bits per second.
    speed: Option<(u32, u32)>,
    display: Option<Box<str>>,
    location: Option<Box<str>>,
    environment: Vec<(Box<str>, Box<str>)>,
    charsets: Vec<Box<str>>,
    /// What text is in, where nothing is agreed.
    #[cfg(feature = "encoding")]
    encoding: Encoding,
    has_status: bool,
    linemode: Option<LinemodeSettings>,
    /// The variables that the peer is asked for; if there are none, for all.
    asked: Vec<Box<str>>,
    /// What the application answers.
    left: Vec<TelnetOption>,
}

impl Told {
    pub(crate) fn terminal_types(&self) -> &[Box<str>] {
        &self.terminal_types
    }

    pub(crate) const fn speed(&self) -> Option<(u32, u32)> {
        self.speed
    }

    pub(crate) fn display(&self) -> Option<&str> {
        self.display.as_deref()
    }

    pub(crate) fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// Names and values.
    pub(crate) fn environment(&self) -> &[(Box<str>, Box<str>)] {
        &self.environment
    }

    pub(crate) fn charsets(&self) -> &[Box<str>] {
        &self.charsets
    }

    /// The character set of this name, case aside, if it is one of ours.
    pub(crate) fn charset(&self, name: &[u8]) -> Option<&str> {
        let mut ours = self.charsets.iter().map(AsRef::as_ref);
        ours.find(|it: &&str| it.as_bytes().eq_ignore_ascii_case(name))
    }

    /// What text is in, where nothing is agreed.
    #[cfg(feature = "encoding")]
    pub(crate) const fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub(crate) const fn has_status(&self) -> bool {
        self.has_status
    }

    /// Names of variables that the peer is asked for; if there are none, for
    /// all.
    pub(crate) fn asked(&self) -> &[Box<str>] {
        &self.asked
    }

    /// Whether the application answers what is asked about an option.
    pub(crate) fn is_left(&self, option: TelnetOption) -> bool {
        self.left.contains(&option)
    }

    pub(crate) const fn linemode(&self) -> Option<&LinemodeSettings> {
        self.linemode.as_ref()
    }

    pub(crate) fn set_terminal_types<'a>(
        &mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), InvalidNameError> {
        let is_valid = |it: &str| ttype::is_valid_name(it.as_bytes());
        let names = names.into_iter();
        self.terminal_types = names
            .map(|it| checked(it, Kind::TerminalType, is_valid))
            .collect::<Result<_, _>>()?;
        Ok(())
    }

    pub(crate) const fn set_speed(&mut self, transmit: u32, receive: u32) {
        self.speed = Some((transmit, receive));
    }

    pub(crate) fn set_display(
        &mut self,
        name: &str,
    ) -> Result<(), InvalidNameError> {
        let is_valid = |it: &str| xdisploc::is_valid_location(it.as_bytes());
        self.display = Some(checked(name, Kind::Display, is_valid)?);
        Ok(())
    }

    pub(crate) fn set_location(
        &mut self,
        name: &str,
    ) -> Result<(), InvalidNameError> {
        let is_valid = |it: &str| sndloc::is_valid_location(it.as_bytes());
        self.location = Some(checked(name, Kind::Location, is_valid)?);
        Ok(())
    }

    pub(crate) fn set_environment<'a>(
        &mut self,
        variables: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<(), InvalidNameError> {
        let is_name =
            |it: &str| !it.is_empty() && it.len() <= new_environ::MAX_NAME;
        let is_value = |it: &str| it.len() <= new_environ::MAX_VALUE;
        let is_login =
            |it: &str| new_environ::login_name(it.as_bytes()).is_ok();
        let mut environment = Vec::new();
        for (name, value) in variables {
            let name = checked(name, Kind::Variable, is_name)?;
            let value = match &*name {
                "USER" => checked(value, Kind::User, is_login)?,
                _ => checked(value, Kind::Variable, is_value)?,
            };
            environment.push((name, value));
        }
        environment.truncate(new_environ::MAX_VARIABLES);
        self.environment = environment;
        Ok(())
    }

    pub(crate) fn set_asked<'a>(
        &mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), InvalidNameError> {
        let is_valid = |it: &str| (1..=MAX_ASKED).contains(&it.len());
        let names = names.into_iter();
        self.asked = names
            .map(|it| checked(it, Kind::Asked, is_valid))
            .collect::<Result<_, _>>()?;
        Ok(())
    }

    pub(crate) fn set_charsets<'a>(
        &mut self,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), InvalidNameError> {
        let is_valid = |it: &str| charset::is_valid_name(it.as_bytes(), b';');
        let names = names.into_iter();
        self.charsets = names
            .map(|it| checked(it, Kind::Charset, is_valid))
            .collect::<Result<_, _>>()?;
        Ok(())
    }

    #[cfg(feature = "encoding")]
    pub(crate) const fn set_encoding(&mut self, encoding: Encoding) {
        self.encoding = encoding;
    }

    pub(crate) const fn set_status(&mut self) {
        self.has_status = true;
    }

    pub(crate) fn leave(&mut self, option: TelnetOption) {
        if !self.is_left(option) {
            self.left.push(option);
        }
    }

    pub(crate) fn set_linemode(&mut self, settings: LinemodeSettings) {
        self.linemode = Some(settings);
    }
}

fn checked(
    name: &str,
    kind: Kind,
    is_valid: impl Fn(&str) -> bool,
) -> Result<Box<str>, InvalidNameError> {
    if is_valid(name) {
        Ok(name.into())
    } else {
        Err(InvalidNameError { name: name.into(), kind })
    }
}

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    TerminalType,
    Display,
    Location,
    Variable,
    Asked,
    User,
    Charset,
}

/// A name that cannot be told to the peer, as of a terminal type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidNameError {
    /// The name.
    pub name: Box<str>,
    kind: Kind,
}

impl fmt::Display for InvalidNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match self.kind {
            Kind::TerminalType => write!(
                f,
                "terminal type {name:?} is not 1 to {} printable ASCII octets \
                 without space at an end",
                ttype::MAX_NAME
            ),
            Kind::Display => write!(
                f,
                "display {name:?} is not HOST:NUMBER or HOST:NUMBER.SCREEN"
            ),
            Kind::Location => write!(
                f,
                "location {name:?} is not printable ASCII on one line"
            ),
            Kind::Variable => write!(
                f,
                "environment: {name:?} is not a name of 1 to {} octets, or not \
                 a value of at most {}",
                new_environ::MAX_NAME,
                new_environ::MAX_VALUE
            ),
            Kind::Asked => write!(
                f,
                "variable {name:?} is not a name of 1 to {MAX_ASKED} octets"
            ),
            Kind::User => write!(
                f,
                "USER {name:?} is not printable ASCII, or begins with a minus: \
                 a login program could take it for an option"
            ),
            Kind::Charset => {
                write!(f, "character set {name:?} is not a name without `;`")
            }
        }
    }
}

impl std::error::Error for InvalidNameError {}
