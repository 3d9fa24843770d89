import { join } from "node:path";
import { z } from "zod";
import { readIfThere, writeDurably } from "./durable-file.ts";

const commandSchema = z.looseObject({
  /** Kept until then, so that it cannot come again. */
  expires_ms: z.number(),
  /** `accepted` may be collected again, `ended` may not. */
  state: z.enum(["accepted", "ended"]),
  attempt: z.int(),
  /** sha256 of the boot id under which the attempt began, hex. */
  boot: z.string(),
  /** An operator wants it again although the host went down during an attempt. */
  retry: z.boolean().default(false),
});

const stateSchema = z.looseObject({
  /** By command id, hex. */
  commands: z.record(z.string(), commandSchema).default({}),
  /** Highest key_counter by key id, hex; never forgotten. */
  counters: z.record(z.string(), z.string()).default({}),
  /** `not_before_ms` of the last halt. */
  halted_before_ms: z.string().default("0"),
  /** Nonce of the last session, hex. */
  session_nonce: z.string().default(""),
});

/** What a sensor remembers over restarts: ids, numbers and digests, no evidence. */
export type SensorState = z.infer<typeof stateSchema>;
export type CommandEntry = z.infer<typeof commandSchema>;

const FILE = "commands.json";

/** What was remembered; a new sensor remembers nothing. */
export function readState(stateDir: string): SensorState {
  const text = readIfThere(join(stateDir, FILE));
  return stateSchema.parse(text === null ? {} : JSON.parse(text));
}

/** On disk when this returns. */
export function writeState(stateDir: string, state: SensorState): Promise<void> {
  return writeDurably(join(stateDir, FILE), `${JSON.stringify(state)}\n`, 0o600);
}
