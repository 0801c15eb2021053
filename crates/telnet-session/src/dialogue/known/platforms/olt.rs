//! Access networks: OLT and DSLAM.

use super::{LENGTH_0, Platform, like_ios, named, paged};

pub(super) const ROWS: &[Platform] = &[
    like_ios(
        &["zte_zxros", "zteolt", "zxr10"],
        LENGTH_0,
        "ZTE ZXR10 guide; netmiko zte_zxros.py",
    ),
    Platform {
        configure: Some("config"),
        ..like_ios(
            &["raisecom_ros", "raisecom_roap", "raisecom"],
            &["terminal page-break disable"],
            "Raisecom ROS guide; netmiko raisecom_roap.py; scrapligo",
        )
    },
    Platform {
        leave: Some("exit all"),
        configure: Some("configure"),
        ..paged(
            &["nokia_isam", "alcatel_isam", "isam"],
            &["environment inhibit-alarms print no-more"],
            "Nokia ISAM CLI guide; netmiko nokia_isam.py; oxidized isam.rb",
        )
    },
    like_ios(&["vsol_olt", "vsololt"], LENGTH_0, "oxidized vsololt.rb"),
    Platform {
        configure: Some("config"),
        ..like_ios(
            &["bdcom", "bdcom_olt"],
            LENGTH_0,
            "BDCOM guide; oxidized bdcom.rb; noc BDCOM/IOS",
        )
    },
    like_ios(&["hioso_olt"], LENGTH_0, "netmiko hioso_olt.py"),
    like_ios(
        &["genexis_solt33"],
        &["screen-rows per-page 0"],
        "netmiko genexis_solt33.py",
    ),
    Platform {
        configure: Some("configure"),
        ..like_ios(&["optilink_eolt11444"], LENGTH_0, "netmiko op_eolt11444.py")
    },
    Platform {
        configure: Some("config"),
        leave: Some("exit"),
        ..like_ios(
            &["optilink_eolt9702"],
            &["config", "vty output show-all", "exit"],
            "netmiko op_eolt9702.py",
        )
    },
    like_ios(&["optilink_golt924"], &[], "netmiko op_golt924.py"),
    named(
        &["zyxel_dslam", "zyxel_os", "zynos"],
        "ZyXEL IES guide; netmiko zyxel_ssh.py; noc Zyxel/DSLAM",
    ),
    paged(
        &["zhone_bitstorm", "zhone"],
        &["paging disable"],
        "noc Zhone/Bitstorm",
    ),
    like_ios(&["keymile_nos"], LENGTH_0, "netmiko keymile_nos_ssh.py"),
    named(&["keymile"], "netmiko keymile_ssh.py"),
];
