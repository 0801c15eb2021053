//! Prompts: a row matches the **whole** line as shown.
//!
//! They are for hosts of which nothing is known yet, so a line of prose must
//! not pass for one, nor the beginning of a line: a host may pause anywhere.
//! That is why nearly no row has a blank in it, `>` stands behind one in
//! forms with brackets alone, and `%` never stands behind a digit.

use super::Known;

/// A host's name, a user at a host, a path: one word with a letter in it.
macro_rules! word {
    () => {
        r"[\d.]*[A-Za-z_\x80-\xff](?:[\w\x80-\xff.:/@|+&~-]{0,98}[\w\x80-\xff./+~])?"
    };
}

/// What stands behind the name: a mode, a stack, a state, a change not yet
/// saved: `(config-if)`, `(15)(config)`, `[5/1]`, `*`.
macro_rules! mode {
    () => {
        r"(?:\([\w.:/ @,+*~-]{0,60}\)|\[[\w.:/-]{0,30}\])"
    };
}

/// A word that looks like a host's name and like no word of a language.
macro_rules! host {
    () => {
        r"[A-Za-z](?:\w{0,40}[-_.]\w[\w.-]{0,60}|\w{0,40}\d\w{0,20})"
    };
}

/// A path of directories, or of a tree of objects.
macro_rules! path {
    () => {
        r"[/~][\w./~+-]{0,80}"
    };
}

/// What stands in front of a prompt of VRP and Comware in a pair of devices.
macro_rules! pair {
    () => {
        r"(?:HRP_[AMS]|RBM_[PS]|\(M\))"
    };
}

const fn known(regex: &'static str, source: &'static str) -> Known {
    Known { regex, source }
}

pub(in super::super) const PROMPTS: &[Known] = &[
    // `R1#`, `R1>`, `R1(config-if)#`, `RP/0/RSP0/CPU0:r#`, `user@host>`,
    // `root@OpenWrt:~#`, `sw:admin>`, `Local_1>>`, `leg:isadmin>#`
    known(
        concat!(
            r" ?(?:\(\w{1,20}\))?",
            word!(),
            r":?",
            mode!(),
            r"*(?:>{1,2}|>?#|#>)"
        ),
        "x",
    ),
    known(concat!(r"\w[\w.-]{2,60}", mode!(), r"*\*[>#]"), "wing, saos"),
    known(
        concat!(r"\*?[A-D]:[\w@.-]{1,80}(?:>[\w.:/@+-]{1,60}){0,12}[#$]"),
        "sros",
    ),
    known(
        concat!(
            word!(),
            mode!(),
            r"?(?:>[\w.:/@+-]{1,60}",
            mode!(),
            r"?){1,12}[#$]"
        ),
        "rad",
    ),
    known(r"[\w.:-]{1,60}(?:\(\w{1,20}\))?->", "screenos, cli->"),
    known(r"[\w .-]{1,40}\((?:su|rw|ro)\)->", "enterasys"),
    known(r"(?:</[\w/]*>|/)\w[\w/]*->", "iLO"),
    known(r"/\w*>", "audiocodes"),
    known(
        r"(?:\[\w{1,20}\])?\w[\w-]{0,40}(?:<[\w-]{1,40}>){1,4}[>#]",
        "fireware",
    ),
    known(concat!(word!(), r"\$"), "sh"),
    known(r"[a-z][a-z0-9_.-]*[a-z]%", "csh"),
    known(r"[\w.-]+@[\w.:~/-]+%", "user@host%"),
    known(
        concat!(word!(), r"\([\w.-]{1,60}\)%{1,2}"),
        "huawei diagnose, versa",
    ),
    known(
        concat!(r"[\w.@-]{1,80}(?: |:)", path!(), r"\*? [#$%>]"),
        "path and blank",
    ),
    known(concat!(r"[\w.@-]{1,80} ", path!(), r"\*?[#$%>]"), "path and blank"),
    known(
        r"(?:\([\w.-]{1,30}\) )?[\w.-]{1,40}@[\w.-]{1,60} [\w.~-]{1,60} ?[#$%]",
        "zsh",
    ),
    known(concat!(path!(), r" ?[#$]"), "busybox"),
    known(
        r"=?\[[A-Za-z][\w.@:/ ~+-]{0,80}\](?:-| ?[\w.@/~:-]{0,60}(?:\([\w.:/ -]{0,60}\))*\*?) ?[#$%>]",
        "bash",
    ),
    known(
        r"\[[\w.-]{1,40}\]\[[\w.@-]{1,80}\][/~][\w./-]*(?::| ?[#$%])",
        "pfsense",
    ),
    known(r"\[[\w.-]{1,40}@[\w.-]{1,60}:[/~][^\] ]{0,60}\]", "esxi"),
    known(
        r"\[[^\[\]@]{1,64}@[^\[\]]{1,64}\] {1,2}(?:<SAFE>|(?:/[\w /-]{0,80})?(?:<SAFE)?>)",
        "mikrotik",
    ),
    known(
        r" ?\*?\([A-Za-z][\w .+/-]{0,60}\) ?[*^!]{0,2}(?:\[[\w/]{1,40}\] ?)?(?:\([\w ./:-]{1,60}\) ?)?\^?\*?[>#]",
        "fastpath",
    ),
    known(r"\([A-Za-z][\w .-]{0,60}\) [a-z-]{1,20}>", "aireos"),
    known(
        r"[!*]{1,2}\[[A-Za-z][\w .-]{0,60}\](?:\([\w/-]{1,40}\))*[>#]",
        "hios",
    ),
    known(
        concat!(pair!(), r"(?:<[~*]?[\w.:/-]{1,80}>|\[[~*]?[\w.:/-]{1,80}\])"),
        "pair",
    ),
    known(
        r"<(?:[A-Z]{2,40}|[A-Za-z]*[A-Z][\w.:/]*[-_\d][\w.:/-]*|\d*[\w.:/-]*(?:\d\d[\w.:/-]*|\d)|Huawei|Quidway|Sysname|Switch|Comware|Router)>",
        "vrp",
    ),
    known(r"\[[~*][\w.:/-]{1,80}\]", "vrp"),
    known(
        r"\[(?:[A-Z]{2,40}|V?[A-UW-Za-z_](?:[\w/-]*[A-Z][\w/-]*[-_\d][\w./:-]*|[A-Z]*[-_\d][\w./:-]*)|[a-z][a-z-]*(?:\d\d[\w-]*|\d)|Huawei|Quidway|Sysname|Switch|Comware|Router)\]",
        "vrp",
    ),
    known(
        r"(?:PS |[\w.-]+@[\w.-]+ )?[A-Za-z]:[\\/][^<>|\x22?*\r\n]{0,200}>",
        "windows",
    ),
    known(r"\((?:qemu|gdb|pdb|Pdb|lldb)\)", "debug"),
    known(r"\w{1,20} \[\(?\w{1,40}\)?\]>", "mariadb"),
    known(r"CLI \([\w@. -]{1,60}\) >", "pluribus"),
    known(
        r"(?:[!*] ?){0,2}(?:\([\w .-]{1,30}\) )?(?:Slot-\d{1,2} )?(?:VPEX )?[A-Za-z][\w~-]*[.:]\d{1,4} [#>]",
        "exos",
    ),
    known(r">> [A-Za-z][\w .-]{0,40}#", "alteon"),
    known(r"(?:Manager|SecOff) [\w.-]{0,40} ?>", "allied telesis"),
    known(
        r" ?(?:[\w.-]{1,40} )?\[[\w -]{1,40}: [\w-]{1,20}\](?: \(config[\w .-]*\))? [>#]",
        "onyx",
    ),
    known(concat!(r"(?:\([MPS]\) )?", host!(), r"\*? #"), "fortios"),
    known(concat!(r"(?:\([MPS]\) )?[A-Za-z]\w*[-_][\w.-]{0,60} \$"), "fortios"),
    known(
        concat!(
            r"[A-Za-z][\w.-]{0,60}(?:\([\w-]{1,40}\))?(?: \([\w./ -]{1,40}\)){1,2} ?[#$>]"
        ),
        "fortios",
    ),
    known(r"[A-Za-z][\w.-]{0,60}\([\w-]{1,40}\) [#$]", "fortios"),
    known(r"[A-Za-z]\w{0,40}[-_][\w.-]*\d[\w.-]* >", "aos7"),
    known(r"[\w-]{1,60} tnsr(?:\([\w-]{1,40}\))?[#>]", "tnsr"),
    known(
        r"\w{1,20}=\w{1,20} [A-Za-z][\w.-]{0,60}(?:\([\w/-]{1,40}\))?[#>]",
        "tty",
    ),
    known(r"[A-Za-z][\w.-]{0,60}> \(enable\)", "catos"),
    known(r"(?:rommon(?: \d{1,4})?|loader) >", "cisco"),
    known(r"[A-Za-z][\w-]{0,60}[#|]\d{1,5}>", "infinet"),
    known(
        r"[A-Za-z][\w.-]*(?: [A-Za-z0-9][\w.-]*){0,2} [\w.-]*\d[\w.-]*(?:\([\w-]{1,40}\))?#",
        "procurve",
    ),
    known(r"(?:\d{1,3}\.){3}\d{1,3}(?:\([\w-]{1,40}\))?[>#]", "patton"),
    known(r"_?\{\w{1,40}\}(?:\[\w{0,40}\])?=>", "speedtouch"),
    known(r"[\w-]{1,40}=[>#]", "psql"),
];

pub(in super::super) const LONE: &[Known] =
    &[known(r" ?(?:[#$%]|>{1,3}|[-=#]>)", "")];

pub(in super::super) const NEVER: &[Known] = &[
    known(r"\w+://.*", ""),
    known(
        r"(?i)(?:[\w.-]+ ){0,3}(?:serial|assembly|model|part|revision|port|slot|card|unit|no|nr|id|seq|line|item|chassis|module|index)#",
        "",
    ),
    known(r"(?i).*(?:user ?name|user ?id|login|pass ?word|passcode) ?-?>", ""),
    known(
        r"\[(?:OK|ON|OFF|UP|DOWN|YES|NO|NA|NEW|END|INFO|WARN|WARNING|ERR|ERROR|FAIL|FAILED|PASS|PASSED|DEBUG|DEBUG\d|NOTICE|CRIT|CRITICAL|ALERT|FATAL|TRACE|DONE|SKIP|SKIPPED|TAB|ESC|ENTER|SPACE|DEPEND|STATUS|TIMEOUT|CONFIG|NOTE)\]",
        "",
    ),
    known(
        r"(?i)<(?:cr|lf|crlf|tab|esc|enter|return|space|eof|eom|null|none|nil|n/a|html|head|body|title|table|tr|td|th|pre|br|hr|meta|center|form|script|h[1-6]|ipv[46]|inet6?|md5|sha\d+|base64|x509|word|line|name|\d{1,3}|\d+-\d+)>",
        "",
    ),
    known(r"[A-Z]{1,5}\$|(?:IPC|ADMIN|NETLOGON|SYSVOL|print)\$", ""),
];

pub(in super::super) const PREFACES: &[Known] = &[
    known(
        r"\{(?:master|backup|primary|secondary|hold|linecard|local)(?::\w+)?\}",
        "junos",
    ),
    known(r"\[edit[^\]]*\]", "junos"),
    known(r"[!*]{0,2}\((?:ex|gl|pr|ro|cfg)(?::\w+)?\)\[[^\]]*\]", "sros"),
    known(r"[!*]{0,2}\[/[^\]]*\]", "sros"),
];

pub(in super::super) const TAILS: &[Known] =
    &[known(r"[/~][\w./~+-]{0,80} [#$]", "busybox")];
