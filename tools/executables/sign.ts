import { createHash, createPrivateKey, sign } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SUMS = "SHA256SUMS";

/** Writes `SHA256SUMS` of all files of a folder, as `sha256sum -c` takes it. */
export function writeSums(folder: string): void {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ name }) => name).filter((name) => !name.startsWith(SUMS));
  writeFileSync(
    join(folder, SUMS),
    names
      .toSorted()
      .map((name) => `${sha256Of(join(folder, name))}  ${name}\n`)
      .join(""),
  );
}

/** Writes the ed25519 signature of `SHA256SUMS` beside it: 64 bytes, as openssl takes it. `key`: PEM of the private key. */
export function signSums(folder: string, key: string): void {
  writeFileSync(join(folder, `${SUMS}.sig`), sign(null, readFileSync(join(folder, SUMS)), createPrivateKey(key)));
}

function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
