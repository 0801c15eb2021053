//! Shells, routing daemons and console servers.

use super::{LENGTH_0, Platform, like_ios, like_junos, named, paged};

pub(super) const ROWS: &[Platform] = &[
    paged(
        &["linux", "linuxgeneric", "debian"],
        &["export PAGER=cat SYSTEMD_PAGER=cat"],
        "man(1), environ(7); netmiko linux_ssh.py",
    ),
    named(&["openwrt", "busybox"], "BusyBox ash; OpenWrt"),
    named(&["windows", "microsoft_telnetd"], "Windows telnet server"),
    like_ios(
        &["frr", "quagga", "zebra", "cumulus_vtysh"],
        LENGTH_0,
        "FRRouting user guide; noc Zebra/Zebra",
    ),
    like_junos(
        &["vyos", "vyatta_vyos", "vyatta", "brocade_vyos"],
        &["set terminal length 0"],
        "VyOS CLI; netmiko vyos_ssh.py",
    ),
    like_junos(
        &["ubiquiti_edgerouter", "edgeos"],
        &["terminal length 0"],
        "Ubiquiti EdgeOS guide; netmiko edgerouter_ssh.py",
    ),
    named(
        &["opengear_linux", "opengear"],
        "Opengear console servers; oxidized opengear.rb",
    ),
    named(
        &["avocent_acs", "cyclades"],
        "Avocent and Cyclades ACS command reference",
    ),
    Platform {
        // a line behind each reply, and no prompt
        prompts: &["OK"],
        ..named(
            &["digi_transport"],
            "Digi TransPort reference; netmiko digi_transport.py",
        )
    },
    named(&["digi_portserver"], "Digi PortServer TS guide"),
    named(&["lantronix", "lantronix_slc"], "Lantronix SLC, ETS guides"),
    paged(
        &["perle_iolan", "perle"],
        LENGTH_0,
        "Perle IOLAN guide; oxidized perle.rb",
    ),
    Platform {
        configure: Some("configuration"),
        leave: Some("end"),
        enable: Some("enable"),
        ..paged(
            &["mrv_lx"],
            &["no pause"],
            "MRV LX series guide; netmiko mrv_ssh.py",
        )
    },
    named(&["raritan_dominion"], "Raritan Dominion SX; noc"),
    named(&["apc_aos", "apcaos"], "APC NMC CLI guide; netmiko apc_aos"),
    paged(&["netapp_cdot"], &["rows 0"], "NetApp ONTAP administration"),
];
