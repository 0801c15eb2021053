# SPDX-License-Identifier: MIT OR Apache-2.0
# peer_expect.tcl MATCH_MAX PORT PATTERN ...: seconds until Tcl expect has one
# of the patterns, and how many octets of text it has then. MATCH_MAX is how
# many octets it keeps; "default" leaves that as it is.
log_user 0
set timeout -1
set socket [socket 127.0.0.1 [lindex $argv 1]]
fconfigure $socket -translation binary -encoding binary
spawn -noecho -open $socket
remove_nulls 0
if {[lindex $argv 0] ne "default"} { match_max [lindex $argv 0] }
set cases {}
foreach pattern [lrange $argv 2 end] {
    lappend cases -re $pattern { set found 1 }
}
set start [clock microseconds]
expect {*}$cases
set seconds [expr {([clock microseconds] - $start) / 1e6}]
if {![info exists found]} { exit 1 }
puts "$seconds [string length $expect_out(buffer)]"
