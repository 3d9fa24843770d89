import { once } from "node:events";
import { connect } from "node:tls";
import { Code } from "@connectrpc/connect";
import { systemClock } from "@livetriage/triage-core/host";
import { expect, onTestFinished, test } from "vitest";
import { dropFormerAuthority, rotateAuthority } from "../src/rotate-authority.ts";
import { TestSession } from "./open-session.ts";
import { startFleet } from "./running-fleet.ts";

test("a Collector with another certificate resumes no TLS session, and agrees on keys as before", async () => {
  const fleet = await startFleet({ reloadEveryMs: 50 });
  onTestFinished(() => fleet.stop());
  let session: Buffer | undefined;
  const handshake = async () => {
    const offered = { ...(session && { session }), ALPNProtocols: ["h2"], ecdhCurve: "auto" };
    const socket = connect({ port: fleet.collector.port, host: "127.0.0.1", ca: fleet.caPem, ...offered });
    socket.on("session", (next) => {
      session = next;
    });
    await once(socket, "data"); // the Collector's first frame, behind what it says of sessions
    const { name } = socket.getEphemeralKeyInfo() as { name?: string };
    const serial = socket.getPeerX509Certificate()?.serialNumber;
    const resumed = socket.isSessionReused();
    socket.destroy();
    return { serial, resumed, name };
  };
  const { serial } = await handshake();
  const usual = { resumed: false, name: "X25519" };
  expect(await handshake()).toEqual({ ...usual, serial });
  await rotateAuthority({ dir: fleet.dir, clock: systemClock });
  await expect.poll(async () => (await handshake()).serial, { timeout: 30_000 }).not.toBe(serial);
  expect(await handshake()).toMatchObject(usual);
});

test("a CA that is dropped takes its connections with it", async () => {
  const fleet = await startFleet({ reloadEveryMs: 50 });
  onTestFinished(() => fleet.stop());
  const session = new TestSession(fleet.sensorClient(await fleet.enroll()));
  session.hello();
  await session.next("welcome");
  const options = { dir: fleet.dir, clock: systemClock };
  await rotateAuthority(options);
  expect((await session.next("tune")).authorities?.believed).toBe(2);
  await dropFormerAuthority({ ...options, force: true });
  await expect(session.ended()).rejects.toMatchObject({ code: Code.Canceled });
});
