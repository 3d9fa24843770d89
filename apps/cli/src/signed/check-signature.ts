import { createHash } from "node:crypto";
import { decodeTextFile, type Manifest, ManifestFileSchema, toHex } from "@livetriage/proto-types";
import { encodePackage } from "@livetriage/triage-core";
import type { Finding } from "../commands/finding.ts";
import { readFleet } from "../config/fleet-files.ts";
import { readIfThere } from "../config/operator-file.ts";
import { Exit } from "../exit.ts";
import type { Io } from "../io.ts";
import { readSaved } from "../saved/saved-package.ts";
import { verifyProof } from "./verify-proof.ts";

/** A package with the manifest that lies beside it. */
export interface SignedPackage {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly form: "json" | "ndjson";
  /** The text of `ID.manifest.json`. */
  readonly manifest: Uint8Array;
  /** Where `fleet.json` is: whom to trust. */
  readonly fleet: string;
}

/** Who signed a package and what for; none of it is taken from the package itself. */
export async function checkSignature(signed: SignedPackage, io: Io): Promise<Finding[]> {
  const file = decodeTextFile(ManifestFileSchema, Buffer.from(signed.manifest).toString("utf8"));
  if (!file.ok) return [bad(`the manifest cannot be read: ${file.problem}`)];
  const fleet = await readFleet(signed.fleet, io).catch((error: unknown) => {
    if (error instanceof Exit) return error;
    throw error;
  });
  if (fleet instanceof Exit) return [bad(`NOT CHECKED, --fleet FILE says whom to trust: ${fleet.message}`)];
  const proof = verifyProof(file.value, fleet);
  if (!proof.ok) return [bad(`DOES NOT HOLD: ${proof.problem}`)];
  const { manifest, command } = proof;
  const content = await contentOf(signed, manifest, io);
  const reason = `${command.reason}${command.caseId === "" ? "" : `, case ${command.caseId}`}`;
  return [
    content ?? {
      what: "signature",
      text: `sensor ${manifest.sensorId} of fleet ${fleet.fleetId}, attempt ${manifest.attempt}`,
      sound: true,
    },
    { what: "command", text: `${toHex(manifest.commandId)} by ${command.operator}: ${reason}`, sound: true },
  ];
}

/** What is wrong with the bytes; null when they are those that were signed, or the document that those make. */
async function contentOf(signed: SignedPackage, manifest: Manifest, io: Io): Promise<Finding | null> {
  if (signed.form === "ndjson") {
    return isSigned(signed.bytes, manifest) ? null : bad("DOES NOT HOLD: these are not the bytes that were signed");
  }
  const path = signed.path.replace(/\.json$/, ".ndjson");
  const frames = await readIfThere(path, io);
  if (frames === null) return bad(`NOT CHECKED: what was signed is ${path}, which is not there`);
  if (!isSigned(frames, manifest)) return bad(`DOES NOT HOLD: the bytes of ${path} are not those that were signed`);
  const document = `${encodePackage(readSaved(path, frames).document)}\n`;
  return Buffer.from(document).equals(signed.bytes) ? null : bad(`DOES NOT HOLD: this is not the document of ${path}`);
}

function isSigned(bytes: Uint8Array, { plainBytes, plainSha256 }: Manifest): boolean {
  return BigInt(bytes.length) === plainBytes && createHash("sha256").update(bytes).digest().equals(plainSha256);
}

function bad(text: string): Finding {
  return { what: "signature", text, sound: false };
}
