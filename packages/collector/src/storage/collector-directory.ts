import { mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file of a new directory. */
export interface NewFile {
  /** Path below the directory. */
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Only its owner may read it. */
  readonly secret?: boolean;
}

/**
 * Make a directory with these files, durable when it returns.
 *
 * Errors: an Error of one sentence when the directory holds something already.
 */
export async function createDirectory(dir: string, files: readonly NewFile[]): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0) throw new Error(`${dir} is not empty, nothing was changed`);
  for (const { path, content, secret } of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true, mode: 0o700 });
    await writeSynced(join(dir, path), content, "wx", secret === true ? 0o600 : 0o644);
  }
  await syncNames(dir);
}

const KEY_POLICY = "policy.signed";

/** Put a newer key policy in the place of the one that is there; durable when it returns. */
export async function writeKeyPolicy(dir: string, bytes: Uint8Array): Promise<void> {
  const path = join(dir, KEY_POLICY);
  await writeSynced(`${path}.new`, bytes, "w", 0o644);
  await rename(`${path}.new`, path);
  await syncNames(dir);
}

async function writeSynced(path: string, content: string | Uint8Array, flags: string, mode: number): Promise<void> {
  const file = await open(path, flags, mode);
  await file.writeFile(content);
  await file.sync();
  await file.close();
}

async function syncNames(dir: string): Promise<void> {
  const directory = await open(dir, "r");
  await directory.sync();
  await directory.close();
}

/** What a Collector reads when it starts. */
export interface CollectorFiles {
  readonly configText: string;
  readonly caCertificate: string;
  readonly caKey: string;
  readonly auditKey: string;
  readonly keyPolicy: Uint8Array;
}

/** Read a directory as `collector init` made it. */
export async function readCollectorFiles(dir: string): Promise<CollectorFiles> {
  const [configText, caCertificate, caKey, auditKey, keyPolicy] = await Promise.all([
    readFile(join(dir, "collector.yaml"), "utf8"),
    readFile(join(dir, "ca.crt"), "utf8"),
    readFile(join(dir, "ca.key"), "utf8"),
    readFile(join(dir, "audit.key"), "utf8"),
    readFile(join(dir, KEY_POLICY)),
  ]);
  return { configText, caCertificate, caKey, auditKey, keyPolicy };
}
