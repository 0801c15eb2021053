//! Prompts: a row matches the **whole** line as shown.
//!
//! They are for a host of which nothing is known yet, so a line of prose must
//! not pass for one, nor the beginning of a line: a host may pause anywhere.
//! That is why hardly a row has a blank in it, why `>` stands behind a blank
//! only with brackets or behind a name with `-` or `_`, and why `%` never
//! stands behind a blank, nor behind a digit but in `user@host%`.

use super::{Known, known};

/// A name, a user at a host, a path: one word with a letter in it.
macro_rules! word {
    () => {
        concat!(
            r"(?:\d[\d.:/_-]*)?[A-Za-z_\x80-\xff]",
            r"(?:[\w\x80-\xff.:/@|+&~-]*[\w\x80-\xff./+~])?",
        )
    };
}

/// A mode, a stack, a context: `(config-if)`, `(15)`, `[5/1]`.
macro_rules! mode {
    () => {
        r"(?:\([\w.:/ @,+*~-]*\)|\[[\w.:/-]*\])"
    };
}

/// A path of directories, or in a tree of objects.
macro_rules! path {
    () => {
        r"[/~][\w./~+-]*"
    };
}

/// A name as hosts have it and prose has not: with `-` or `_`, or a digit
/// behind letters.
macro_rules! host {
    () => {
        r"[A-Za-z](?:\w*[-_][\w.-]+|\w*\d\w*)"
    };
}

/// What may be in the prompts of VRP and Comware.
macro_rules! vrp {
    () => {
        r"[\w.:/&()-]+"
    };
}

/// Prompts by kind.
pub(in super::super) const PROMPTS: &[Known] = &[
    // R1#  R1>  R1(config-if)#  RP/0/RSP0/CPU0:r#  user@host>  sw:admin>
    // root@OpenWrt:~#  ax1[5/1]#  Local_1>>  leg:noa>#  example:/#>  host:>
    known(
        concat!(
            r"[ !*]?(?:\(\w+\))?",
            word!(),
            mode!(),
            "{0,6}(?::?>{1,2}|>?#|#>)"
        ),
        "command line references of Cisco, Juniper, HP, D-Link, \
         Brocade; netmiko, oxidized, scrapli",
    ),
    // *A:sr1#  A:admin@sr1#  A:sr1>config>lag>access$
    known(
        r"\*?[A-D]:[\w@.-]+(?:>[\w.:/@+-]+)*[#$]",
        "Nokia, SR OS basic system configuration; oxidized sros.rb",
    ),
    // ETX-203AX>config>system(1)#  leg:isadmin>configure#
    known(
        concat!(word!(), "(?:>", r"[\w.:/@+-]+", mode!(), "?)+[#$]"),
        "RAD ETX-2 manual; Nokia ISAM command reference; netmiko \
         rad_etx.py",
    ),
    // VX9k*>  CN3916*>  VX9k(config)*#
    known(
        concat!(r"[A-Za-z][\w.-]{2,}", mode!(), r"{0,2}\*[>#]"),
        "oxidized spec mtrlrfs, saos10",
    ),
    // cli->  ssg5-serial(M)->  hpiLO->
    known(
        r"[A-Za-z][\w.:-]*(?:\(\w+\))?->",
        "Juniper ScreenOS reference; netmiko vertiv_mph_ssh.py; noc \
         HP/iLO2",
    ),
    // Matrix N3 Platinum(rw)->
    known(
        r"[A-Za-z][\w .-]+\((?:su|rw|ro)\)->",
        "Enterasys; oxidized enterasys.rb",
    ),
    // /admin1->  </>hpiLO->  </map1>hpiLO->
    known(
        r"(?:</[\w./]*>[A-Za-z]\w*|/[\w./]+)->",
        "DMTF DSP0214 (SM CLP); HP iLO guide",
    ),
    // />  /unit-1/port-2>
    known(r"/[\w./-]*>", "netmiko audiocode_ssh.py, keymile_ssh.py"),
    // WG<managed-by-wsm><master>>  [FAULT]WG>
    known(
        r"(?:\[\w+\])?[A-Za-z][\w-]*(?:<[\w-]+>){0,4}>",
        "oxidized spec firewareos",
    ),
    // bash-4.2$  user@host:~$  username@hostname~$
    known(
        concat!(word!(), r"\$"),
        "bash(1), PROMPTING; oxidized spec linuxgeneric, cumulus",
    ),
    // ascend%
    known("[a-z][a-z0-9_.-]*[a-z]%", "csh(1); Lucent MAX TNT"),
    // root@mx1%  root@mx1:RE:0%  admin@host:/%
    known(
        r"[\w.-]+@[\w.:~/-]+%",
        "Junos OS, start shell; exscript banners junos.2",
    ),
    // MA5800(diagnose)%%  admin@router-cli(config)%
    known(
        concat!(word!(), r"\([\w.-]+\)%{1,2}"),
        "scrapli_community huawei_smartax; scrapligo versa_flexvnf",
    ),
    // UCS-A /org*#  host ~ #  host:~ #  root@fw:/ #  user@host ~$
    known(
        concat!(
            r"[A-Za-z][\w.@-]*(?:[ :]",
            path!(),
            r"\*? | ",
            path!(),
            r"\*?)[#$%>]"
        ),
        "unicon mock data fxos, linux; FreeBSD sh(1)",
    ),
    // (dev) user@host dir$  user@mac dir %  root@host~ #
    known(
        concat!(
            r"(?:\([\w.-]+\) )?[\w.-]+@[\w.-]+",
            r"(?: [\w.-]+ ?[#$%]|[\w\x80-\xff~.-]* [#$])",
        ),
        "unicon mock data linux",
    ),
    // / #  /tmp #  ~#
    known(
        concat!(path!(), " ?[#$]"),
        "BusyBox ash; recog, nmap-service-probes",
    ),
    // [root@host ~]#  [ios:~]$  [local]host(config)#  =[tivo:root]-#
    known(
        concat!(
            r"(?:=|[A-Z]{1,8})?\[ ?[A-Za-z][\w.@:/ ~+-]*\]-? ?",
            r"(?:[\w.@/~:-]+(?:\([\w.:/ -]*\)){0,3} ?)?[#$%>]",
        ),
        "bash(1); Redback SmartEdge OS; unicon mock data iosxr, \
         staros, fxos",
    ),
    // [root@esx:~]  [user@host /home/user]
    known(
        r"\[[\w.-]+@[\w.-]+[: ][/~][^\] ]*\]",
        "VMware ESXi shell; noc OS/ESXi; easyshell",
    ),
    // [2.7.0-RELEASE][admin@fw.example]/root:
    known(
        r"\[[\w.-]+\]\[[\w.@-]+\][/~][\w./-]*(?::| ?[#$%])",
        "pfSense documentation, shell",
    ),
    // [admin@MikroTik] >  [admin@MikroTik] /ip address>
    known(
        concat!(
            r"\[[^\[\]@]+@[^\[\]]+\] {1,2}(?:[\w/][\w /-]*)?",
            "(?:<SAFE>|>{1,2})"
        ),
        "MikroTik, console prompts; gnetcli ros",
    ),
    // (Cisco Controller) >  (sw1) (Interface 0/1)#  (host) *[mynode] (config) #
    known(
        concat!(
            r"[!* ]?\([A-Za-z][\w .+/-]*\) ?[*^!]{0,2}",
            r"(?:\[[\w/]+\] ?)?(?:\([\w ./:-]+\) ?)?[*^]{0,2}[>#]",
        ),
        "Broadcom FASTPATH, ArubaOS; oxidized spec netgear, aosw; \
         scrapli_community aireos",
    ),
    // (Cisco Controller) config>
    known(
        r"\([A-Za-z][\w .-]*\) [a-z-]+>",
        "Cisco WLC command reference; unicon mock data aireos",
    ),
    // ![BRS-1](config)#
    known(
        r"[!*]{1,2}\[[A-Za-z][\w .-]*\](?:\([\w/-]+\)){0,3}[>#]",
        "Hirschmann HiOS; oxidized hios.rb",
    ),
    // <HUAWEI>  <sw01>  <5500-EI>
    known(
        concat!(
            r"<(?:[A-Z]{2,}|[A-Za-z]*[A-Z][\w.:/&]*[-_\d][\w.:/&()-]*",
            r"|(?:\w[\w.:/-]*)?(?:\d\d[\w.:/-]*|\d)",
            "|Huawei|Quidway|Sysname|Switch|Comware|Router)>",
        ),
        "Huawei VRP, H3C Comware; scrapli_community, gnetcli",
    ),
    // [~HUAWEI]  [*HUAWEI-bgp]
    known(
        concat!(r"\[[~*]", vrp!(), r"\]"),
        "Huawei VRP, two-phase commit; gnetcli huawei",
    ),
    // [HUAWEI]  [Quidway-ui-vty0-4]  [core-sw-GigabitEthernet0/0/1]
    known(
        concat!(
            r"\[(?:[A-Z]{2,}|(?:[A-UW-Z]|V[A-Za-z_-])[A-Za-z./:]*[-_\d]",
            vrp!(),
            r"|(?:[A-UW-Z]|V[A-Za-z_-])[A-Za-z]*\d|[a-z][a-z-]*",
            r"(?:\d\d[\w-]*|\d)",
            r"|[a-z][\w.-]*-[A-Z][A-Za-z-]*\d[\w./:]*",
            r"|Huawei|Quidway|Sysname|Switch|Comware|Router)\]",
        ),
        "Huawei VRP, H3C Comware; scrapli_community, vrnetlab hp",
    ),
    // HRP_M<fw>  RBM_P[fw]  (M)<test-test>
    known(
        concat!(
            r"(?:HRP_[AMS]|RBM_[PS]|\(M\))(?:<",
            vrp!(),
            r">|\[[~*]?",
            vrp!(),
            r"\])"
        ),
        "Huawei USG, hot standby; H3C firewall; gnetcli h3c",
    ),
    // C:\Users\admin>  PS C:\>  \Windows>
    known(
        concat!(
            r#"(?:(?:PS |[\w.-]+@[\w.-]+ )?[A-Za-z]{1,2}\d?:[\\/]"#,
            r#"|\\)[^<>|"?*\r\n]*>"#
        ),
        "Windows, cmd and PowerShell; Windows CE; unicon mock data \
         windows",
    ),
    // (qemu)
    known(
        r"\((?:qemu|gdb|pdb|Pdb|lldb)\)",
        "QEMU monitor; vrnetlab; debuggers",
    ),
    // MariaDB [(none)]>  db=#
    known(
        r"\w+ \[\(?\w+\)?\]>|\w[\w-]*[=-][>#]",
        "MariaDB client; psql(1), PROMPT1",
    ),
    // CLI (network-admin@sw1) >
    known(r"CLI \([\w@. -]+\) >", "Pluribus Netvisor; netmiko pluribus_ssh.py"),
    // * X440.1 #  * Slot-1 X460G2.3 #  Summit:1 >  InReach:0 >>
    known(
        concat!(
            r"(?:! )?(?:\* ?)?(?:\([\w .-]+\) )?(?:Slot-\d{1,2} )?",
            "(?:VPEX )?",
            r"[A-Za-z][\w~-]*[.:]\d{1,5} (?:#|>{1,2})",
        ),
        "Extreme EXOS user guide; community.network exos.py; MRV LX",
    ),
    // >> Main#
    known(r">> [A-Za-z][\w .-]*#", "Alteon OS; noc HP/GbE2"),
    // Manager >  Manager SW1>
    known(
        r"(?:Manager|SecOff) [\w.-]* ?>",
        "Allied Telesis AlliedWare; noc AT8700, AT9900",
    ),
    // telnet@FES Router#
    known(
        concat!(
            r"(?:[A-Z]{2}-)?(?:telnet|ssh|SSH)@[\w. #-]+",
            mode!(),
            "{0,2}[>#]"
        ),
        "Brocade IronWare; nmap-service-probes; oxidized ironware.rb",
    ),
    // sw1 [standalone: master] (config) #
    known(
        concat!(
            r" ?(?:[\w.-]+ )?\[[\w -]+: [\w-]+\](?: \(config[\w .-]*\))? ",
            "[>#]"
        ),
        "Mellanox Onyx; oxidized spec mlnxos",
    ),
    // FGT60D #  (M) adc-1 $  gw-1 >
    known(
        concat!(
            r"(?:\([MPS]\) )?(?:",
            host!(),
            r" #|[A-Za-z]\w*[-_][\w-]+ [$>]|[A-Z][\w-]{2,}\* #",
            r"|[\w.-]*[\x80-\xff][\w\x80-\xff.-]* #)",
        ),
        "FortiOS, FortiADC, OmniSwitch AOS; oxidized spec fortigate, \
         aos7; unicon mock data fxos",
    ),
    // fw(Primary) (global) #  gw (config) #
    known(
        concat!(
            r"[A-Za-z][\w.-]*(?:\([\w-]+\)|(?:\([\w-]+\))?",
            r"(?: \([A-Za-z][\w./ -]+\)){1,2}) ?[#$]"
        ),
        "FortiOS; Riverbed; oxidized spec fortigate",
    ),
    // user@(host)(cfg-sync In Sync)(Active)(/Common)(tmos)#
    known(
        r"[\w.-]+@(?:\([\w./ -]+\)){2,6}#",
        "F5 BIG-IP tmsh; exscript banners bigip.1",
    ),
    // tnsr-1 tnsr(config)#  tty=ansi sw1#
    known(
        concat!(r"(?:[\w-]+ tnsr|tty=\w+ [A-Za-z][\w.-]*)", mode!(), "?[>#]"),
        "Netgate TNSR; oxidized spec tnsr; netmiko issue 3356",
    ),
    // Console> (enable)
    known(
        r"[A-Za-z][\w.-]*> \(enable\)",
        "Cisco CatOS; oxidized catos.rb; rancid clogin",
    ),
    // rommon 1 >  loader >
    known(
        r"(?:rommon \d{1,4}|loader) >",
        "Cisco ROMMON, NX-OS loader; unicon mock data",
    ),
    // R5000#1>
    known(
        r"[A-Za-z][\w-]*[#|]\d{1,5}>",
        "InfiNet WANFlex; noc InfiNet/WANFlexX",
    ),
    // ProCurve Switch 2824(config)#
    known(
        r"(?:HP )?ProCurve(?: [\w.-]+){1,3}(?:\([\w/-]+\))?[>#]",
        "HP ProCurve, factory names; noc HP/ProCurve",
    ),
    // 192.0.2.1>
    known(r"(?:\d{1,3}\.){3}\d{1,3}(?:\([\w-]+\))?[>#]", "Patton SmartNode"),
    // {admin}=>  _{admin}[ip]=>
    known(
        r"_?\{\w+\}(?:\[\w*\])?=>",
        "Thomson SpeedTouch CLI; oxidized speedtouch.rb",
    ),
    // cluster1::>  cluster1::*>
    known(r"[\w.-]+:: ?\*?>", "NetApp ONTAP administration; FORE ForeThought"),
    // --:- / cli->
    known(r"--:[-#*] [\w./-]* ?cli->", "Cyclades and Avocent ACS CLI"),
];

/// Signs alone. Each begins lines of output, too (a comment, a quotation), so
/// they are for who has not learned a prompt yet.
pub(in super::super) const LONE: &[Known] = &[
    // $  #  %  >  (space)>  >>>
    known(
        r" ?(?:[#$%]|>{1,3})",
        "sh(1), csh(1); noc Alstec/5440; Python; oxidized hpemsa.rb",
    ),
    // ->  =>  #>  =>>  ==>
    known(
        "(?:[-#]>|={1,2}>{1,2})",
        "VxWorks shell; OmniSwitch AOS; Das U-Boot; Digi; SEL-351A \
         instruction manual",
    ),
];

/// Lines and beginnings of lines that a row above takes for a prompt.
pub(in super::super) const NEVER: &[Known] = &[
    // heads of tables, as `Port#`
    known(
        concat!(
            "(?i)(?:serial|assembly|model|part|revision",
            "|port|slot|card|unit",
            "|no|nr|id|seq|line|item|chassis|module|index)#",
        ),
        "heads of tables: unicon mock data iosxe; ntc-templates",
    ),
    known(
        concat!(
            "(?:cpu|mem|util|usage|load|rate|loss|use",
            "|used|free|idle|avail)%"
        ),
        "top(1), df(1)",
    ),
    // addresses with a fragment
    known(r"[a-z]{2,}://[^ ]*", "RFC 3986"),
    known(r"[CF]#", "the names of languages"),
    // questions that end with a sign
    known(
        concat!(
            r"(?i)(?:[\w -]+ )?(?:user ?(?:name|id)|login",
            "|pass ?word|passcode) *-?>"
        ),
        "noc Zhone/Bitstorm, TFortis/PSW; nmap-service-probes",
    ),
    // states and tags of logs
    known(
        concat!(
            r"\[(?:OK|ON|OFF|UP|DOWN|YES|NO|NA|NEW|END",
            "|INFO|WARN|WARNING|ERR|ERROR|FAIL|FAILED",
            r"|PASS|PASSED|DEBUG\d?|NOTICE|CRIT|CRITICAL",
            "|ALERT|FATAL|TRACE|DONE|SKIP|SKIPPED",
            r"|TAB|ESC|ENTER|SPACE|DEPEND|STATUS|TIMEOUT|CONFIG|NOTE)\]",
        ),
        "unicon mock data iosxe, iosxr",
    ),
    // keys, marks of a help text, tags of HTML and XML, priorities of syslog
    known(
        concat!(
            "(?i)<(?:cr|lf|crlf|tab|esc|enter|return",
            "|space|eof|none|null|nil|word|line|name",
            "|html|head|body|title|table|tr|td|th|pre",
            "|br|hr|meta|center|form|script|h[1-6]",
            r"|(?:ipv|inet|md|sha|utf|x|base)\d{1,4}|\d{1,3}|\d+-\d+)>",
        ),
        "IOS help; RFC 5424; HTML",
    ),
    // shares
    known(
        r"[A-Z]\$|(?:ADMIN|IPC|NETLOGON|SYSVOL|print|PRINT)\$",
        "Windows, net share",
    ),
];

/// First lines of prompts of two lines. They are no prompt by themselves.
pub(in super::super) const PREFACES: &[Known] = &[
    // {master:0}  {primary:node0}  {master}[edit]
    known(
        concat!(
            r"\{(?:master|backup|primary|secondary|linecard",
            r"|disabled|hold|ineligible|lost)(?::\w+)?\}",
            r"(?:\[edit[^\[\]]*\])?"
        ),
        "Junos OS CLI guide; gnetcli juniper; exscript banners \
         junos.3",
    ),
    // [edit]  [edit interfaces ge-0/0/0]
    known(r"\[edit(?: [^\[\]]+)?\]", "Junos OS CLI guide; VyOS"),
    // (ex)[/]  !*(ex:bof)[/x]  [gl:/configure]  [/configure router "Base"]
    known(
        concat!(
            r"!?\*?(?:\((?:ex|gl|pr|ro|pc)(?::\w+)?\)\[[^\[\]]*\]",
            r"|\[(?:(?:ex|gl|pr|ro|pc):)?(?:/|configure",
            r"|show|state|tools|admin|debug|clear)[^\[\]{}]*\])",
        ),
        "Nokia, MD-CLI user guide; scrapli_community nokia_sros; \
         unicon mock data sros",
    ),
    // --{ + candidate shared default }--[ interface ethernet-1/1 ]--
    known(
        r"--\{[ +*!\w\[\]-]+\}--\[[^\[\]]*\]--",
        "Nokia SR Linux CLI; scrapligo nokia_srlinux",
    ),
    // admin@router:/Setup
    known(r"[\w.-]+@[\w.-]+:/[\w/. -]*", "LANCOM LCOS; oxidized lancom.rb"),
];

/// A prompt that ends a line which the output did not end: what it ends with.
pub(in super::super) const TAILS: &[Known] =
    &[known(r"[/~][\w./~+-]* [#$]", "BusyBox ash, PS1 with the folder")];
