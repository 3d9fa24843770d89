import { join } from "node:path";
import { z } from "zod";
import { readIfThere, writeDurably } from "./durable-file.ts";

/** Addresses that led to a Collector or a proxy, by the name that was asked for. */
const addressesSchema = z.record(z.string(), z.array(z.string()));

export type KnownAddresses = z.infer<typeof addressesSchema>;

const FILE = "addresses.json";

/** What was kept; a file that cannot be read is as good as none. */
export function readAddresses(stateDir: string): KnownAddresses {
  try {
    return addressesSchema.parse(JSON.parse(readIfThere(join(stateDir, FILE)) ?? "{}"));
  } catch {
    return {};
  }
}

export function writeAddresses(stateDir: string, known: KnownAddresses): Promise<void> {
  return writeDurably(join(stateDir, FILE), `${JSON.stringify(known)}\n`, 0o600);
}
