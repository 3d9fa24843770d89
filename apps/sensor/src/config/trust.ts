import type { KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { spkiKey } from "@livetriage/proto-types";
import { z } from "zod";
import { EXIT, Exit, reasonOf } from "../exit.ts";

const trustSchema = z.object({
  fleet_id: z.string(),
  sensor_id: z.string(),
  endpoints: z.array(z.string()).min(1),
  ca_pem: z.string(),
  root_key: z.string().describe("ed25519, SubjectPublicKeyInfo, DER, base64"),
});

/** The fleet that this host enrolled in, and whom it believes. Written once by `enroll`, by root where root enrolls. */
export interface Trust {
  readonly fleetId: string;
  readonly sensorId: string;
  readonly endpoints: readonly string[];
  readonly caPem: string;
  readonly rootKey: KeyObject;
}

/** What `enroll` wrote. */
export function readTrust(path: string): Trust {
  try {
    const file = trustSchema.parse(JSON.parse(readFileSync(path, "utf8")));
    return {
      fleetId: file.fleet_id,
      sensorId: file.sensor_id,
      endpoints: file.endpoints,
      caPem: file.ca_pem,
      rootKey: spkiKey(Buffer.from(file.root_key, "base64")),
    };
  } catch (error) {
    const enroll = "livetriage-sensor enroll --join FILE";
    throw new Exit(EXIT.config, `${path} cannot be read (${reasonOf(error)}); this host enrolls with: ${enroll}`);
  }
}

/** The text of such a file. */
export function encodeTrust(trust: Trust): string {
  const file: z.infer<typeof trustSchema> = {
    fleet_id: trust.fleetId,
    sensor_id: trust.sensorId,
    endpoints: [...trust.endpoints],
    ca_pem: trust.caPem,
    root_key: trust.rootKey.export({ type: "spki", format: "der" }).toString("base64"),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
