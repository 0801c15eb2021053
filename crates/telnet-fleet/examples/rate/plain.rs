//! The same without a queue: as who has no fleet would write it, and as `run` does.

use std::sync::Arc;
use std::time::Duration;

use telnet_fleet::embedded::{self, News, Options};
use telnet_fleet::{Output, Status, Writer};
use telnet_tokio::{Cli, Telnet};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::{End, SECRET, inventory, job};

const DEADLINE: Duration = Duration::from_secs(600);

/// A task for each device, so many at once.
pub(crate) async fn run(file: &str, sessions: usize) -> End {
    let room = Arc::new(Semaphore::new(sessions));
    let password: Arc<str> = std::env::var(SECRET)?.into();
    let cli = Cli::default();
    let mut tasks: JoinSet<End> = JoinSet::new();
    for device in inventory(file)?.devices {
        let permit = Arc::clone(&room).acquire_owned().await?;
        let (password, cli) = (Arc::clone(&password), cli.clone());
        tasks.spawn(async move {
            let _permit = permit;
            let port = device.port.unwrap_or(23);
            let place = (device.host.as_str(), port);
            let mut line = Telnet::connect(place).await?;
            line.login(&cli, "admin", &*password, DEADLINE).await?;
            let reply = line.run(&cli, "show version", DEADLINE).await?;
            if reply.text.is_empty() {
                return Err("it said nothing".into());
            }
            line.close().await?;
            Ok(())
        });
    }
    while let Some(end) = tasks.join_next().await {
        end??;
    }
    Ok(())
}

/// What `telnet-fleet run` does, its files included.
pub(crate) async fn embedded(file: &str, sessions: usize) -> End {
    let mut options = Options::default();
    options.sessions = sessions;
    let folder = format!("{file}.results-{}", std::process::id());
    let mut output = Writer::new(Output::open(folder)?)?;
    let tell = |news| match news {
        News::Ended(report, _) if report.status != Status::Done => {
            Err(std::io::Error::other(format!("{report:?}")))
        }
        News::Ended(report, _) => output.write(*report),
        News::Tick(_) | _ => Ok(()),
    };
    let name = "t1".parse()?;
    embedded::run(&inventory(file)?, &job()?, &name, &options, tell).await?;
    output.finish()?;
    Ok(())
}
