import { type KeyObject, randomUUID, type X509Certificate } from "node:crypto";
import { Code, ConnectError, type HandlerContext, type ServiceImpl } from "@connectrpc/connect";
import {
  type EnrollmentService,
  type EnrollRequest,
  type HostKey,
  type Label,
  type RenewRequest,
  SensorStanding,
  verifyHostKey,
} from "@livetriage/proto-types";
import { issueClientCertificate } from "../ca/certificates.ts";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import { digestOf } from "../operator/create-join-token.ts";
import { callerName } from "../server/call-errors.ts";
import { callerKey } from "../server/caller.ts";
import type { StorageEngine } from "../storage/storage-engine.ts";
import { isWithin } from "./networks.ts";

const TOKEN_BYTES = 32;
const MAX_HOSTNAME = 253;

/** How hosts become sensors, and stay so. */
export function enrollmentService(collector: Collector): ServiceImpl<typeof EnrollmentService> {
  return { enroll: enroll(collector), renew: renew(collector) };
}

function enroll(collector: Collector) {
  const { storage, audit, refusals, policy, clock } = collector;
  return async ({ token, key, hostname }: EnrollRequest, context: HandlerContext) => {
    if (token.length !== TOKEN_BYTES) throw new ConnectError("token is not 32 bytes", Code.InvalidArgument);
    if (hostname.length > MAX_HOSTNAME)
      throw new ConnectError("hostname is longer than 253 bytes", Code.InvalidArgument);
    const publicKey = provenKey(key);
    const now = nowMs(clock);
    const address = context.values.get(callerKey)?.address ?? "";
    const used = await useToken(storage, token, address, now);
    if (typeof used === "string") {
      await refusals.note(used, { call: "Enroll", address, hostname });
      throw new ConnectError(used, Code.PermissionDenied);
    }
    const sensorId = randomUUID();
    const { labels } = used;
    const certificate = await issue(collector, sensorId, labels, publicKey);
    await audit.append("enroll", {
      sensor_id: sensorId,
      hostname,
      token: used.digest,
      serial: certificate.serialNumber,
    });
    await storage.saveSensor({
      sensorId,
      hostname,
      labels,
      ...certified(certificate),
      enrolledAtMs: now,
      standing: SensorStanding.TRUSTED,
    });
    return { certificate: certificate.raw, keyPolicy: policy.document, ...chainOf(collector) };
  };
}

/** One use of a join token from this address, or why there is none; whoever comes from elsewhere uses nothing up. */
async function useToken(storage: StorageEngine, token: Uint8Array, address: string, now: number) {
  const digest = digestOf(token);
  const known = await storage.token(digest);
  if (known !== null && !isWithin(address, known.networks)) return "the join token is for hosts of other networks";
  return (await storage.useToken(digest, now)) ?? "the join token is unknown, used up or has lapsed";
}

function renew(collector: Collector) {
  const { storage, audit, turns } = collector;
  return async ({ key }: RenewRequest, context: HandlerContext) => {
    const publicKey = provenKey(key);
    const sensorId = callerName(context);
    return turns.take(sensorId, async () => {
      const sensor = await storage.sensor(sensorId);
      if (sensor === null) throw new ConnectError("this sensor is not enrolled here", Code.PermissionDenied);
      const certificate = await issue(collector, sensorId, sensor.labels, publicKey);
      await audit.append("renew", { sensor_id: sensorId, serial: certificate.serialNumber });
      await storage.saveSensor({ ...sensor, ...certified(certificate) });
      return { certificate: certificate.raw, ...chainOf(collector) };
    });
  };
}

function issue(
  { authorities, config, clock }: Collector,
  name: string,
  labels: readonly Label[],
  publicKey: KeyObject,
): Promise<X509Certificate> {
  return issueClientCertificate(
    authorities.issuing,
    { fleetId: config.fleet, role: "sensor", name, labels },
    publicKey,
    nowMs(clock),
  );
}

function chainOf({ authorities: { chain } }: Collector) {
  return chain === null ? {} : { authorities: chain };
}

function certified(certificate: X509Certificate) {
  return { certificate: certificate.raw, certificateExpiresAtMs: Date.parse(certificate.validTo) };
}

function provenKey(key: HostKey | undefined): KeyObject {
  const proven = key === undefined ? null : verifyHostKey(key);
  if (proven === null) throw new ConnectError("key is not a P-256 key with its proof", Code.InvalidArgument);
  return proven;
}
