//! A worker is two processes: one that has the sessions, and one that kills it when
//! it shows no life any more. A process that was stopped keeps its connections open
//! while others take its orders, and would be at a device together with them; one
//! that is dead has none.

use std::env;
use std::io;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::files::Failure;

/// How often it shows life.
const BEAT: Duration = Duration::from_millis(500);

/// How long it may take to end.
const LAST: Duration = Duration::from_secs(5);

/// What is said in the place of the arguments of the process that is watched.
const WATCHED: &str = "--watched";

/// Starts the process that has the sessions, and kills it when it has shown no life
/// for so long; then, and when it has died, starts another one. When this process
/// ends, that one does, too.
pub(crate) async fn watch(most: Duration) -> Result<u8, Failure> {
    loop {
        let mut child = Command::new(env::current_exe()?)
            .args(env::args_os().skip(1))
            .arg(WATCHED)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        tokio::select! {
            () = silence(&mut child, most) => {}
            end = stopped() => {
                end?;
                // It gives back what it has not begun.
                drop(child.stdin.take());
                let _late = timeout(LAST, child.wait()).await;
                child.kill().await?;
                return Ok(crate::WELL);
            }
        };
        // One that has ended is not killed by that, and says how it ended.
        let _ended = child.start_kill();
        let status = child.wait().await?;
        if let Some(code) = status.code() {
            return Ok(u8::try_from(code).unwrap_or(crate::USAGE));
        }
        sleep(BEAT).await;
    }
}

/// Ends when this process is to end.
async fn stopped() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            end = tokio::signal::ctrl_c() => end,
            _end = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Ends when the process shows no life for so long, or has closed its output.
async fn silence(child: &mut Child, most: Duration) {
    let Some(stdout) = &mut child.stdout else { return };
    let mut buffer = [0; 64];
    loop {
        match timeout(most, stdout.read(&mut buffer)).await {
            Ok(Ok(count)) if count > 0 => {}
            _ => return,
        }
    }
}

/// Shows life to the process that watches this one; ends when that one has ended, or
/// this one is to end: a terminal and a system tell both at once.
pub(crate) async fn show_life() {
    let mut stdin = tokio::io::stdin();
    let mut stdout = tokio::io::stdout();
    let beat = async {
        loop {
            let written: io::Result<()> = async {
                stdout.write_all(b".").await?;
                stdout.flush().await
            }
            .await;
            if written.is_err() {
                return;
            }
            sleep(BEAT).await;
        }
    };
    let mut buffer = [0; 8];
    tokio::select! {
        () = beat => {}
        _end = stdin.read(&mut buffer) => {}
        _end = stopped() => {}
    }
}
