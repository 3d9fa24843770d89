import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { PingTimes } from "@livetriage/proto-types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConnection } from "../src/channel/connection.ts";
import { Session } from "../src/channel/session.ts";
import { readKeyPair } from "../src/config/identity-files.ts";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { SilentProxy } from "./kit/silent-proxy.ts";

const HELLO = { case: "hello", value: { protoMin: 1, protoMax: 1 } } as const;
const nothing = async () => undefined;

const { collector, host } = await enrolledHost();
let proxy: SilentProxy;
let endpoint: string;

beforeAll(async () => {
  proxy = new SilentProxy(() => collector.port);
  endpoint = `127.0.0.1:${await proxy.listen()}`;
});

afterAll(() => proxy.close());

function connect(to: string, pings?: PingTimes) {
  return openConnection(to, { caPem: collector.fleet.ca.certificate, pair: readKeyPair(host.stateDir) }, pings);
}

test("a session over a link that falls silent breaks when no ping is answered (T9)", async () => {
  const session = new Session(connect(endpoint, { everyMs: 100, timeoutMs: 1_000 }));
  const welcomed = async () => proxy.fallSilent();
  await expect(session.run(HELLO, welcomed, nothing)).rejects.toThrow("the connection fell silent");
});

test("a Collector that takes the connection and says nothing is left", async () => {
  const mute = createServer().listen(0, "127.0.0.1");
  await once(mute, "listening");
  const session = new Session(connect(`127.0.0.1:${(mute.address() as AddressInfo).port}`), 500);
  await expect(session.run(HELLO, nothing, nothing)).rejects.toThrow(/abort|closed/);
  mute.close();
});
