import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeLossless } from "../../text/lossless.ts";
import { parseFibTrie } from "./fib-trie.ts";
import { parseIfInet6 } from "./if-inet6.ts";
import { parseIpv6Route } from "./ipv6-route.ts";
import { parseResolvConf } from "./resolv-conf.ts";
import { parseRoute } from "./route.ts";

const anyText = fc.uint8Array({ maxLength: 400 }).map((bytes) => decodeLossless(bytes));

const ROUTE = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
eth1\t000200C0\t00000000\t0000\t0\t0\t0\t00FFFFFF\t0\t0\t0
*\t000000E0\t00000000\t0201\t0\t0\t0\t000000F0\t0\t0\t0
`;

test("IPv4 routes that are up and lead somewhere", () => {
  expect(parseRoute(ROUTE)).toEqual({
    rows: [
      { interface: "eth0", destination: 0, mask: 0, gateway: "192.0.2.1", metric: 100 },
      { interface: "eth0", destination: 0xc0000200, mask: 0xffffff00, gateway: null, metric: 0 },
    ],
    malformed: 0,
  });
  expect(parseRoute("heading\neth0 zz\n").malformed).toBe(1);
});

test("on big-endian machines the hex digits read forwards", () => {
  const text = "heading\neth0\tC0000200\tC0000201\t0003\t0\t0\t0\tFFFFFF00\t0\t0\t0\n";
  expect(parseRoute(text, false).rows).toMatchObject([
    { destination: 0xc0000200, gateway: "192.0.2.1", mask: 0xffffff00 },
  ]);
});

const ZERO = "0".repeat(32);

test("IPv6 default routes without the kernel's reject routes", () => {
  const text = [
    `fd${"0".repeat(30)} 40 ${ZERO} 00 ${ZERO} 00000100 00000001 00000000 00000001     eth0`,
    `${ZERO} 00 ${ZERO} 00 fe80000000000000000000000000000a 00000400 00000002 00000000 00000003     eth0`,
    `${ZERO} 00 ${ZERO} 00 ${ZERO} 00000401 00000002 00000000 00000001     tun0`,
    `${ZERO} 00 ${ZERO} 00 ${ZERO} ffffffff 00000001 00000000 00200200       lo`,
    "garbage",
  ].join("\n");
  expect(parseIpv6Route(text)).toEqual({
    rows: [
      { interface: "eth0", gateway: "fe80::a", metric: 1024 },
      { interface: "tun0", gateway: null, metric: 1025 },
    ],
    malformed: 1,
  });
});

test("IPv6 addresses with their interface", () => {
  const text = `00000000000000000000000000000001 01 80 10 80       lo
fe8000000000000000fc00fffe000001 04 40 20 80     eth0
nonsense 04 40 20 80     eth0
`;
  expect(parseIfInet6(text)).toEqual({
    rows: [
      { interface: "lo", address: "::1/128" },
      { interface: "eth0", address: "fe80::fc:ff:fe00:1/64" },
    ],
    malformed: 1,
  });
});

test("own addresses of the trie, each once", () => {
  const table = `  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
        +-- 192.0.2.0/30 2 0 2
           |-- 192.0.2.0
              /24 link UNICAST
           |-- 192.0.2.2
              /32 host LOCAL
        |-- 192.0.2.255
           /32 link BROADCAST
`;
  expect(parseFibTrie(`Main:\n${table}Local:\n${table}`)).toEqual(["192.0.2.2"]);
  expect(parseFibTrie("        /32 host LOCAL\n")).toEqual([]);
});

test("name servers", () => {
  const text =
    "# nameserver 1.1.1.1\nsearch example.org\nnameserver 192.0.2.53\nnameserver\tfe80::1%eth0 # second\n; nameserver 2\n nameserver 3\n";
  expect(parseResolvConf(text)).toEqual(["192.0.2.53", "fe80::1%eth0"]);
});

test.each([
  ["route", parseRoute],
  ["ipv6_route", parseIpv6Route],
  ["if_inet6", parseIfInet6],
])("any text in %s gives rows or is counted", (_name, parse) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { rows, malformed } = parse(text);
      expect(rows.length + malformed).toBeLessThanOrEqual(text.split("\n").length);
    }),
  );
});
