import { X509Certificate } from "node:crypto";
import { hostname } from "node:os";
import { createClient } from "@connectrpc/connect";
import {
  checkKeyPolicy,
  EnrollmentService,
  type EnrollResponse,
  identityOf,
  type JoinFile,
  makeHostKey,
  spkiKey,
} from "@livetriage/proto-types";
import { openConnection, type TlsOptions } from "../channel/connection.ts";
import { makeKey } from "../channel/renew.ts";
import { prepareStateDir, storeEnrolment } from "../config/enrolment.ts";
import { type HostBinding, readHostBinding } from "../config/host-binding.ts";
import { readJoinFile } from "../config/join-file.ts";
import type { SensorConfig } from "../config/sensor-config.ts";
import type { Trust } from "../config/trust.ts";
import { EXIT, Exit } from "../exit.ts";

const TIMEOUT_MS = 30_000;

/** `livetriage-sensor enroll`: a key made here, a certificate for it, and whom to believe from now on. */
export async function enroll(
  config: SensorConfig,
  joinFile: string,
  host: HostBinding = readHostBinding(),
): Promise<string> {
  prepareStateDir(config);
  const join = readJoinFile(joinFile);
  const key = makeKey();
  const request = { token: join.token, key: makeHostKey(key), hostname: hostname() };
  const endpoints = config.endpoints ?? join.endpoints;
  const { certificate, keyPolicy, authorities } = await askOneOf(
    endpoints,
    { caPem: join.caPem, proxy: config.proxy },
    request,
  );
  const pair = { key, certificate: new X509Certificate(certificate) };
  const trust = trustOf(join, pair.certificate);
  const { rootKey, fleetId } = trust;
  if (keyPolicy === undefined) throw new Exit(EXIT.unavailable, "the Collector gave no key policy");
  const policy = checkKeyPolicy(keyPolicy, { rootKey, fleetId, version: 0n, nowMs: 0 });
  if (!policy.ok) throw new Exit(EXIT.unavailable, policy.problem);
  await storeEnrolment(config, trust, { pair, policy: keyPolicy, host, authorities: authorities ?? null });
  return trust.sensorId;
}

async function askOneOf(
  endpoints: readonly string[],
  tls: TlsOptions,
  request: Parameters<ReturnType<typeof createClient<typeof EnrollmentService>>["enroll"]>[0],
): Promise<EnrollResponse> {
  const problems: string[] = [];
  for (const endpoint of endpoints) {
    const connection = openConnection(endpoint, tls);
    try {
      return await createClient(EnrollmentService, connection.transport).enroll(request, { timeoutMs: TIMEOUT_MS });
    } catch (error) {
      problems.push(`${endpoint}: ${String(error)}`);
    } finally {
      connection.close();
    }
  }
  throw new Exit(EXIT.unavailable, `this host could not enroll (${problems.join("; ")})`);
}

function trustOf({ fleetId, endpoints, caPem, rootKey }: JoinFile, certificate: X509Certificate): Trust {
  const identity = identityOf(certificate);
  if (identity?.role !== "sensor" || identity.fleetId !== fleetId) {
    throw new Exit(EXIT.unavailable, "the Collector's certificate for this host is not one of a sensor of the fleet");
  }
  const key = spkiKey(rootKey);
  return { fleetId, sensorId: identity.name, endpoints, caPem, rootKey: key };
}
