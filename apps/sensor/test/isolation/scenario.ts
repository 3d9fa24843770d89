/** Run in namespaces of its own, as `scenario.ts KIND DIRECTORY`: a sensor enrolls and connects, its host is cut off, and the sensor starts anew. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FakeCollector } from "../kit/fake-collector.ts";
import { TestHost } from "../kit/sensor-process.ts";
import { newFleet } from "../kit/test-fleet.ts";
import { connectProxy } from "./connect-proxy.ts";

const NAME = "collector.test";
const V4 = "10.77.0.1";
const V6 = "fd77::1";
const PROXY_PORT = 3128;

/** What stays open after the cut; what is dropped before that is looked at. */
const KINDS = {
  "one port": { address: V4, settings: "", drop: "", ports: (port: number) => [port] },
  "IPv6 only": { address: V6, settings: "", drop: "meta nfproto ipv4 drop;", ports: (port: number) => [port] },
  "a proxy": {
    address: V4,
    settings: `proxy: proxy.test:${PROXY_PORT}\n`,
    drop: `meta skuid nobody tcp dport != ${PROXY_PORT} drop;`, // the proxy is root's here, the sensor is nobody's
    ports: (port: number) => [port, PROXY_PORT],
  },
} as const;

const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: "utf8" });
const [, , kind, home] = process.argv as unknown as [string, string, keyof typeof KINDS, string];

/** From now on the file has this text, in this namespace alone. */
function replace(path: string, text: string): void {
  const file = join(home, path.replaceAll("/", "_"));
  writeFileSync(file, text);
  run("mount", "--bind", file, path);
}

function cutOff(drop: string, ports: readonly number[]): void {
  replace("/etc/hosts", "127.0.0.1 localhost\n");
  replace("/etc/resolv.conf", "nameserver 192.0.2.53\n");
  const open = ports.map((port) => `tcp dport ${port} accept; tcp sport ${port} accept;`).join(" ");
  const chain = (hook: string) =>
    `chain ${hook} { type filter hook ${hook} priority 0; policy drop; ${drop} ${open} }\n`;
  writeFileSync(join(home, "rules"), `table inet cut {\n${chain("input")}${chain("output")}}\n`);
  run("nft", "-f", join(home, "rules"));
}

async function main(): Promise<void> {
  const { address, settings, drop, ports } = KINDS[kind];
  run("ip", "link", "set", "lo", "up");
  const atOnce = address.includes(":") ? ["nodad"] : []; // no waiting for others to claim it
  run("ip", "address", "add", address, "dev", "lo", ...atOnce);
  replace("/etc/hosts", `${address} ${NAME} proxy.test\n`);
  const proxy = await connectProxy(address, PROXY_PORT, () => address);
  const collector: FakeCollector = new FakeCollector(await newFleet(() => collector.sensorId));
  Object.assign(collector, { host: address, names: [NAME] });
  await collector.listen();
  const host = new TestHost(settings);
  try {
    await host.enroll(collector);
    const before = host.start();
    await collector.session();
    await before.stop();
    cutOff(drop, ports(collector.port));
    host.start();
    const session = await collector.session(2);
    const { id, document } = collector.fleet.command();
    session.send({ case: "command", value: document });
    const { manifest } = await collector.delivered(id);
    process.stdout.write(JSON.stringify({ ended: manifest.ended, throughProxy: proxy.asked.length > 0 }));
  } finally {
    await host.close();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
