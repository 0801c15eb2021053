//! Switches and what else is in a campus.

use super::{LENGTH_0, Platform, like_ios, like_junos, named, paged};

/// Names with blanks: `ProCurve Switch 2824#`, `floor two>`.
const BLANKS: &[&str] =
    &[r"[A-Za-z][\w.-]*(?: [\w.-]+){1,4}(?:\([\w/-]+\))?[>#]"];

/// `enable`, `configure`, and a way out by `exit`.
const fn fastpath(
    names: &'static [&'static str],
    source: &'static str,
) -> Platform {
    Platform { enable: Some("enable"), ..like_junos(names, LENGTH_0, source) }
}

pub(super) const ROWS: &[Platform] = &[
    like_ios(
        &["arista_eos", "eos"],
        LENGTH_0,
        "Arista EOS user manual; netmiko arista.py",
    ),
    Platform {
        prompts: BLANKS,
        ..like_ios(
            &["hp_procurve", "aruba_osswitch", "aruba_procurve", "procurve"],
            &["no page"],
            "HP ProCurve access guide; netmiko hp_procurve.py",
        )
    },
    like_ios(
        &["aruba_aoscx", "aoscx"],
        &["no page"],
        "AOS-CX CLI guide; netmiko aruba_aoscx.py",
    ),
    like_ios(
        &["aruba_os", "aruba_wlc", "aosw"],
        &["no paging"],
        "ArubaOS CLI reference; netmiko aruba_os.py",
    ),
    paged(
        &["extreme_exos", "extreme", "xos"],
        &["disable clipaging"],
        "Extreme EXOS command reference; netmiko extreme_exos.py",
    ),
    like_ios(
        &["extreme_ers", "avaya_ers", "boss"],
        LENGTH_0,
        "Avaya ERS CLI; netmiko extreme_ers_ssh.py; oxidized boss.rb",
    ),
    like_ios(
        &["extreme_vsp", "avaya_vsp", "voss"],
        &["terminal more disable"],
        "Extreme VOSS CLI; netmiko extreme_vsp_ssh.py",
    ),
    Platform {
        prompts: BLANKS,
        ..like_ios(
            &["extreme_netiron", "brocade_netiron", "ironware"],
            &["skip-page-display"],
            "Brocade NetIron guide; netmiko extreme_netiron.py",
        )
    },
    Platform {
        prompts: BLANKS,
        ..like_ios(
            &["ruckus_fastiron", "brocade_fastiron", "fastiron"],
            &["skip-page-display"],
            "Ruckus FastIron guide; netmiko ruckus_fastiron.py",
        )
    },
    Platform {
        enable: None,
        ..like_ios(
            &[
                "extreme_nos",
                "extreme_vdx",
                "extreme_slx",
                "brocade_nos",
                "brocade_vdx",
                "nos",
                "slxos",
            ],
            LENGTH_0,
            "Extreme NOS and SLX-OS guides; netmiko extreme_nos_ssh.py",
        )
    },
    named(&["brocade_fos", "fabricos"], "Brocade Fabric OS guide; noc"),
    like_ios(
        &["extreme_wing", "mtrlrfs"],
        &["no page"],
        "Extreme WiNG CLI; netmiko extreme_wing_ssh.py",
    ),
    like_ios(
        &["enterasys"],
        &["set length 0"],
        "Enterasys guides; netmiko enterasys_ssh.py",
    ),
    like_ios(
        &["dell_powerconnect", "powerconnect", "dellx"],
        &["terminal datadump", "terminal length 0"],
        "Dell PowerConnect CLI guide; netmiko dell_powerconnect.py",
    ),
    like_ios(
        &["dell_dnos6", "dell_os6", "dell_emc", "dnos6", "os6"],
        LENGTH_0,
        "Dell OS6 user guide; netmiko dell_dnos6.py",
    ),
    like_ios(
        &["dell_force10", "dell_dnos9", "dell_os9", "ftos"],
        LENGTH_0,
        "Dell OS9 command reference; netmiko dell_force10_ssh.py",
    ),
    like_ios(
        &["dell_os10", "dnos10", "os10"],
        LENGTH_0,
        "Dell OS10 user guide; netmiko dell_os10_ssh.py",
    ),
    fastpath(
        &["netgear_prosafe", "netgear"],
        "Netgear M4300 CLI manual; netmiko netgear_prosafe_ssh.py",
    ),
    fastpath(
        &["broadcom_icos", "efos"],
        "Broadcom FASTPATH CLI; netmiko broadcom_icos_ssh.py",
    ),
    fastpath(
        &[
            "ubiquiti_edge",
            "ubiquiti_edgeswitch",
            "ubiquiti_unifiswitch",
            "edgeswitch",
        ],
        "Ubiquiti EdgeSwitch CLI; netmiko ubiquiti edge_ssh.py",
    ),
    Platform {
        enable: Some("enable admin"),
        ..paged(
            &["dlink_ds", "dlink_os", "dlink"],
            &["disable clipaging"],
            "D-Link DES-3200 CLI guide; netmiko dlink_ds.py; scrapligo",
        )
    },
    Platform {
        enable: Some("enable"),
        configure: Some("configure"),
        leave: Some("end"),
        ..paged(
            &["tplink_jetstream", "tplink"],
            LENGTH_0,
            "TP-Link JetStream CLI; netmiko tplink_jetstream.py; noc",
        )
    },
    like_ios(
        &["allied_telesis_awplus", "awplus"],
        LENGTH_0,
        "AlliedWare Plus reference; netmiko allied_telesis_awplus.py",
    ),
    Platform {
        prompts: BLANKS,
        ..named(
            &["alcatel_aos", "aos6", "aos7"],
            "OmniSwitch AOS CLI; netmiko alcatel_aos_ssh.py",
        )
    },
    like_ios(
        &["edgecore_ecs", "edgecos"],
        LENGTH_0,
        "Edgecore ECS CLI; scrapli_community; oxidized edgecos.rb",
    ),
    like_ios(
        &["eltex", "eltex_mes"],
        &["terminal datadump"],
        "Eltex MES manual; netmiko eltex_ssh.py",
    ),
    like_ios(
        &["ruijie_os", "ruijie_rgos", "rgos"],
        LENGTH_0,
        "Ruijie RGOS reference; netmiko ruijie_os.py",
    ),
    Platform {
        configure: Some("config"),
        ..like_ios(
            &["fiberstore_fsosv2", "fiberstore_fsos", "fsos"],
            LENGTH_0,
            "FS switch CLI; netmiko fiberstore_fsosv2.py",
        )
    },
    Platform {
        enable: None,
        ..like_ios(
            &["supermicro_smis", "aricentiss"],
            &["set cli pagination off"],
            "Supermicro CLI guide; netmiko smci_smis.py",
        )
    },
    like_ios(&["centec_os", "centec"], LENGTH_0, "netmiko centec_os.py"),
    like_ios(&["apresia_aeos"], LENGTH_0, "netmiko apresia_aeos.py"),
    like_ios(
        &["alaxala_ax36s", "alaxala_ax26s"],
        &["set terminal pager disable"],
        "ALAXALA AX guide; netmiko alaxala_ax36s.py",
    ),
    like_ios(
        &["hirschmann_hios", "hios"],
        &["cli numlines 0"],
        "Hirschmann HiOS CLI; netmiko hirschmann_hios.py",
    ),
    Platform {
        enable: Some("enable"),
        configure: Some("configure terminal"),
        leave: Some("exit"),
        ..paged(
            &["mellanox_mlnxos", "mellanox", "mlnxos"],
            &["no cli session paging enable"],
            "Mellanox Onyx user manual; netmiko mellanox_mlnxos_ssh.py",
        )
    },
    like_ios(
        &["mrv_optiswitch"],
        &["no cli-paging"],
        "MRV OptiSwitch guide; netmiko mrv_ssh.py",
    ),
    paged(&["pluribus"], &["pager off"], "netmiko pluribus_ssh.py"),
];
