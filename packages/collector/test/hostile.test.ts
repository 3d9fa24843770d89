import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { type ClientHttp2Session, connect as connectHttp2, constants } from "node:http2";
import { connect as connectTcp, createServer, type Socket } from "node:net";
import { memoryUsage } from "node:process";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { EnrollmentService, Health } from "@livetriage/proto-types";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signedCommand } from "./commands.ts";
import { TestSession } from "./open-session.ts";
import { type ClientKeys, type RunningFleet, startFleet } from "./running-fleet.ts";

const MIB = 1_048_576;
let fleet: RunningFleet;
/** One without patience, for what is to be noticed soon; a test that is slow itself must not meet it. */
let hasty: RunningFleet;
beforeAll(async () => {
  fleet = await startFleet();
  hasty = await startFleet({ pingEveryMs: 300, pingTimeoutMs: 100, idleMs: 500, helloMs: 500, callMs: 500 });
});
afterAll(() => Promise.all([fleet.stop(), hasty.stop()]));

function http2(keys?: ClientKeys, settings = {}, { collector, caPem } = fleet): ClientHttp2Session {
  const session = connectHttp2(`https://127.0.0.1:${collector.port}`, { ca: caPem, ...keys, settings });
  session.on("error", () => undefined);
  return session;
}

const grpc = (path: string) => ({
  ":method": "POST",
  ":path": path,
  "content-type": "application/grpc",
  te: "trailers",
});
const SESSION = "/triage.channel.v1.SensorChannelService/Session";
const OPEN = "/triage.channel.v1.SensorChannelService/OpenUpload";
const ENROLL = "/triage.channel.v1.EnrollmentService/Enroll";

/** How a stream ends: its status, its trailer's grpc-status, or its reset code. */
async function ending(session: ClientHttp2Session, headers: object, body?: Uint8Array, whole = false) {
  const stream = session.request(headers as never);
  const seen: { status?: number; grpc?: string; reset?: number } = {};
  stream.on("response", (h) => {
    seen.status = Number(h[":status"]);
    if (h["grpc-status"] !== undefined) seen.grpc = String(h["grpc-status"]);
  });
  stream.on("trailers", (h) => {
    seen.grpc = String(h["grpc-status"]);
  });
  stream.on("error", () => undefined);
  stream.resume();
  if (body !== undefined) stream.write(body);
  if (whole) stream.end();
  await once(stream, "close");
  return { ...seen, reset: stream.rstCode };
}

async function works(): Promise<void> {
  expect(await createClient(Health, fleet.transport()).check({})).toMatchObject({ status: 1 });
}

describe("T9: a link that is dead without a word", () => {
  test("a sensor behind it is let go, and its successor takes over", async () => {
    const sensor = await hasty.enroll();
    const pipe = await halfOpenProxy(hasty.collector.port);
    const session = new TestSession(hasty.sensorClient(sensor, pipe.port));
    session.hello();
    await session.next("welcome");
    pipe.silence();
    await expect
      .poll(() => hasty.collector.metrics(), { timeout: 10_000 })
      .toMatch(/livetriage_collector_sessions 0\n/);
    session.drop();
    pipe.close();
  });

  test("a connection on which nothing is asked is closed", async () => {
    const session = http2(undefined, {}, hasty);
    await once(session, "close");
    expect(session.closed).toBe(true);
  });

  test("a connection that never speaks TLS is closed", async () => {
    const socket = connectTcp(hasty.collector.port, "127.0.0.1");
    socket.resume();
    await once(socket, "close");
    expect(socket.destroyed).toBe(true);
  });
});

describe("T14: what a stranger or a sensor sends", () => {
  test("an authority that is no host, a path that is no call, a method that is no POST", async () => {
    const session = http2();
    expect((await ending(session, { ...grpc(ENROLL), ":authority": "[" })).status).toBe(400);
    expect((await ending(session, grpc("/../../etc/passwd"))).status).toBe(404);
    for (const path of [ENROLL, OPEN]) {
      expect((await ending(session, { ...grpc(path), ":method": "PUT" })).status).toBe(405);
      expect((await ending(session, { ...grpc(path), "content-type": "text/plain" })).status).toBe(415);
    }
    session.destroy();
    await works();
  });

  test("headers of more than 8 KiB", async () => {
    const session = http2(undefined, {}, hasty);
    const { status, reset } = await ending(session, { ...grpc(ENROLL), "x-large": "x".repeat(20_000) });
    expect([status, reset]).not.toEqual([200, 0]);
    session.destroy();
    await works();
  });

  test.each([ENROLL, OPEN])(
    "%s: a message of more than 1 MiB, one that is compressed, one that is none",
    async (path) => {
      const session = http2((await fleet.enroll()).keys);
      const told = async (bytes: number[], more = {}) =>
        Number((await ending(session, { ...grpc(path), ...more }, Buffer.from(bytes), true)).grpc);
      expect(await told([0, 0xff, 0xff, 0xff, 0xff])).toBe(Code.ResourceExhausted);
      expect(await told([1, 0, 0, 0, 1, 0], { "grpc-encoding": "gzip" })).toBe(Code.Unimplemented);
      expect(await told([0, 0, 0, 0, 1, 0xff])).toBe(Code.Internal);
      expect(await told([0, 0, 0, 0, 9, 0])).toBe(Code.InvalidArgument);
      expect(await told([])).toBe(Code.Unimplemented);
      session.destroy();
      await works();
    },
  );

  test.each([ENROLL, OPEN])("%s: a call whose message never ends is ended", async (path) => {
    const session = http2((await hasty.enroll()).keys, {}, hasty);
    const { reset } = await ending(session, grpc(path), Buffer.from([0, 0, 0, 1, 0]));
    expect(reset).toBe(constants.NGHTTP2_CANCEL);
    session.destroy();
  });

  test("a call ends when the time is over that its caller gave it", async () => {
    const session = http2((await fleet.enroll()).keys);
    const { reset } = await ending(session, { ...grpc(SESSION), "grpc-timeout": "50m" });
    expect(reset).toBe(constants.NGHTTP2_CANCEL);
    session.destroy();
  });

  test("a token that is none, huge names, a key without its proof", async () => {
    const client = createClient(EnrollmentService, fleet.transport());
    const fails = (call: Promise<unknown>) =>
      call.then(
        () => null,
        (error: unknown) => ConnectError.from(error).code,
      );
    expect(await fails(client.enroll({ token: randomBytes(5) }))).toBe(Code.InvalidArgument);
    expect(await fails(client.enroll({ token: randomBytes(32), hostname: "x".repeat(100_000) }))).toBe(
      Code.InvalidArgument,
    );
    const key = { publicKey: randomBytes(91), signature: randomBytes(64) };
    expect(await fails(client.enroll({ token: randomBytes(32), key }))).toBe(Code.InvalidArgument);
  });

  test("a sensor that reads nothing while commands come costs no memory", async () => {
    const sensor = await fleet.enroll();
    const session = http2(sensor.keys, { initialWindowSize: 0 });
    const stream = session.request(grpc(SESSION));
    stream.on("error", () => undefined);
    const hello = Buffer.from("0801120408011001", "hex"); // seq 1, proto 1 to 1
    stream.write(Buffer.concat([Buffer.from([0, 0, 0, 0, hello.length]), hello]));
    await expect.poll(() => fleet.collector.metrics(), { timeout: 5000 }).toMatch(/livetriage_collector_sessions 1\n/);
    const before = memoryUsage.rss();
    const reason = "x".repeat(1000);
    for (let i = 0; i < 60; i += 1) {
      const { document } = signedCommand(fleet.operator.signingKey, [sensor.sensorId], { reason });
      await fleet.operatorClient().submit({ command: document });
    }
    expect(memoryUsage.rss() - before).toBeLessThan(64 * MIB);
    session.destroy();
  });

  test("a flood of frames is read slowly and costs no memory", async () => {
    const sensor = await fleet.enroll();
    const session = new TestSession(fleet.sensorClient(sensor));
    session.hello();
    await session.next("welcome");
    const frames = () =>
      Number(
        /frames_total (\d+)/.exec(
          fleet.collector
            .metrics()
            .split("\n")
            .findLast((l) => l.includes("frames_total")) ?? "",
        )?.[1],
      );
    const [before, rss] = [frames(), memoryUsage.rss()];
    for (let i = 0; i < 3000; i += 1) session.say({ case: "receipt", value: { commandId: randomBytes(16) } });
    await expect.poll(frames, { timeout: 5000 }).toBeGreaterThan(before + 50);
    await works();
    expect(frames() - before).toBeLessThan(1500);
    expect(memoryUsage.rss() - rss).toBeLessThan(64 * MIB);
    session.drop();
  });
});

test("T13: connections above the rate are closed before they cost a handshake", async () => {
  const narrow = await startFleet({ acceptPerSecond: 5 });
  const sockets = Array.from({ length: 50 }, () => connectTcp(narrow.collector.port, "127.0.0.1"));
  let closed = 0;
  for (const socket of sockets)
    socket
      .on("error", () => undefined)
      .on("close", () => (closed += 1))
      .resume();
  await expect.poll(() => closed, { timeout: 5000 }).toBeGreaterThanOrEqual(35);
  expect(narrow.collector.metrics()).toMatch(/connections_shed_total (3[5-9]|4\d)/);
  for (const socket of sockets) socket.destroy();
  await narrow.stop();
});

/** Passes bytes until it is told to pass none, and then closes nothing either. */
async function halfOpenProxy(port: number) {
  const open: Socket[] = [];
  let silent = false;
  const server = createServer((near) => {
    const far = connectTcp(port, "127.0.0.1");
    open.push(near, far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on("data", (data) => silent || to.write(data));
      from.on("error", () => undefined);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as { port: number }).port,
    silence: () => {
      silent = true;
    },
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
