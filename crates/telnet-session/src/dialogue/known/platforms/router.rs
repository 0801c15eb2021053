//! Routers and the nodes of carriers.

use super::{
    Answer, LENGTH_0, Platform, Question, like_ios, like_junos, named, paged,
};

pub(super) const ROWS: &[Platform] = &[
    Platform {
        leave: Some("exit configuration-mode"),
        ..like_junos(
            &["juniper_junos", "juniper", "junos"],
            &["set cli screen-length 0"],
            "Junos OS CLI guide; netmiko juniper.py",
        )
    },
    like_ios(
        &["juniper_junose", "junose", "junos_erx"],
        LENGTH_0,
        "JunosE system basics; noc Juniper/JUNOSe; exscript",
    ),
    // the model-driven line, and the classic one
    Platform {
        configure: Some("edit-config exclusive"),
        leave: Some("quit-config"),
        ..paged(
            &["nokia_sros", "srosmd"],
            &["environment more false"],
            "Nokia, MD-CLI user guide; netmiko nokia_sros.py; scrapligo",
        )
    },
    Platform {
        enable: Some("enable-admin"),
        configure: Some("configure"),
        leave: Some("exit all"),
        ..paged(
            &["alcatel_sros", "nokia_sros_classic", "sros"],
            &["environment no more"],
            "Nokia, classic CLI; netmiko nokia_sros.py; scrapligo",
        )
    },
    Platform {
        configure: Some("enter candidate private"),
        leave: Some("discard now"),
        ..paged(
            &["nokia_srl", "nokia_srlinux"],
            &["environment cli-engine type basic"],
            "Nokia SR Linux CLI; scrapligo nokia_srlinux",
        )
    },
    Platform {
        // `old password:`, and any other value it asks for
        questions: &[Question {
            regex: r"^[a-z][a-z -]{1,30}:",
            answer: Answer::Caller,
            source: "MikroTik, console prompts",
        }],
        ..named(
            &["mikrotik_routeros", "routeros"],
            "MikroTik RouterOS console; oxidized routeros.rb",
        )
    },
    paged(
        &["ciena_saos", "ciena_waveserver", "saos"],
        &["system shell session set more off"],
        "Ciena SAOS guide; netmiko ciena_saos.py",
    ),
    paged(
        &["ciena_saos10", "saos10"],
        &["set session more off"],
        "Ciena SAOS 10 guide; netmiko ciena_saos10.py",
    ),
    like_ios(
        &["adtran_os", "adtran"],
        LENGTH_0,
        "Adtran AOS reference; netmiko adtran.py",
    ),
    like_ios(&["calix_b6"], LENGTH_0, "netmiko calix_b6_ssh.py"),
    paged(&["calix_exa"], &["disable session pager"], "netmiko calix_exa.py"),
    Platform {
        configure: Some("config"),
        leave: Some("exit all"),
        ..paged(
            &["rad_etx"],
            &["config term length 0"],
            "RAD ETX-2 manual; netmiko rad_etx.py",
        )
    },
    like_ios(
        &["oneaccess_oneos", "oneos"],
        &["term len 0"],
        "OneAccess OneOS guide; netmiko oneaccess_oneos.py",
    ),
    like_ios(
        &["ipinfusion_ocnos", "ocnos"],
        LENGTH_0,
        "OcNOS guide; netmiko ipinfusion_ocnos.py",
    ),
    like_ios(
        &["telcosystems_binos"],
        LENGTH_0,
        "netmiko telcosystems_binos.py",
    ),
    like_ios(
        &["infinera_packet"],
        &["terminal more off"],
        "netmiko infinera_packet.py",
    ),
    like_ios(&["maipu"], &["more off"], "Maipu guide; netmiko maipu.py"),
    Platform {
        enable: Some("svintr-config"),
        leave: Some("exit"),
        ..paged(
            &["nec_ix", "necix"],
            LENGTH_0,
            "NEC UNIVERGE IX reference; netmiko nec_ix.py",
        )
    },
    Platform {
        // a factory default has no name
        prompts: &["#"],
        enable: Some("administrator"),
        configure: Some("administrator"),
        leave: Some("exit"),
        ..paged(
            &["yamaha"],
            &["console lines infinity"],
            "Yamaha RT command reference; netmiko yamaha.py",
        )
    },
    like_ios(
        &["furukawa_fitelnet"],
        &["no more"],
        "netmiko furukawa_fitelnet.py",
    ),
    paged(&["iij_seilos"], &["environment pager off"], "netmiko iij_seilos.py"),
    Platform {
        prompts: &[r"[\w ]{0,20}\*", r"[\w-]{1,40} [Cc]onfig>"],
        configure: Some("p 4"),
        ..named(&["teldat_cit"], "Teldat CIT manual; netmiko teldat_cit.py")
    },
    named(&["bintec_boss"], "netmiko bintec_boss.py"),
    Platform {
        leave: Some("exit"),
        ..named(
            &["audiocode_72", "audiocode_66", "audiocodes"],
            "netmiko audiocode_ssh.py",
        )
    },
    Platform {
        leave: Some(".."),
        ..named(&["audiocode_shell"], "netmiko audiocode_ssh.py")
    },
    Platform {
        configure: Some("configure"),
        ..like_ios(
            &["ericsson_ipos", "ipos", "smartedge"],
            LENGTH_0,
            "Ericsson IPOS, Redback SEOS; netmiko ericsson_ipos.py",
        )
    },
    paged(
        &["casa_cmts", "casa"],
        &["page-off"],
        "Casa CMTS guide; netmiko casa_cmts.py",
    ),
    like_ios(&["patton", "smartnode"], &[], "Patton SmartNode CLI guide"),
    named(
        &["infinet", "wanflex"],
        "InfiNet WANFleX guide; noc InfiNet/WANFlexX",
    ),
];
