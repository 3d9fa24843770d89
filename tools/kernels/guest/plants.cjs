// What the guest runs so that its recording has something of everything: sockets of each kind that Node can make, a
// second network namespace, a deleted program, arguments and names that break naive parsers.
const { spawn, execFileSync } = require("node:child_process");
const { copyFileSync, unlinkSync, writeFileSync } = require("node:fs");
const net = require("node:net");
const dgram = require("node:dgram");

const SLEEP = "setTimeout(() => {}, 1e9)";
/** @param {string} program @param {string[]} args */
const start = (program, args, options = {}) => spawn(program, args, { stdio: "ignore", ...options });

start("/bin/node", ["-e", SLEEP, "", "two words", "new\nline", "\u202Eright to left"], { argv0: "[kworker/9:9]" });
start("/bin/node", ["-e", `process.title = ") R 1 (x"; ${SLEEP}`]);
start("/bin/unshare", ["-n", "/bin/node", "-e", `require("net").createServer().listen(4444); ${SLEEP}`]);
copyFileSync("/bin/busybox", "/tmp/.hidden");
execFileSync("/bin/busybox", ["chmod", "755", "/tmp/.hidden"]);
start("/tmp/.hidden", ["100000"], { argv0: "sleep" });
start("/bin/node", ["-e", SLEEP], { uid: 65534, gid: 65534, cwd: "/tmp" });

const tcp = net
  .createServer((socket) => socket.resume())
  .listen(8080, "127.0.0.1", () => {
    net.connect(8080, "127.0.0.1");
    const closing = net.connect(8080, "127.0.0.1", () => closing.end());
  });
const tcp6 = net.createServer().listen(8081, "::");
const unix = net.createServer().listen("/tmp/a socket");
const udp = dgram.createSocket("udp4").bind(5353, "127.0.0.1");

setTimeout(() => {
  unlinkSync("/tmp/.hidden");
  writeFileSync("/tmp/plants.ready", String([tcp, tcp6, unix, udp].length));
}, 3000);
