import type { KeyObject } from "node:crypto";
import { readdirSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { keyIdOf, toHex } from "@livetriage/proto-types";

/**
 * The newest key policy that the collecting side has judged by, in a directory that the process with the network cannot
 * write: an empty file named after root key and version. Of two that are remembered at once, neither undoes the other.
 */
export class NewestPolicy {
  readonly #dir: string;
  readonly #prefix: string;

  constructor(dir: string, rootKey: KeyObject) {
    this.#dir = dir;
    this.#prefix = `policy-${toHex(keyIdOf(rootKey))}-`;
  }

  /** 0n when there was none. */
  get version(): bigint {
    return this.#versions().reduce((newest, version) => (version > newest ? version : newest), 0n);
  }

  /** On disk when its promise resolves. */
  async remember(version: bigint): Promise<void> {
    const known = this.#versions();
    if (known.some((one) => one >= version)) return;
    await sync(this.#path(version), "w");
    await sync(this.#dir, "r");
    for (const older of known) await rm(this.#path(older), { force: true });
  }

  #versions(): bigint[] {
    const names = readdirSync(this.#dir).filter((name) => name.startsWith(this.#prefix));
    return names.map((name) => BigInt(name.slice(this.#prefix.length)));
  }

  #path(version: bigint): string {
    return join(this.#dir, `${this.#prefix}${version}`);
  }
}

async function sync(path: string, flags: "r" | "w"): Promise<void> {
  await using file = await open(path, flags, 0o600);
  await file.sync();
}
