import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readIfThere, writeDurably } from "./durable-file.ts";

const digest = z.hex().length(64).nullable();

const bindingSchema = z.object({
  machine_id: digest.describe("sha256 of /etc/machine-id"),
  product_uuid: digest.describe("sha256 of the product UUID that the firmware tells; root alone can read it"),
});

/** What tells this host from its clones, as digests; null is not known. */
export type HostBinding = z.infer<typeof bindingSchema>;

const FILE = "host.json";

/** Source: machine-id(5), Documentation/ABI/stable/sysfs-class-dmi-id (product_uuid) */
export function readHostBinding(): HostBinding {
  return { machine_id: digestOf("/etc/machine-id"), product_uuid: digestOf("/sys/class/dmi/id/product_uuid") };
}

/** The host that the identity in a directory belongs to; null where none was written down. */
export function readKeptBinding(stateDir: string): HostBinding | null {
  const text = readIfThere(join(stateDir, FILE));
  return text === null ? null : bindingSchema.parse(JSON.parse(text));
}

export function writeKeptBinding(stateDir: string, binding: HostBinding): Promise<void> {
  return writeDurably(join(stateDir, FILE), `${JSON.stringify(binding)}\n`, 0o644);
}

/** Is it one host, as far as both know? */
export function isSameHost(kept: HostBinding, now: HostBinding): boolean {
  const differ = (a: string | null, b: string | null) => a !== null && b !== null && a !== b;
  return !differ(kept.machine_id, now.machine_id) && !differ(kept.product_uuid, now.product_uuid);
}

function digestOf(path: string): string | null {
  try {
    const value = readFileSync(path, "latin1").trim().toLowerCase();
    return value === "" || value === "uninitialized" ? null : createHash("sha256").update(value).digest("hex");
  } catch {
    return null;
  }
}
