//! How a host refuses a command: a row matches from the begin of a line, and
//! need not reach its end.
//!
//! A log line (`%SYS-5-CONFIG_I: ...`) is no error, and no word of an output
//! is one by itself: a row begins with the sign, or with words that hosts use
//! to refuse.

use super::{Known, known};

pub(in super::super) const ERRORS: &[Known] = &[
    // % Invalid input detected at '^' marker.  %% Incomplete command
    // ERROR: % Ambiguous command:  "dis clock"  %Error 20202: ...
    known(
        concat!(
            r"(?i) {0,2}(?:error: )?%{1,2} {0,3}(?:error(?: \d{1,6})?: )?",
            "(?:invalid|incomplete|ambiguous|unknown",
            "|unrecogni[sz]ed|wrong|bad|too many|missing",
            "|parse error",
            "|parameter|duplicate|unavailable|no such",
            "|not supported|not authori[sz]ed|authorization failed",
            "|permission denied|specify|failed to|cannot",
            "|can't",
            "|(?:this )?command (?:not|is not|rejected",
            "|incomplete|authorization)|you need|error",
            "(?: in|:))[ :.,]",
        ),
        "IOS, NX-OS, XR, ASA, EOS, FTOS, VRP, ZXR10; scrapli; \
         gnetcli; noc",
    ),
    // % "show x"  Unknown command.
    known(
        r#" {0,2}% {0,2}"[^"\r\n]+" {1,3}(?:Unknown|Invalid|Incomplete)"#,
        "noc Raisecom/ROS, Orion/NOS",
    ),
    // the place of the fault:           ^
    known(r" +\^(?: error)?$", "IOS, VRP, Junos; noc Alstec/MSPU"),
    // Error: Unrecognized command found at '^' position.  Error[1]: ...
    // Failure: ...  MINOR: CLI ...
    known(
        concat!(
            r"(?:Error(?:\[\d{1,6}\])?|ERROR|error|Failure",
            "|failure|MINOR|MAJOR|CRITICAL)(?:: ?| - )[A-Z'(a-z]"
        ),
        "VRP, SmartAX, SR OS, RouterOS, IronWare, TP-Link; gnetcli \
         huawei; scrapli_community",
    ),
    // bad command name ttt (line 1 column 2)
    known(
        concat!(
            "(?:bad|expected|syntax|invalid|no such",
            r"|ambiguous|missing|unknown|input does not)\b[^\r\n]*\(line ",
            r"\d{1,6} column \d{1,6}\)"
        ),
        "RouterOS; gnetcli ros",
    ),
    known(r"\[Safe mode released by another user\]", "RouterOS; gnetcli ros"),
    // syntax error, expecting <command>  unknown command.  Invalid input: x
    // Incomplete command.  Ambiguous input ->
    known(
        concat!(
            "(?i) {0,2}(?:syntax|parse|parser|parameter",
            "|validation) error|(?i) {0,2}(?:unknown",
            "|unrecogni[sz]ed|invalid|incomplete|illegal",
            "|ambiguous|incorrect|bad|wrong)",
            " (?:command|input|syntax|token|keyword",
            "|option|parameter|argument|value|action",
            "|usage|entry|range)",
            r"(?:[ :.,;!)-]{0,3}$|:|\.| [->(/'']| at ",
            r"| detected| found| - | name| or | \S+$)",
        ),
        "Junos, ProCurve, AOS-CX, IronWare, Aruba, PAN-OS, FortiOS, \
         OmniSwitch; scrapli; oxidized",
    ),
    // Command not found / Incomplete command. Use ? to list commands.
    known(
        concat!(
            "(?i) {0,2}(?:command (?:not found|fail",
            "|incomplete|rejected|is not complete|authorization fail",
            "|unknown)",
            "|cannot execute command|no such command",
            "|unknown action|not authorized to run",
            "|you do not have permission|permission denied|access denied",
            "|shell parser failure",
            "|an invalid interface)",
        ),
        "FASTPATH, FortiOS, ISAM, ProCurve, IOS, SAOS; \
         scrapli_community; noc",
    ),
    // Error input in the position marked by '^'.  Too many parameters
    known(
        concat!(
            "(?i) {0,2}(?:error input in the position",
            "|ambiguous input in the position|too many parameters",
            "|next possible completions:|available commands:)"
        ),
        "Raisecom ROS, D-Link; scrapligo raisecom_ros, dlink_os",
    ),
    // 'x' is ambiguous.  x: no such command
    known(
        concat!(
            r"'[^'\r\n]+' is ambiguous\.|[^ \r\n:]+: ",
            "(?:no such command|invalid command)"
        ),
        "Junos; noc Juniper/JUNOS, ECI/HiFOCuS",
    ),
    // -sh: foo: not found  bash: foo: command not found
    // foo: Command not found.
    known(
        concat!(
            r"(?:-?[\w/.-]+: )(?:(?:line )?\d{1,5}: )?",
            r"(?:[^\r\n:]+: )?(?:(?:[Cc]ommand )?not found",
            "|No such file or directory|Permission denied",
            r"|applet not found)\b|zsh: command not found"
        ),
        "POSIX sh, bash(1), csh(1), BusyBox; noc OS/Linux, OS/FreeBSD",
    ),
    // 'x' is not recognized as an internal or external command,
    known(r"'[^'\r\n]+' is not recognized as an", "Windows cmd"),
];
