//! What criterion has on record of the last runs.

use std::path::Path;
use std::{env, fs, io};

use serde_json::Value;

/// The last run of one benchmark.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its group: what is measured, and parameters behind slashes.
    pub group: String,
    /// Who was measured.
    pub engine: String,
    /// Octets of one iteration.
    pub octets: f64,
    /// Median time of one iteration.
    pub nanoseconds: f64,
}

impl Record {
    /// 10^6 octets a second.
    #[must_use]
    pub fn megabytes_per_second(&self) -> f64 {
        self.octets / self.nanoseconds * 1000.0
    }
}

/// All there are of benchmarks whose group is `wanted`, or begins with that
/// and a slash.
///
/// # Errors
/// Those of reading the folder of the records.
pub fn records(wanted: &str) -> io::Result<Vec<Record>> {
    let target = env::var("CARGO_TARGET_DIR");
    let target = target.unwrap_or_else(|_| "target".to_owned());
    let mut found = Vec::new();
    collect(&Path::new(&target).join("criterion"), &mut found)?;
    found.retain(|it| it.group.split('/').next() == Some(wanted));
    Ok(found)
}

/// Reads every record below a folder.
fn collect(folder: &Path, found: &mut Vec<Record>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.is_dir() {
            continue;
        }
        if path.ends_with("new") {
            found.extend(read(&path));
        } else {
            collect(&path, found)?;
        }
    }
    Ok(())
}

/// Reads one record; what is not one is passed over.
fn read(folder: &Path) -> Option<Record> {
    let json = |name: &str| -> Option<Value> {
        let text = fs::read_to_string(folder.join(name)).ok()?;
        serde_json::from_str(&text).ok()
    };
    let about = json("benchmark.json")?;
    let estimates = json("estimates.json")?;
    Some(Record {
        group: about["group_id"].as_str()?.to_owned(),
        engine: about["function_id"].as_str()?.to_owned(),
        octets: about["throughput"]["Bytes"].as_f64()?,
        nanoseconds: estimates["median"]["point_estimate"].as_f64()?,
    })
}
