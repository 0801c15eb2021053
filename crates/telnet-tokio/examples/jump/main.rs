//! Logs in to a host behind a jump host: Telnet inside a channel of SSH.
//!
//! `jump USER@JUMP HOST USER COMMAND`, with the passwords in the environment as
//! `JUMP_PASSWORD` and `HOST_PASSWORD`; without arguments, to a demo host behind
//! a demo jump host. The key of the jump host must be in `~/.ssh/known_hosts`.
//!
//! Between here and the jump host all is encrypted. From there to the host it
//! is plaintext, as ever.

pub(crate) mod demo;
pub(crate) mod ssh;

use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::time::Duration;

use telnet_tokio::{Cli, Config, Telnet};

use ssh::{Jump, Known};

type Fault = Box<dyn Error + Send + Sync>;
type Result<T> = std::result::Result<T, Fault>;

const WAIT: Duration = Duration::from_secs(20);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let args = env::args().skip(1).collect::<Vec<_>>();
    let text = match args.as_slice() {
        [jump, host, user, command] => {
            let jump = jump.parse::<Jump>()?;
            let (ours, theirs) =
                (env::var("JUMP_PASSWORD")?, env::var("HOST_PASSWORD")?);
            show(&jump, &ours, Known::File, host, user, &theirs, command)
                .await?
        }
        [] => demo::show_demo().await?,
        _ => Err("usage: USER@JUMP HOST USER COMMAND")?,
    };
    Ok(io::stdout().write_all(&text)?)
}

async fn show(
    jump: &Jump,
    jump_password: &str,
    known: Known,
    host: &str,
    user: &str,
    password: &str,
    command: &str,
) -> Result<Vec<u8>> {
    let session = jump.connect(jump_password, known).await?;
    let channel = ssh::channel(&session, host).await?;
    // Any stream of tokio's will do: a channel is one.
    let mut tn = Telnet::new(channel.into_stream(), Config::default());
    let cli = Cli::default();
    tn.login(&cli, user, password, WAIT).await?;
    let reply = tn.run(&cli, command, WAIT).await?;
    tn.close().await?;
    Ok(reply.text.to_vec())
}
