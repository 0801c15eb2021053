//! Credentials by reference, and the secrets that they lead to.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::process::Command;
use tokio::time::timeout;

/// A name, and where its passwords are. It has none itself, so that it can stand in
/// files and messages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Credential {
    /// The name that logs in.
    pub user: String,
    /// Where the password is.
    pub password: SecretRef,
    /// Where the password for more rights is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enable: Option<SecretRef>,
}

/// Where a secret is: at the machine that runs the job, not at the one that
/// submits it. What is found is one line; the line end is not part of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum SecretRef {
    /// A variable of the environment.
    Env(String),
    /// A file.
    File(PathBuf),
    /// A program and its arguments; what it prints, within 30 seconds.
    Command(Vec<String>),
}

/// How long a program may take to print a secret.
const COMMAND: Duration = Duration::from_secs(30);

/// A secret. `Debug` does not show it, and nothing writes it to a file or a
/// message.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// What a [`Credential`] leads to.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Login {
    /// The name that logs in.
    pub user: String,
    /// The password.
    pub password: Secret,
    /// The password for more rights.
    pub enable: Option<Secret>,
}

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "********";

/// A secret that is shorter is not looked for in what a device says: it would be
/// found in every word.
const SHORTEST: usize = 4;

impl Credential {
    /// Fetches the secrets.
    ///
    /// # Errors
    /// Those of where they are; `InvalidData` if it has more than a line. No
    /// error has a part of a secret in it.
    pub async fn fetch(&self) -> io::Result<Login> {
        let password = self.password.fetch().await?;
        let enable = match &self.enable {
            Some(secret) => Some(secret.fetch().await?),
            None => None,
        };
        Ok(Login { user: self.user.clone(), password, enable })
    }
}

impl SecretRef {
    async fn fetch(&self) -> io::Result<Secret> {
        let text = match self {
            Self::Env(name) => std::env::var(name).map_err(io::Error::other),
            Self::File(path) => tokio::fs::read_to_string(path).await,
            Self::Command(words) => printed(words).await,
        };
        let text = text.map_err(|it| {
            // What a variable holds that is no text is in its error.
            let why = match self {
                Self::Env(_) => "it is not set, or is no text".to_owned(),
                Self::File(_) | Self::Command(_) => it.to_string(),
            };
            io::Error::new(it.kind(), format!("{self}: {why}"))
        })?;
        let line = text.strip_suffix('\n').unwrap_or(&text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.contains(['\r', '\n']) {
            let why = format!("{self}: it is to be one line");
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        Ok(Secret(line.to_owned()))
    }
}

async fn printed(words: &[String]) -> io::Result<String> {
    let Some((program, arguments)) = words.split_first() else {
        let why = "no program is named";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    };
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = timeout(COMMAND, output).await??;
    if !output.status.success() {
        return Err(io::Error::other(format!(
            "it ended with {}",
            output.status
        )));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "no UTF-8"))
}

impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "the variable {name}"),
            Self::File(path) => write!(f, "the file {}", path.display()),
            Self::Command(words) => {
                let program = words.first().map_or("", String::as_str);
                write!(f, "the command {program}")
            }
        }
    }
}

impl Secret {
    /// A secret from what a caller has.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret, to be sent to a host.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl Login {
    /// The text with each secret in it masked, secrets of less than four octets
    /// excepted.
    #[must_use]
    pub fn mask(&self, text: String) -> String {
        let enable = self.enable.as_ref().map(Secret::expose);
        let secrets = [Some(self.password.expose()), enable];
        let mut secrets: Vec<&str> = secrets.into_iter().flatten().collect();
        // The longer first: one may be a part of the other.
        secrets.sort_by_key(|it| std::cmp::Reverse(it.len()));
        let mut text = text;
        for secret in secrets {
            if secret.len() >= SHORTEST && text.contains(secret) {
                text = text.replace(secret, MASK);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(password: &str, enable: Option<&str>) -> Login {
        let enable = enable.map(Secret::new);
        Login { user: "u".into(), password: Secret::new(password), enable }
    }

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let it = login("hunter", Some("hunter2"));
        let text = "enable secret hunter2\nuser u password hunter".to_owned();
        let want = "enable secret ********\nuser u password ********";
        assert_eq!(it.mask(text), want);
        assert_eq!(login("abc", None).mask("abc".into()), "abc");
        assert!(!format!("{it:?}").contains("hunter"));
    }

    #[tokio::test]
    async fn secrets_are_one_line_of_where_they_are() {
        let said =
            |text: &str| SecretRef::Command(vec!["printf".into(), text.into()]);
        let found = said("s3cret\\r\\n").fetch().await.unwrap();
        assert_eq!(found.expose(), "s3cret");
        let error = said("one\\ntwo").fetch().await.unwrap_err().to_string();
        assert!(error.contains("one line") && !error.contains("two"));
        let none = SecretRef::Env("TELNET_FLEET_NO_SUCH".into());
        assert!(none.fetch().await.is_err());
        let failing = SecretRef::Command(vec!["false".into()]);
        assert!(failing.fetch().await.is_err());
        let file = std::env::temp_dir()
            .join(format!("telnet-fleet-secret-{}", std::process::id()));
        std::fs::write(&file, "of a file\n").unwrap();
        let found = SecretRef::File(file.clone()).fetch().await.unwrap();
        std::fs::remove_file(file).unwrap();
        assert_eq!(found.expose(), "of a file");
    }
}
