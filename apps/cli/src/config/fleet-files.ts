import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { join } from "node:path";
import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import {
  checkKeyPolicy,
  decodeTextFile,
  FleetFileSchema,
  type KeyPolicy,
  OperatorKeyFileSchema,
  spkiKey,
} from "@livetriage/proto-types";
import { EXIT, Exit } from "../exit.ts";
import type { Io } from "../io.ts";
import { readOperatorFile } from "./operator-file.ts";

/** What only the operator has. */
export interface OperatorKeys {
  readonly name: string;
  /** ed25519, signs commands. */
  readonly signingKey: KeyObject;
  /** Key of the TLS client certificate, PEM. */
  readonly tlsKeyPem: string;
  /** age identity, opens packages. */
  readonly identity: string;
}

/** A fleet as its operator knows it. */
export interface Fleet {
  readonly fleetId: string;
  readonly endpoints: readonly string[];
  readonly caPem: string;
  readonly certificatePem: string;
  readonly rootKey: Uint8Array;
  readonly auditKey: Uint8Array;
  readonly policy: KeyPolicy;
}

export async function readOperatorKeys(directory: string, io: Io): Promise<OperatorKeys> {
  const path = join(directory, "operator.key");
  const file = await readTextFile(OperatorKeyFileSchema, path, "livetriage fleet keygen makes it", io);
  const tlsKey = privateKey(path, "tls_key", file.tlsKey);
  return {
    name: file.name,
    signingKey: privateKey(path, "signing_key", file.signingKey),
    tlsKeyPem: tlsKey.export({ type: "pkcs8", format: "pem" }) as string,
    identity: file.identity,
  };
}

/** The fleet of `fleet.json`, with the key policy that its root key signed. */
export async function readFleet(path: string, io: Io): Promise<Fleet> {
  const file = await readTextFile(FleetFileSchema, path, "livetriage collector init makes it: operators/NAME.json", io);
  const { fleetId, endpoints, caPem, certificatePem, rootKey, keyPolicy, auditKey } = file;
  const root = attempt(path, "root_key", () => spkiKey(rootKey));
  attempt(path, "audit_key", () => spkiKey(auditKey));
  attempt(path, "ca_pem", () => new X509Certificate(caPem));
  const checked = checkKeyPolicy(keyPolicy as NonNullable<typeof keyPolicy>, {
    rootKey: root,
    fleetId,
    version: 0n,
    nowMs: 0, // what an expired one allows is for Collector and sensors to say
  });
  if (!checked.ok) throw new Exit(EXIT.dataErr, `${path}: ${checked.problem}`);
  return { fleetId, endpoints, caPem, certificatePem, rootKey, auditKey, policy: checked.value };
}

/** One of the files that people carry; what is wrong with it is one sentence. */
export async function readTextFile<D extends DescMessage>(
  schema: D,
  path: string,
  origin: string,
  io: Io,
): Promise<MessageShape<D>> {
  const bytes = await readOperatorFile(path, io).catch((error: unknown) => {
    throw error instanceof Exit ? new Exit(error.code, `${error.message}; ${origin}`) : error;
  });
  const decoded = decodeTextFile(schema, Buffer.from(bytes).toString("utf8"));
  if (!decoded.ok) throw new Exit(EXIT.dataErr, `${path}: ${decoded.problem}`);
  return decoded.value;
}

function privateKey(path: string, field: string, der: Uint8Array): KeyObject {
  return attempt(path, field, () => createPrivateKey({ key: Buffer.from(der), type: "pkcs8", format: "der" }));
}

function attempt<T>(path: string, field: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new Exit(EXIT.dataErr, `${path}: ${field} is not what it should be`);
  }
}
