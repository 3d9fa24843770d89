import { expect, test } from "vitest";
import { sampleSocket } from "../testing/sample-items.ts";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { connectionText, listenersView, outboundView, socketsView } from "./connections.ts";

const package_ = (...sockets: object[]) => samplePackage({ "net-conns": sampleSection(sockets) });
const unix = (path: string) =>
  sampleSocket("listening", "x:1", "x:1", "dbus", {
    protocol: "unix",
    local_address: null,
    local_port: null,
    remote_address: null,
    remote_port: null,
    path,
  });

test("listeners that others can reach: no loopback, no unix; packet sockets are", () => {
  const { rows } = listenersView(
    package_(
      sampleSocket("listening", "0.0.0.0:53", "0.0.0.0:0", "named", { protocol: "udp" }),
      sampleSocket("listening", "127.0.0.53:53", "0.0.0.0:0", "resolved"),
      sampleSocket("listening", "::1:631", "0.0.0.0:0", "cupsd"),
      sampleSocket("listening", "::ffff:127.0.0.1:8005", "0.0.0.0:0", "java"),
      unix("/run/dbus/socket"),
      sampleSocket("listening", ":::22", "0.0.0.0:0", "sshd", { container_id: "0123456789abcdef" }),
      sampleSocket("listening", "x:1", "x:1", "tcpdump", {
        protocol: "packet",
        local_address: null,
        interface_name: "eth0",
      }),
      sampleSocket("listening", "0.0.0.0:6666", "0.0.0.0:0", "", { process_pid: null, no_owner_reason: "unexplained" }),
    ),
  );
  expect(rows.map(([protocol, address, process, , container]) => [protocol, address, process, container])).toEqual([
    ["tcp", "0.0.0.0:6666", "(unexplained)", "-"],
    ["tcp", "[::]:22", "sshd[700]", "0123456789ab"],
    ["udp", "0.0.0.0:53", "named[700]", "-"],
    ["packet", "eth0", "tcpdump[700]", "-"],
  ]);
});

test("outbound to public addresses, counted by process and peer", () => {
  const { rows } = outboundView(
    package_(
      sampleSocket("outbound", "10.0.0.5:1", "203.0.113.9:443", "curl"),
      sampleSocket("outbound", "10.0.0.5:2", "203.0.113.9:443", "curl"),
      sampleSocket("outbound", "10.0.0.5:3", "203.0.113.9:443", "wget"),
      sampleSocket("outbound", "10.0.0.5:4", "10.0.0.9:5432", "psql", { remote_scope: "private" }),
      sampleSocket("inbound", "10.0.0.5:22", "198.51.100.7:50000", "sshd"),
    ),
  );
  expect(rows.map((row) => row.slice(0, 3))).toEqual([
    ["2", "203.0.113.9:443", "curl[700]"],
    ["1", "203.0.113.9:443", "wget[700]"],
  ]);
});

test("every socket has a place, whatever its family", () => {
  const { rows } = socketsView(
    package_(unix("@/tmp/.X11"), sampleSocket("inbound", "10.0.0.5:22", "198.51.100.7:5", "sshd"), { signals: [] }),
  );
  expect(rows.map((row) => row.slice(0, 5))).toEqual([
    ["unix", "LISTEN", "listening", "@/tmp/.X11", "-"],
    ["tcp", "ESTABLISHED", "inbound", "10.0.0.5:22", "198.51.100.7:5"],
    ["-", "-", "-", "-", "-"],
  ]);
  expect(connectionText(sampleSocket("inbound", "10.0.0.5:22", "198.51.100.7:5", "sshd") as never)).toBe(
    "sshd[700] tcp 10.0.0.5:22 → 198.51.100.7:5 ESTABLISHED root /usr/sbin/sshd",
  );
});
