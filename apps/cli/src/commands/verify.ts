import { createHash } from "node:crypto";
import { join } from "node:path";
import type { PhaseSection } from "@livetriage/triage-core";
import type { Args } from "../args/option.ts";
import { operatorDirectory } from "../config/operator-directory.ts";
import { readIfThere, readOperatorFile } from "../config/operator-file.ts";
import { EXIT } from "../exit.ts";
import { type Io, print } from "../io.ts";
import { registry } from "../registry.ts";
import { readSaved, type SavedPackage } from "../saved/saved-package.ts";
import { printable } from "../terminal/printable.ts";
import type { Command } from "./command.ts";
import type { Finding } from "./finding.ts";

/** `livetriage verify` */
export const verify: Command = {
  name: "verify",
  doc: "Check a saved package against its digest file, its signatures and its schema, without any network",
  positionals: ["PACKAGE|-"],
  options: [
    {
      flag: "fleet",
      value: "FILE",
      doc: "Whom to trust: the operator's fleet.json, ~/.config/livetriage/fleet.json when not given",
    },
  ],
  async run(args, io) {
    const [path] = args.positionals as [string];
    const bytes = await readOperatorFile(path, io);
    const digestFile = path === "-" ? null : await readIfThere(`${path}.sha256`, io);
    const saved = readSaved(path, bytes);
    const findings = [
      checkDigest(path, bytes, digestFile),
      ...checkPackage(saved),
      ...(await checkSigner(path, bytes, saved, args, io)),
    ];
    await print(io, findings.map(({ what, text }) => `${what.padEnd(10)}${printable(text)}\n`).join(""));
    return findings.every(({ sound }) => sound) ? EXIT.ok : EXIT.dataErr;
  },
};

function checkDigest(path: string, bytes: Uint8Array, digestFile: Uint8Array | null): Finding {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (digestFile === null)
    return { what: "digest", text: `sha256 ${sha256}, no ${path}.sha256 to compare it with`, sound: true };
  const sound = Buffer.from(digestFile).toString("utf8").startsWith(`${sha256} `);
  return {
    what: "digest",
    text: sound ? `sha256 ${sha256} as in ${path}.sha256` : `sha256 ${sha256} DIFFERS from ${path}.sha256`,
    sound,
  };
}

function checkPackage({ document, form, sealOfStream }: SavedPackage): Finding[] {
  return [
    { what: "schema", text: `${document.schema}: valid`, sound: true },
    ...(form === "ndjson" ? [checkStream(sealOfStream)] : []),
    ...Object.entries(document.phases).map(([name, section]) => checkItems(name, section)),
  ];
}

function checkStream(sealOfStream: SavedPackage["sealOfStream"]): Finding {
  if (sealOfStream === null) return { what: "stream", text: "no trailer: the stream ended early", sound: true };
  const text = `sha256 of the trailer ${sealOfStream ? "holds" : "DIFFERS"}`;
  return { what: "stream", text, sound: sealOfStream };
}

/** A package that came from a sensor has a manifest beside it. */
async function checkSigner(
  path: string,
  bytes: Uint8Array,
  { form }: SavedPackage,
  args: Args,
  io: Io,
): Promise<Finding[]> {
  const manifest = path === "-" ? null : await readIfThere(path.replace(/\.[^./]*$/, ".manifest.json"), io);
  if (manifest === null) return [{ what: "signature", text: "unsigned", sound: true }];
  const { checkSignature } = await import("../signed/check-signature.ts"); // loaded only where there is a signature
  const fleet = args.text("fleet") ?? join(operatorDirectory(io), "fleet.json");
  return checkSignature({ path, bytes, form, manifest, fleet }, io);
}

function checkItems(name: string, { items, schema }: PhaseSection): Finding {
  const phase = registry.find((known) => known.name === name);
  if (phase === undefined || phase.schemaVersion !== schema) {
    return { what: "items", text: `${name}: ${items.length}, schema ${schema} is not known here`, sound: true };
  }
  const results = items.map((item) => phase.item.safeParse(item));
  const bad = results.filter((result) => !result.success);
  const issue = bad[0]?.error.issues[0];
  const why = issue === undefined ? "" : `; the first: ${issue.path.map(String).join(".")}: ${issue.message}`;
  const text = `${name}: ${items.length} ${phase.itemName}, ${bad.length === 0 ? "all valid" : `${bad.length} NOT VALID${why}`}`;
  return { what: "items", text, sound: bad.length === 0 };
}
