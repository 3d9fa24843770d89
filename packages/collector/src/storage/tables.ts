import type { AuditHead } from "../audit/audit-entry.ts";
import {
  BYTES,
  BYTES_OR_NULL,
  FLAG,
  LABELS,
  NONCES,
  NUMBER,
  NUMBER_OR_NULL,
  REASON,
  STANDING,
  STATE,
  TEXT,
  TEXT_OR_NULL,
  WORDS,
} from "./column.ts";
import type { Extent } from "./segment-record.ts";
import type {
  CommandRecord,
  JoinToken,
  RunRecord,
  SensorRecord,
  SensorSeen,
  TargetRecord,
  UploadRecord,
} from "./storage-engine.ts";
import type { TableSpec } from "./table.ts";

export const SENSORS: TableSpec<SensorRecord> = {
  name: "sensors",
  key: ["sensorId"],
  columns: {
    sensorId: TEXT,
    hostname: TEXT,
    labels: LABELS,
    certificate: BYTES,
    certificateExpiresAtMs: NUMBER,
    enrolledAtMs: NUMBER,
    standing: STANDING,
  },
};

export const SEEN: TableSpec<SensorSeen> = {
  name: "seen",
  key: ["sensorId"],
  columns: { sensorId: TEXT, lastSeenMs: NUMBER, build: TEXT, sessionNonces: NONCES },
};

export const TOKENS: TableSpec<JoinToken> = {
  name: "tokens",
  key: ["digest"],
  columns: { digest: TEXT, usesLeft: NUMBER, expiresAtMs: NUMBER, labels: LABELS, networks: WORDS },
};

/** A command and whether its packages are kept past their time. */
export type CommandRow = CommandRecord & { readonly held: boolean };

export const COMMANDS: TableSpec<CommandRow> = {
  name: "commands",
  key: ["commandId"],
  columns: {
    commandId: TEXT,
    document: BYTES,
    submittedAtMs: NUMBER,
    expiresAtMs: NUMBER,
    operator: TEXT,
    runId: TEXT,
    held: FLAG,
  },
  indexes: [{ on: ["submittedAtMs", "commandId"] }, { on: ["runId"] }],
};

export const RUNS: TableSpec<RunRecord> = {
  name: "runs",
  key: ["runId"],
  columns: {
    runId: TEXT,
    openedAtMs: NUMBER_OR_NULL,
    forgivenUntilMs: NUMBER,
    pausedAtMs: NUMBER_OR_NULL,
    pausedBy: TEXT,
    pauseReason: TEXT,
  },
};

export const TARGETS: TableSpec<TargetRecord> = {
  name: "targets",
  key: ["commandId", "sensorId"],
  columns: {
    commandId: TEXT,
    sensorId: TEXT,
    state: STATE,
    reason: REASON,
    attempt: NUMBER,
    packageId: TEXT_OR_NULL,
    startedAtMs: NUMBER_OR_NULL,
    atMs: NUMBER,
  },
  indexes: [{ on: ["sensorId", "state"] }, { on: ["state"] }],
};

/** An upload and, when it is whole, its size. */
export type UploadRow = Omit<UploadRecord, "committedOffset" | "pieces" | "held"> & {
  readonly sealedBytes: number | null;
};

export const UPLOADS: TableSpec<UploadRow> = {
  name: "uploads",
  key: ["packageId"],
  columns: {
    packageId: TEXT,
    commandId: TEXT,
    sensorId: TEXT,
    attempt: NUMBER,
    startedAtMs: NUMBER,
    sealedBytes: NUMBER_OR_NULL,
    manifest: BYTES_OR_NULL,
  },
  indexes: [
    { on: ["commandId", "sensorId"], unique: true, where: "manifest IS NOT NULL" },
    { on: ["commandId", "sensorId", "attempt"] },
    { on: ["startedAtMs"] },
  ],
};

export const EXTENTS: TableSpec<Extent> = {
  name: "extents",
  key: ["packageId", "offset"],
  columns: { packageId: TEXT, offset: NUMBER, length: NUMBER, segment: NUMBER, position: NUMBER },
  indexes: [{ on: ["segment"] }],
};

/** The head of a log, which has one row. */
export const HEADS: TableSpec<AuditHead & { readonly log: string }> = {
  name: "heads",
  key: ["log"],
  columns: { log: TEXT, seq: NUMBER, sha256: TEXT },
};
