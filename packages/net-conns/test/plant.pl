# Opens one socket of every kind, tells their inodes as JSON, and ends by itself after 30 seconds.
use strict;
use warnings;
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6 IPPROTO_TCP AF_INET6 SO_REUSEADDR);

$SIG{ALRM} = sub { exit 0 };
alarm 30;
$| = 1;

my (%inode, @kept);

sub keep {
    my ($name, $socket) = @_;
    push @kept, $socket;
    $inode{$name} = readlink("/proc/self/fd/" . fileno($socket)) =~ /\[(\d+)\]/ ? $1 : 0;
    return $socket;
}

sub opened {
    my ($family, $type, $protocol) = @_;
    socket(my $socket, $family, $type, $protocol) or die "socket $family $type $protocol: $!";
    return $socket;
}

sub bound {
    my ($socket, $address) = @_;
    setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
    bind($socket, $address) or die "bind: $!";
    return $socket;
}

my $loopback = inet_aton("127.0.0.1");
my $any6 = inet_pton(AF_INET6, "::");
my $loopback6 = inet_pton(AF_INET6, "::1");

my $server = keep("tcp6_listen", bound(opened(AF_INET6, SOCK_STREAM, 0), pack_sockaddr_in6(8081, $any6)));
listen($server, 5) or die;
my $reuse = 15;
for my $n (1, 2) {
    my $socket = opened(AF_INET, SOCK_STREAM, 0);
    setsockopt($socket, SOL_SOCKET, $reuse, 1) or die "SO_REUSEPORT: $!";
    listen(keep("reuseport$n", bound($socket, pack_sockaddr_in(8082, $loopback))), 5) or die;
}

my $client = keep("tcp_client", opened(AF_INET, SOCK_STREAM, 0));
connect($client, pack_sockaddr_in(8081, $loopback)) or die "connect: $!";
accept(my $accepted, $server) or die;
keep("tcp6_accepted", $accepted);

my $waiting = keep("tcp_not_accepted_client", opened(AF_INET, SOCK_STREAM, 0));
connect($waiting, pack_sockaddr_in(8082, $loopback)) or die "connect: $!";

# who closes first stays in TIME_WAIT
my $brief = opened(AF_INET, SOCK_STREAM, 0);
connect($brief, pack_sockaddr_in(8081, $loopback)) or die;
accept(my $peer, $server) or die;
close $brief;
close $peer;

my $half = keep("tcp_half_closed", opened(AF_INET, SOCK_STREAM, 0));
connect($half, pack_sockaddr_in(8081, $loopback)) or die;
accept(my $half_peer, $server) or die;
keep("tcp6_half_peer", $half_peer);
shutdown($half, 1);

keep("udp", bound(opened(AF_INET, SOCK_DGRAM, 0), pack_sockaddr_in(5353, $loopback)));
my $udp6 = keep("udp6", bound(opened(AF_INET6, SOCK_DGRAM, 0), pack_sockaddr_in6(5354, $loopback6)));
connect($udp6, pack_sockaddr_in6(53, $loopback6)) or die;
keep("raw", opened(AF_INET, SOCK_RAW, 1));
keep("raw6", opened(AF_INET6, SOCK_RAW, 58));
keep("packet", opened(17, SOCK_RAW, 0x0300));
keep("packet_lo", bound(opened(17, SOCK_DGRAM, 0), pack("S n l S C C a8", 17, 0x0800, 1, 0, 0, 0, "")));
keep("netlink", bound(opened(16, SOCK_RAW, 0), pack("S S L L", 16, 0, 0, 1)));
my $unix = keep("unix_listen", bound(opened(AF_UNIX, SOCK_STREAM, 0), pack("S a*", AF_UNIX, "\0lt plant\nline")));
listen($unix, 5) or die;
keep("unix_dgram", bound(opened(AF_UNIX, SOCK_DGRAM, 0), pack("S a*", AF_UNIX, "\0lt dgram")));

# a second owner of everything
my $child = fork;
if ($child == 0) { sleep 30; exit 0 }
my $pairs = join ",", map { "\"$_\":\"$inode{$_}\"" } sort keys %inode;
print "{\"pid\":$$,\"child\":$child,\"inodes\":{$pairs}}\n";
sleep 30;
kill "TERM", $child;
