//! Firewalls, balancers and what stands at the edge.

use super::{Platform, like_ios, like_junos, named, paged};

/// Any name and a blank: `fw #`.
const BLANK: &[&str] = &[r"[A-Za-z][\w.-]{0,60} [#$>]"];

pub(super) const ROWS: &[Platform] = &[
    Platform {
        prompts: BLANK,
        ..paged(
            &["fortinet", "fortinet_fortios", "fortigate", "fortios"],
            &["config system console", "set output standard", "end"],
            "FortiOS CLI reference; netmiko fortinet_ssh.py",
        )
    },
    like_junos(
        &["paloalto_panos", "panos"],
        &["set cli pager off"],
        "PAN-OS CLI quick start; netmiko paloalto_panos.py",
    ),
    paged(
        &["juniper_screenos", "screenos"],
        &["set console page 0"],
        "ScreenOS CLI reference; netmiko juniper_screenos.py",
    ),
    paged(
        &["checkpoint_gaia", "gaiaos"],
        &["set clienv rows 0"],
        "Check Point Gaia guide; netmiko checkpoint_gaia_ssh.py",
    ),
    like_junos(
        &["sonicwall_sonicos", "sonicos"],
        &["no cli pager session"],
        "SonicOS CLI guide; oxidized sonicos.rb",
    ),
    like_junos(
        &["watchguard_fireware", "firewareos"],
        &[],
        "WatchGuard Fireware CLI reference; netmiko fireware_ssh.py",
    ),
    paged(
        &["f5_tmsh", "f5_ltm"],
        &["modify cli preference pager disabled display-threshold 0"],
        "F5 tmsh reference; netmiko f5_tmsh_ssh.py",
    ),
    like_ios(
        &["a10", "acos"],
        &["terminal length 0"],
        "A10 ACOS CLI reference; netmiko a10_ssh.py",
    ),
    Platform {
        prompts: BLANK,
        leave: Some("exit"),
        ..like_ios(
            &["silverpeak_vxoa", "riverbed"],
            &["no cli session paging enable"],
            "Silver Peak VXOA, Riverbed CLI; netmiko silverpeak_vxoa_ssh.py",
        )
    },
    named(
        &["netscaler"],
        "Citrix NetScaler reference; netmiko netscaler_ssh.py",
    ),
    named(&["speedtouch"], "Thomson SpeedTouch CLI guide"),
    named(&["airos"], "Ubiquiti airOS; oxidized airos.rb"),
];
