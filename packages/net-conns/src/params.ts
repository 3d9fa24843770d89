import type { Caps, PhaseContext } from "@livetriage/triage-core";
import { z } from "zod";

/** Most Internet and packet sockets that a package holds by default. */
export const MAX_CONNECTION_ENTRIES = 2048;

const MIB = 1_048_576;

/** Limits of the phase. */
export interface ConnectionCaps extends Caps {
  readonly unix: number;
  readonly netlink: number;
  readonly owners: number;
  readonly namespaces: number;
  readonly table_bytes: number;
}

export const caps = {
  entries: { default: MAX_CONNECTION_ENTRIES, unit: "items", doc: "Internet and packet sockets kept" },
  bytes: { default: 996_147, unit: "bytes", doc: "Encoded size of all sockets" },
  unix: { default: 512, unit: "items", doc: "Unix sockets kept" },
  netlink: { default: 128, unit: "items", doc: "Netlink sockets kept" },
  owners: { default: 64, unit: "entries", doc: "Owners listed of one socket" },
  namespaces: { default: 1024, unit: "entries", doc: "Network namespaces read" },
  table_bytes: { default: 32 * MIB, unit: "bytes", doc: "Bytes read of one table of one network namespace" },
} as const;

export const paramsSchema = z.object({
  detail: z
    .enum(["basic", "standard", "full"], "must be basic, standard or full")
    .default("standard")
    .describe("Columns: addresses, states and owners; also program, container, queues and timers; all")
    .meta({ flag: "--detail", value: "basic|standard|full" }),
});

export type ConnectionParams = z.infer<typeof paramsSchema>;
export type Context = PhaseContext<ConnectionCaps, ConnectionParams>;
