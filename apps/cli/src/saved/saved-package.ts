import { createHash } from "node:crypto";
import {
  createFold,
  type Frame,
  frameSchema,
  PACKAGE_SCHEMA,
  packageSchema,
  type TriagePackage,
} from "@livetriage/triage-core";
import { EXIT, Exit } from "../exit.ts";
import { jsonBounds } from "./json-bounds.ts";

/** A package as it was saved, and what its own bytes say about it. */
export interface SavedPackage {
  readonly form: "json" | "ndjson";
  readonly document: TriagePackage;
  /** NDJSON only: whether the trailer's sha256 is that of the bytes before it, null without a trailer. */
  readonly sealOfStream: boolean | null;
}

const SEALED = "age-encryption.org/v1\n";
const SEALED_ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";

/** Bytes of a file to the package in them; what is none ends in one sentence. */
export function readSaved(path: string, bytes: Uint8Array): SavedPackage {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
  const name = path === "-" ? "standard input" : path;
  if (text.startsWith(SEALED) || text.startsWith(SEALED_ARMOR)) {
    throw new Exit(EXIT.dataErr, `${name} is sealed; open it with: age -d -i KEYFILE ${path} | livetriage show -`);
  }
  const problem = jsonBounds({ lines: false }).problemOf(bytes);
  if (problem !== null) throw new Exit(EXIT.dataErr, `${name} ${problem}`);
  return /^[^\n]*"frame":"header"/.test(text) ? readFrames(name, text) : readDocument(name, text);
}

function readDocument(name: string, text: string): SavedPackage {
  const value = parseJson(name, text);
  checkKnown(name, value as { schema?: unknown } | null);
  const checked = packageSchema.safeParse(value);
  if (!checked.success) throw invalid(name, checked.error.issues[0]);
  return { form: "json", document: checked.data, sealOfStream: null };
}

/** Frames, one a line. A last line cut short is what an interrupted stream leaves, so it is let go. */
function readFrames(name: string, text: string): SavedPackage {
  const lines = text.split("\n").slice(0, -1);
  const fold = createFold();
  const digest = createHash("sha256");
  let sealOfStream: boolean | null = null;
  for (const [i, line] of lines.entries()) {
    const place = `${name} line ${i + 1}`;
    if (sealOfStream !== null) throw new Exit(EXIT.dataErr, `${place} comes after the trailer, which ends a package`);
    const frame = readFrame(place, line);
    if (frame.frame === "header") checkKnown(name, frame.head);
    fold.push(frame);
    if (frame.frame === "trailer") sealOfStream = digest.digest("hex") === frame.sha256;
    else digest.update(`${line}\n`);
  }
  const document = fold.result();
  if (document === null) throw new Exit(EXIT.dataErr, `${name} holds no whole frame`);
  return { form: "ndjson", document, sealOfStream };
}

function readFrame(place: string, line: string): Frame {
  const checked = frameSchema.safeParse(parseJson(place, line));
  if (!checked.success) throw invalid(place, checked.error.issues[0]);
  return checked.data;
}

/** A schema of another number is one that we would misread. */
function checkKnown(name: string, head: { readonly schema?: unknown } | null): void {
  if (typeof head?.schema !== "string" || head.schema === PACKAGE_SCHEMA) return;
  throw new Exit(EXIT.dataErr, `${name} has the schema ${head.schema}; this version reads ${PACKAGE_SCHEMA}`);
}

function parseJson(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Exit(EXIT.dataErr, `${place} is not JSON`);
  }
}

function invalid(place: string, issue: { path: PropertyKey[]; message: string } | undefined): Exit {
  const field = issue?.path.map(String).join(".") ?? "";
  return new Exit(
    EXIT.dataErr,
    `${place} is no package: ${field === "" ? "" : `${field}: `}${issue?.message ?? "not valid"}`,
  );
}
