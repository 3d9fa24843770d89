import { generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { type Client, Code, ConnectError, createClient } from "@connectrpc/connect";
import { OperatorService, SensorChannelService, SensorStanding } from "@livetriage/proto-types";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Authority, type CertificateRequest, createAuthority, openAuthority } from "../src/ca/authority.ts";
import { TestSession } from "./open-session.ts";
import { pem, type RunningFleet, startFleet } from "./running-fleet.ts";

const DAY_MS = 86_400_000;
let fleet: RunningFleet;
let authority: Authority;
beforeAll(async () => {
  fleet = await startFleet();
  authority = openAuthority(fleet.caPem, readFileSync(join(fleet.dir, "ca.key"), "utf8"));
});
afterAll(() => fleet.stop());

const uri = (value: string) => [{ type: "url" as const, value }];

async function clientWith(
  issuer: Authority,
  request: Partial<CertificateRequest>,
): Promise<Client<typeof SensorChannelService>> {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const names = uri(`spiffe://testfleet/sensor/${randomUUID()}`);
  const usual = { commonName: "x", publicKey, names, usage: "client", nowMs: Date.now(), days: 30 } as const;
  const certificate = await issuer.issue({ ...usual, ...request });
  return createClient(SensorChannelService, fleet.transport({ key: pem(privateKey), cert: certificate.toString() }));
}

/** How the Collector answers who opens an upload, which asks for a sensor's certificate like any call but Enroll. */
async function answerTo(client: Client<typeof SensorChannelService>): Promise<ConnectError> {
  return client.openUpload({}).then(
    () => expect.fail("the call was answered"),
    (error: unknown) => ConnectError.from(error),
  );
}

async function lastRefusal() {
  return (await fleet.audit()).filter(({ event }) => event === "refuse").at(-1);
}

describe("T16: who is not let in is told why, and the audit log says so", () => {
  test("no certificate", async () => {
    const error = await answerTo(createClient(SensorChannelService, fleet.transport()));
    expect(error.code).toBe(Code.Unauthenticated);
    expect(error.rawMessage).toBe("a client certificate is needed");
    expect(JSON.stringify(await lastRefusal())).toContain("a client certificate is needed");
  });

  test.each<[string, Partial<CertificateRequest>, Code, RegExp]>([
    ["expired", { nowMs: Date.now() - 40 * DAY_MS }, Code.Unauthenticated, /the client certificate has expired/],
    ["not yet valid", { nowMs: Date.now() + 10 * DAY_MS }, Code.Unauthenticated, /its time has not begun/],
    ["for servers", { usage: "server" }, Code.Unauthenticated, /it is not for clients/],
    ["of another fleet", { names: uri("spiffe://other/sensor/x") }, Code.Unauthenticated, /names nobody of this fleet/],
    [
      "of two sensors",
      { names: [...uri("spiffe://testfleet/sensor/a"), ...uri("spiffe://testfleet/sensor/b")] },
      Code.Unauthenticated,
      /names nobody/,
    ],
    ["without a URI", { names: [{ type: "dns", value: "testfleet" }] }, Code.Unauthenticated, /names nobody/],
    ["of an operator", { names: uri("spiffe://testfleet/operator/anna") }, Code.PermissionDenied, /for sensors only/],
    ["of a sensor that never enrolled", {}, Code.PermissionDenied, /not enrolled here/],
  ])("a certificate that is %s", async (_, request, code, reason) => {
    const error = await answerTo(await clientWith(authority, request));
    expect(error.code).toBe(code);
    expect(error.rawMessage).toMatch(reason);
    expect(JSON.stringify(await lastRefusal())).toMatch(reason);
  });

  test("a certificate of another CA with the same name", async () => {
    const other = await createAuthority("testfleet", Date.now());
    const error = await answerTo(await clientWith(openAuthority(other.certificate, other.key), {}));
    expect(error.code).toBe(Code.Unauthenticated);
    expect(JSON.stringify(await lastRefusal())).toContain("the client certificate does not hold");
  });

  test("TLS 1.2", async () => {
    const options = { port: fleet.collector.port, host: "127.0.0.1", ca: fleet.caPem, maxVersion: "TLSv1.2" } as const;
    const socket = connect({ ...options, ALPNProtocols: ["h2"] });
    const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
    expect(error.code).toMatch(/PROTOCOL_VERSION/);
    expect(JSON.stringify(await lastRefusal())).toContain("the TLS handshake failed");
  });

  test("a sensor's certificate opens no operator's door", async () => {
    const sensor = await fleet.enroll();
    const client = createClient(OperatorService, fleet.transport(sensor.keys));
    const error = await client.createJoinToken({ uses: 1, ttlSeconds: 60 }).catch(ConnectError.from);
    expect(error).toMatchObject({ code: Code.PermissionDenied, rawMessage: "for operators only" });
  });

  test("a sensor that is revoked loses its session at once and gets no other", async () => {
    const sensor = await fleet.enroll();
    const session = new TestSession(fleet.sensorClient(sensor));
    session.hello();
    await session.next("welcome");
    const before = Date.now();
    const { sensorId } = sensor;
    await fleet.operatorClient().setStanding({ sensorId, standing: SensorStanding.REVOKED });
    await expect(session.ended()).rejects.toThrow();
    expect(Date.now() - before).toBeLessThan(5000);
    const again = new TestSession(fleet.sensorClient(sensor));
    again.hello();
    await expect(again.next("welcome")).rejects.toThrow("this sensor is revoked");
    expect(JSON.stringify(await lastRefusal())).toContain("this sensor is revoked");
  });
});

test("refusals of a flood are counted, and the log stays readable", async () => {
  const stranger = createClient(SensorChannelService, fleet.transport());
  for (let i = 0; i < 40; i += 1) await answerTo(stranger);
  const minute = (await fleet.audit()).filter(({ event }) => event === "refuse");
  expect(minute.length).toBeLessThanOrEqual(40); // two minutes may have a share in this test
  expect(fleet.collector.metrics()).toMatch(/calls_refused_total (4\d|5\d)/);
});
