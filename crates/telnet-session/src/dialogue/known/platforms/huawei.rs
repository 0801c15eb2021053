//! Huawei, H3C and what is made after them.

use super::{Platform, named, paged};

/// Any name: `<core>` is a tag of XML to who does not know the platform.
const VRP: &[&str] = &[r"<[\w.:/@ -]{1,80}>", r"\[[~*]?[\w.:/@ -]{1,80}\]"];

pub(super) const ROWS: &[Platform] = &[
    Platform {
        prompts: VRP,
        configure: Some("system-view"),
        leave: Some("return"),
        ..paged(
            &["huawei", "huawei_vrp", "huawei_vrpv8", "vrp"],
            &["screen-length 0 temporary"],
            "Huawei VRP, basic configuration; netmiko huawei.py",
        )
    },
    Platform {
        prompts: VRP,
        configure: Some("system-view"),
        leave: Some("return"),
        ..paged(
            &["hp_comware", "h3c_comware", "comware", "h3c"],
            &["screen-length disable"],
            "H3C Comware, login management; netmiko hp_comware.py",
        )
    },
    Platform {
        enable: Some("enable"),
        configure: Some("config"),
        leave: Some("return"),
        ..paged(
            &["huawei_olt", "huawei_smartax", "huawei_smartaxmmi", "smartax"],
            &["undo smart", "scroll"],
            "Huawei SmartAX reference; netmiko huawei_smartax.py; scrapligo",
        )
    },
    Platform {
        enable: Some("su"),
        ..named(&["huawei_ont"], "netmiko huawei_ont.py")
    },
];
