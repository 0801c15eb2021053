//! The schemas beside the code are those of the code.

use telnet_fleet::{Inventory, Job, Report, schema_of};

/// `telnet-fleet schema WHAT` prints each.
#[test]
fn the_schemas_are_current() {
    for (file, committed, current) in [
        (
            "inventory.json",
            include_str!("../../schema/inventory.json"),
            schema_of::<Inventory>(),
        ),
        ("job.json", include_str!("../../schema/job.json"), schema_of::<Job>()),
        (
            "report.json",
            include_str!("../../schema/report.json"),
            schema_of::<Report>(),
        ),
    ] {
        assert_eq!(committed, current, "schema/{file}");
    }
}
