//! The files that commands take.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use clap::Args;
use telnet_fleet::{Inventory, Job, Moment, Name};

/// The two files.
#[derive(Args, Clone, Debug)]
pub(crate) struct Files {
    /// The devices, their sites and credentials: a file in TOML
    inventory: PathBuf,
    /// What to do at each: a file in TOML
    job: PathBuf,
    /// Which time it is: part of the ids of results [default: the time of day]
    #[arg(long, value_name = "NAME")]
    pub(crate) run: Option<Name>,
}

pub(crate) type Failure = Box<dyn Error + Send + Sync>;

impl Files {
    pub(crate) fn read(&self) -> Result<(Inventory, Job, Name), Failure> {
        let inventory = inventory(&self.inventory)?;
        let job = Job::parse(&text(&self.job)?);
        let job = job.map_err(|it| it.of(self.job.display()))?;
        let name = match &self.run {
            Some(name) => name.clone(),
            None => {
                let now = Moment(SystemTime::now()).to_string();
                now.replace([':', '.'], "-").parse()?
            }
        };
        Ok((inventory, job, name))
    }
}

/// Reads an inventory.
pub(crate) fn inventory(file: &Path) -> Result<Inventory, Failure> {
    let inventory = Inventory::parse(&text(file)?);
    Ok(inventory.map_err(|it| it.of(file.display()))?)
}

fn text(file: &Path) -> Result<String, Failure> {
    let text = fs::read_to_string(file);
    text.map_err(|it| format!("{}: {it}", file.display()).into())
}
