import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";
import { createClient } from "@connectrpc/connect";
import { Health } from "@livetriage/proto-types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SimulatedFleet, startSimulatedFleet } from "../sim/simulated-fleet.ts";

const MOST_BYTES = 67_108_864;
const MOST_GROWTH_MIB = 32;

let fleet: SimulatedFleet;
beforeAll(async () => {
  fleet = await startSimulatedFleet({ sensors: 0, packageBytes: 1, collectMs: 0 });
});
afterAll(() => fleet.stop());

const [HEADERS, RST_STREAM, SETTINGS, PING, CONTINUATION] = [1, 3, 4, 6, 9] as const;
const END_HEADERS = 4;
const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
/** `:method: POST`, `:scheme: https`, `:path: /`, `:authority: x`. Source: RFC 7541, appendix A */
const REQUEST = Buffer.from([0x83, 0x87, 0x84, 0x41, 1, 0x78]);
/** `x: aaa…`, 4,000 bytes, which the connection keeps as the first entry of its table. */
const LONG_ENTRY = Buffer.concat([Buffer.from([0x40, 1, 0x78, 0x7f, 0xa1, 0x1e]), Buffer.alloc(4000, "a")]);
const FIRST_ENTRY = 0xbe;

/** Source: RFC 9113, 4.1 */
function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

const NOTHING = Buffer.alloc(0);
const many = (one: Buffer) => Buffer.concat(Array.from({ length: 1_000 }, () => one));
const request = (stream: number, more: Buffer) => frame(HEADERS, END_HEADERS, stream, Buffer.concat([REQUEST, more]));

async function open(): Promise<TLSSocket> {
  const { port } = fleet.collector;
  const socket = connect({ port, host: "127.0.0.1", ALPNProtocols: ["h2"], rejectUnauthorized: false });
  socket.on("error", () => undefined).resume();
  await once(socket, "secureConnect");
  socket.write(Buffer.concat([PREFACE, frame(SETTINGS, 0, 0, NOTHING)]));
  return socket;
}

/** Sends frames until the Collector closes the connection; gives the most memory that it had meanwhile, in MiB. */
async function flood(socket: TLSSocket, next: (stream: number) => Buffer): Promise<number> {
  const { costs } = fleet.collector;
  let most = 0;
  for (let stream = 1, sent = 0; !socket.destroyed && sent < MOST_BYTES; stream += 2) {
    const frames = next(stream);
    sent += frames.length;
    if (socket.write(frames)) continue;
    await new Promise((resolve) => socket.write(NOTHING, resolve)); // when all is sent, or nothing can be any more
    costs.look();
    most = Math.max(most, costs.rssMib);
  }
  return most;
}

test.each<[string, (stream: number) => Buffer]>([
  ["rapid reset", (id) => Buffer.concat([request(id, NOTHING), frame(RST_STREAM, 0, id, Buffer.alloc(4))])],
  [
    "headers that never end",
    (id) => (id === 1 ? frame(HEADERS, 0, 1, REQUEST) : frame(CONTINUATION, 0, 1, LONG_ENTRY)),
  ],
  ["pings", () => many(frame(PING, 0, 0, Buffer.alloc(8)))],
  ["settings", () => many(frame(SETTINGS, 0, 0, NOTHING))],
  ["small headers that unfold", (id) => request(id, id === 1 ? LONG_ENTRY : Buffer.alloc(10_000, FIRST_ENTRY))],
])("T15: %s: the connection is closed, and costs no memory", async (_, next) => {
  const { costs } = fleet.collector;
  costs.look();
  const before = costs.rssMib;
  const socket = await open();
  const most = await flood(socket, next);
  expect(socket.destroyed).toBe(true);
  expect(most - before).toBeLessThan(MOST_GROWTH_MIB);
  const others = createClient(Health, fleet.operatorTransport());
  expect(await others.check({})).toMatchObject({ status: 1 });
});
