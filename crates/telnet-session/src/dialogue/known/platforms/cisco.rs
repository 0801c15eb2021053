//! Cisco.

use super::{LENGTH_0, Platform, like_ios, named, paged};

pub(super) const ROWS: &[Platform] = &[
    Platform {
        // `switch:` of the boot loader, `+>` of Tcl within a command
        prompts: &["switch:", r"\+>"],
        ..like_ios(
            &[
                "cisco_ios",
                "cisco_xe",
                "cisco_iosxe",
                "cisco_ioswlc",
                "ios",
                "iosxe",
            ],
            LENGTH_0,
            "Cisco IOS Configuration Fundamentals; netmiko cisco_ios.py",
        )
    },
    like_ios(
        &["cisco_nxos", "nxos"],
        LENGTH_0,
        "Cisco Nexus fundamentals guide; netmiko cisco_nxos.py",
    ),
    Platform {
        enable: None,
        ..like_ios(
            &["cisco_xr", "cisco_iosxr", "iosxr"],
            LENGTH_0,
            "Cisco IOS XR system management; netmiko cisco_xr.py",
        )
    },
    like_ios(
        &["cisco_asa", "asa"],
        &["terminal pager 0"],
        "Cisco ASA command reference; netmiko cisco_asa_ssh.py",
    ),
    Platform {
        configure: Some("config"),
        leave: Some("exit"),
        ..paged(
            &["cisco_wlc", "cisco_aireos", "aireos"],
            &["config paging disable"],
            "Cisco WLC command reference; netmiko cisco_wlc_ssh.py",
        )
    },
    like_ios(
        &["cisco_s300", "cisco_s500", "cisco_cbs", "ciscosmb"],
        &["terminal datadump"],
        "Cisco 300 series CLI guide; netmiko cisco_s300.py",
    ),
    like_ios(&["cisco_s200"], LENGTH_0, "netmiko cisco_s200.py"),
    Platform {
        enable: Some("enable"),
        ..paged(
            &["cisco_catos", "catos"],
            &["set length 0"],
            "Cisco CatOS command reference; oxidized catos.rb",
        )
    },
    Platform {
        // `adapter 1/1/1 (top):1#`
        prompts: &[r"adapter \d+(?:/\d+)*(?: \(\w+\):\d+)? ?#"],
        ..paged(
            &["cisco_fxos", "fxos"],
            LENGTH_0,
            "Cisco FXOS CLI guide; unicon mock data fxos",
        )
    },
    Platform {
        prompts: &["admin:"],
        ..paged(
            &["cisco_vos", "vos"],
            &["set cli pagination off"],
            "Cisco VOS CLI reference; unicon plugin vos",
        )
    },
    Platform {
        // no prompt, but a line behind each reply
        prompts: &["OK"],
        ..named(
            &["cisco_tp", "cisco_tp_tcce"],
            "Cisco TelePresence codecs; netmiko cisco_tp_tcce.py",
        )
    },
    like_ios(
        &["cisco_viptela", "viptela"],
        &["paginate false"],
        "Cisco SD-WAN command reference; netmiko cisco_viptela.py",
    ),
];
