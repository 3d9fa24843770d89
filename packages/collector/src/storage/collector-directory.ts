import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
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

/** Put files in the place of others, each whole and on disk, in this order; then delete some. */
export async function replaceFiles(
  dir: string,
  files: readonly NewFile[],
  deleted: readonly string[] = [],
): Promise<void> {
  for (const { path, content, secret } of files) {
    const next = join(dir, `${path}.new`);
    await writeSynced(next, content, "w", secret === true ? 0o600 : 0o644);
    await rename(next, join(dir, path));
    await syncNames(dirname(join(dir, path)));
  }
  for (const path of deleted) await rm(join(dir, path));
  await syncNames(dir);
}

/** The files of a CA: the one that signs, and the one before it while that is believed. */
export const FILES = {
  certificate: "ca.crt",
  key: "ca.key",
  formerCertificate: "ca-former.crt",
  formerKey: "ca-former.key",
  chain: "ca.chain",
} as const;

/** The CAs of a Collector. */
export interface AuthorityFiles {
  readonly caCertificate: string;
  readonly caKey: string;
  /** The CA before this one, while it is believed. */
  readonly formerCa: { readonly certificate: string; readonly key: string } | null;
  /** The encoded AuthorityChain, where there was more than one CA. */
  readonly caChain: Uint8Array | null;
}

/** What a Collector reads when it starts. */
export interface CollectorFiles extends AuthorityFiles {
  readonly configText: string;
  readonly auditKey: string;
  readonly keyPolicy: Uint8Array;
}

/** Read a directory as `collector init` made it. Errors: names `collector.yaml` where that is not one. */
export async function readCollectorFiles(dir: string): Promise<CollectorFiles> {
  const config = join(dir, "collector.yaml");
  if (!(await stat(config)).isFile()) throw new Error(`${config} is not a regular file`); // a FIFO would have us wait
  const configText = await readFile(config, "utf8");
  const [auditKey, keyPolicy, authorities] = await Promise.all([
    readFile(join(dir, "audit.key"), "utf8"),
    readFile(join(dir, KEY_POLICY)),
    readAuthorityFiles(dir),
  ]);
  return { configText, auditKey, keyPolicy, ...authorities };
}

/** Read the files of the CAs. */
export async function readAuthorityFiles(dir: string): Promise<AuthorityFiles> {
  const [caCertificate, caKey, chain, certificate, key] = await Promise.all([
    readFile(join(dir, FILES.certificate), "utf8"),
    readFile(join(dir, FILES.key), "utf8"),
    readIfThere(join(dir, FILES.chain)),
    readIfThere(join(dir, FILES.formerCertificate)),
    readIfThere(join(dir, FILES.formerKey)),
  ]);
  const formerCa = certificate && key && { certificate: certificate.toString(), key: key.toString() };
  return { caCertificate, caKey, formerCa, caChain: chain };
}

/** `operators/NAME.json`, as operators take them away. */
export async function readOperatorFiles(dir: string): Promise<{ readonly path: string; readonly text: string }[]> {
  const names = await readdir(join(dir, "operators"));
  const paths = names.filter((name) => name.endsWith(".json")).map((name) => join("operators", name));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(dir, path), "utf8") })));
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
