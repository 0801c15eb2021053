//! Questions. A row of [`USER`] and [`PASSWORD`] matches the **whole** line
//! as shown, one of [`KEYS`] and [`CALLER`] its end: what the question is
//! about stands in front of it.

use super::Answer::{Caller, Key, Line};
use super::{Known, Question, known, question};

/// What a key is good for. `to stop autoboot` is not here, nor `for setup`.
macro_rules! keys {
    () => {
        concat!(
            "(?:to|and|for) (?:continue|proceed|start|begin|log ?[io]n",
            "|get started|return|resume|go on|retry|activate|more)",
            "(?: [a-z]+){0,3}",
        )
    };
}

macro_rules! enter {
    () => {
        r#"["'<\[(]?(?:enter|return|cr)["'>\])]?(?: key)?"#
    };
}

macro_rules! password {
    () => {
        concat!(
            "(?:pass ?(?:word|code|phrase|wd)|passe|kennwort|passwort",
            r"|mot de passe|senha|contrase\S{1,2}a)",
        )
    };
}

/// Like a question, and none. Whole lines.
pub(in super::super) const NEVER: &[Known] = &[
    // Last login:
    known(
        concat!(
            r"(?i).*\b(?:last|previous|latest|successful|failed|invalid",
            r"|first|recent|next)(?: \w+){0,2} log ?[io]n {0,4}:",
        ),
        "login(1), Junos, VRP; noc OS/Linux",
    ),
];

/// Questions for the user's name.
pub(in super::super) const USER: &[Known] = &[
    // Username:  User Name :  login as:  Please Enter Login Name:
    // Username(1-32 chars):  CPPM_UserName:  >>User name:  @ Userid:
    known(
        concat!(
            r"(?i)(?:[\w.!/-]+[_>]|[>@*]{1,2} |>{1,2}|[\w.!-]+ )? {0,3}",
            "(?:please )?(?:enter |input |type |key ?in )?(?:your |the )?",
            "(?:tacacs |radius )?",
            "(?:log ?[io]n(?: ?(?:name|user ?(?:name)?|id|as))?",
            "|user(?:[ _-]?(?:name|id))?|account(?: ?name)?)",
            r" {0,2}(?:\([^()\r\n]+\))? {0,2}:",
        ),
        "IOS, VRP, FASTPATH, D-Link, ProCurve, IronWare; recog; \
         nmap-service-probes; noc; netmiko",
    ),
    // sw1 login:  (none) login:  D-Link Access Point login:
    known(
        r#"(?i)["(]?\w[\w .()/"-]* log ?in {0,4}:"#,
        "login(1), telnetd; recog; nmap-service-probes",
    ),
    // Username>  enter username  ->
    known(
        "(?i)(?:enter )?(?:user ?(?:name|id)|login) {0,4}-?>",
        "noc Zhone/Bitstorm, TFortis/PSW; nmap-service-probes",
    ),
    // Identifier:  Benutzername:  Utilisateur :  Usuario:
    known(
        concat!(
            "(?i)(?:identifier|benutzer(?:name)?|(?:nom d'?)?utilisateur",
            "|usuario|utente|identifiant) {0,2}:",
        ),
        "unicon mock data linux; localised login services",
    ),
];

/// Questions for a password, but for those which want a new one.
pub(in super::super) const PASSWORD: &[Known] = &[
    // Password:  PassWord :  Enter Passcode:  Password for u@192.0.2.1:
    // admin@h's password:  Password(1-16 chars):  Password?
    known(
        concat!(
            r"(?i) {0,3}(?:[^\r\n: #!][^\r\n: ]* +){0,7}",
            r"(?:[^\r\n: #!][^\r\n: ]*[_/>])?",
            password!(),
            r" {0,4}(?:\([^()\r\n]+\))? {0,4}(?:for [^\r\n: ]+)?[:?]",
        ),
        "login(1), IOS, VRP, D-Link, AIX, sudo(8); recog; \
         nmap-service-probes; unicon mock data; exscript",
    ),
    // Password>  ENTER PASSWORD ->
    known(
        "(?i)(?:enter |login |logon |user )?pass ?word {0,4}-?>",
        "noc Zhone/Bitstorm, TFortis/PSW; nmap-service-probes",
    ),
];

/// A key is waited for.
pub(in super::super) const KEYS: &[Question] = &[
    // Press any key to continue  Hit any key  Type any key to log in...
    question(
        concat!(
            "(?i)(?:(?:press|hit|strike|type|touch) (?:any|a) key ",
            keys!(),
            "|^(?:please )?(?:press|hit|strike|type|touch) (?:any|a) key)",
            r"[ .!\])>-]{0,8}",
        ),
        Key(" "),
        "ProCurve, Comware, AireOS; oxidized aoscx.rb; netmiko hp_comware.py",
    ),
    // Press RETURN to get started!  Please Press ENTER.  Hit Enter to
    // proceed:  press ENTER key to retry authentication
    question(
        concat!(
            "(?i)(?:(?:press|hit|strike|type) (?:the )?",
            enter!(),
            " ",
            keys!(),
            "|^(?:please )?(?:press|hit|strike|type) ",
            enter!(),
            r")[ .!:\])>-]{0,8}",
        ),
        Line(""),
        "IOS and VRP consoles, APC, AireOS; gnetcli eltex; unicon mock data; \
         noc",
    ),
    // Enter Ctrl-Y to begin.
    question(
        "(?i)(?:enter|press|type) ctrl-y to begin[.]?",
        Key("\x19"),
        "Nortel BayStack; oxidized boss.rb",
    ),
    // { <cr>|configuration<K> }:
    question(
        r"\{ {0,2}<cr>[^{}\r\n]*\}:",
        Line(""),
        "Huawei SmartAX; netmiko huawei_smartax.py; noc Huawei/MA5600T",
    ),
];

/// Questions that only the caller can answer.
pub(in super::super) const CALLER: &[Question] = &[
    // [confirm]  [Y/N]:  (yes/no)?  (y/n) [n]  [yes,NO]  [confirm] [y/n] :
    question(
        concat!(
            r"(?i)[(\[<](?:confirm[^()\[\]\r\n]*(?:\([^()\r\n]+\))?",
            r"|(?:y|yes)(?: {0,2}(?:[/,]| or ) {0,2}(?:[\w ]+|\[\w+\])){1,4}",
            r"|(?:n|no) {0,2}[/,] {0,2}(?:y|yes)|y\|n|yes\|no)[)\]>]",
            r"(?: {0,2}[?:.])?",
            r"(?: {0,2}[(\[][\w /]*[)\]])?(?: {0,2}[?:.]{1,6})?",
        ),
        Caller,
        "IOS, VRP, FASTPATH, NX-OS, ConfD; netmiko; gnetcli; unicon mock data",
    ),
    // [Y]es/[N]o/[S]ave all/[C]ancel:  y/n [n]?
    question(
        r"(?i)\[y\]es[/,] ?\[n\]o[^\r\n]*|\by/n(?: \[[a-z]\])? {0,2}[?:]",
        Caller,
        "ASA; unicon mock data asa; noc Cisco/CatOS",
    ),
    // Destination filename [startup-config]?  Repeat count [5]:
    question(
        concat!(
            r"^ {0,2}(?:% ?)?[A-Za-z][^:\[\]\r\n]{5,}[\w?)] {1,2}",
            r"\[[^\[\]\r\n]*\] ?[?:]|, [A-Za-z]+\[[A-Za-z]+\] ?:",
        ),
        Caller,
        "IOS, copy and ping; unicon mock data ios, iosxr",
    ),
    // Delete filename x?  Are you sure?  Do you want to continue?
    question(
        concat!(
            r"(?i)\b(?:are you (?:really )?sure",
            "|do you (?:really |still )?(?:want|wish) to",
            "|would you like to|is this ok|continue|proceed|overwrite|delete",
            r"|erase|reboot|reload|save|confirm|accept)\b[^?\r\n]*\?",
        ),
        Caller,
        "IOS, FASTPATH, VRP; netmiko; oxidized sonicos.rb",
    ),
    // Enter new password:  Retype new password:  Current password:
    question(
        concat!(
            r"(?i)\b(?:new|old|current|confirm|retype|re-?enter|repeat",
            r"|verify|choose|create)\b[^\r\n:]*",
            r"(?:password|passphrase|passwd|secret)[^\r\n:]*[:>]",
            "|(?:password|passwd|secret) (?:again|confirmation)",
            r"[^\r\n:]*:",
        ),
        Caller,
        "passwd(1); Huawei; vrnetlab; unicon mock data iosxe",
    ),
    // Enter secret:  Enter root-system username:  Enter the password for
    // "admin":
    question(
        concat!(
            r"(?i)\benter (?:(?:enable )?secret(?: \[[^\[\]\r\n]*\])?",
            r#"|root-system username|the password for "[^"\r\n]*""#,
            r"|virtual terminal password) ?:",
            r"|\bpassphrase for key [^\r\n:]+:",
        ),
        Caller,
        "first start of IOS, XR, NX-OS; unicon mock data; ssh(1)",
    ),
    // Enter source filename:  Select menu option:  Enter your selection:
    question(
        concat!(
            r"(?i)(?:^|[.!] ) {0,4}(?:please )?",
            r"(?:enter|select|input|choose|specify)\b[^:?\r\n]*",
            r"\b(?:numbers?|options?|choice|selection|file ?name|host ?name",
            r"|ip address|vrf|key|code|interface|language)\b[^:?\r\n]*[:?]",
        ),
        Caller,
        "unicon mock data ios, nxos; noc 3Com/SuperStack; netmiko sophos",
    ),
    // Your choice:  Select:  Command (m for help):
    question(
        concat!(
            "(?i)^ {0,2}(?:(?:your |enter )?(?:choice|selection)|select",
            r"|command \(m for help\)) ?:",
        ),
        Caller,
        "unicon mock data staros; noc Planar/SDO3000; fdisk(8)",
    ),
    // Target IP address:  Source address or interface:
    question(
        concat!(
            "^(?:Target IP(?:v6)? address|Source address(?: or interface)?",
            "|Data pattern|DSCP Value) ?:",
        ),
        Caller,
        "IOS, extended ping; unicon mock data ios",
    ),
    // Enter switch number
    question("^Enter switch number", Caller, "oxidized procurve.rb, aoscx.rb"),
    // numbers:  yes:
    question(
        "^(?:numbers|yes):",
        Caller,
        "RouterOS; gnetcli ros; oxidized sonicos.rb",
    ),
    // (Press 'a' to accept):
    question(r"\(Press '\w' to accept\) ?:", Caller, "oxidized fortigate.rb"),
    // Please enter 'YES' or 'NO':  Enter 'yes' or 'no' to confirm ->
    question(
        r"(?i)enter '?yes'? or '?no'?[^\r\n]*[:>]",
        Caller,
        "unicon mock data fxos, cimc",
    ),
    // (To leave the existing filename unchanged, press the enter key):
    question(
        r"(?i)press (?:the )?<?enter>?(?: key)?\) ?:",
        Caller,
        "H3C Comware, save; noc HP/1910",
    ),
    // Press Enter for Setup Mode
    question(
        "(?i)press <?enter>? (?:for|to (?:go into|enter)) setup mode[.]?",
        Caller,
        "Lantronix UDS and XPort; recog",
    ),
    // TERM = (vt100)
    question(
        concat!(
            r"(?i)TERM = \([^()\r\n]+\)",
            r"|\bterminal type\b[^:?(\r\n]*(?:\([^()\r\n]*\) ?)?[:?]",
        ),
        Caller,
        "tset(1); nmap-service-probes",
    ),
    // CTRL+C ESC q Quit SPACE n Next Page p Previous Page r Refresh: a view
    // that goes round for ever
    question(
        "(?i)q quit space n next page p previous page r refresh",
        Caller,
        "D-Link, show of counters; noc DLink/DxS_Smart",
    ),
];
