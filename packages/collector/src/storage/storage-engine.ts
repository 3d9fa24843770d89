import type { Label, RefusalReason, SensorStanding, TargetState } from "@livetriage/proto-types";
import type { HeadKeeper } from "../audit/audit-log.ts";

/** 16 random bytes in lower-case hex. */
export type Id = string;

export interface SensorRecord {
  readonly sensorId: string;
  readonly hostname: string;
  readonly labels: readonly Label[];
  /** X.509, DER; the one that was issued last. */
  readonly certificate: Uint8Array;
  readonly certificateExpiresAtMs: number;
  readonly enrolledAtMs: number;
  readonly standing: SensorStanding;
}

/** What changes with every session, kept apart from what an enrolment decides. */
export interface SensorSeen {
  readonly sensorId: string;
  readonly lastSeenMs: number;
  readonly build: string;
  /** Nonces that it may show at its next Hello: who shows another one is a clone. */
  readonly sessionNonces: readonly Uint8Array[];
}

export interface JoinToken {
  /** sha256 of the token, hex. */
  readonly digest: string;
  readonly usesLeft: number;
  readonly expiresAtMs: number;
  readonly labels: readonly Label[];
  /** Hosts of these networks may use it (`10.0.0.0/8`), any when empty. */
  readonly networks: readonly string[];
}

export interface CommandRecord {
  readonly commandId: Id;
  /** The encoded SignedDocument, as it was handed in. */
  readonly document: Uint8Array;
  readonly submittedAtMs: number;
  readonly expiresAtMs: number;
  readonly operator: string;
  /** The run that it belongs to; its own id where it is a run of its own. */
  readonly runId: Id;
}

/** What was decided about a run as a whole. One that there is none of has not opened and is not paused. */
export interface RunRecord {
  readonly runId: Id;
  /** When its canaries had passed, null before. */
  readonly openedAtMs: number | null;
  /** What began up to then is not held against it. */
  readonly forgivenUntilMs: number;
  /** Null while it is not paused. */
  readonly pausedAtMs: number | null;
  /** An operator; empty when it paused itself. */
  readonly pausedBy: string;
  readonly pauseReason: string;
}

export type TargetName = Pick<TargetRecord, "commandId" | "sensorId">;

/** One sensor of one command. */
export interface TargetRecord {
  readonly commandId: Id;
  readonly sensorId: string;
  readonly state: TargetState;
  readonly reason: RefusalReason;
  readonly attempt: number;
  readonly packageId: Id | null;
  /** When the command was first sent to the sensor, null before. */
  readonly startedAtMs: number | null;
  readonly atMs: number;
}

export interface UploadRecord {
  readonly packageId: Id;
  readonly commandId: Id;
  readonly sensorId: string;
  readonly attempt: number;
  /** Every byte before this place is durable. */
  readonly committedOffset: number;
  /** In how many pieces they came. */
  readonly pieces: number;
  /** The encoded signed Manifest of a whole package, null before. */
  readonly manifest: Uint8Array | null;
  readonly startedAtMs: number;
  /** Never deleted by retention. */
  readonly held: boolean;
}

export type CommitOutcome =
  | { readonly outcome: "committed" | "already-committed" }
  | { readonly outcome: "missing"; readonly committedOffset: number }
  /** A package of another attempt is the result of this command and sensor. */
  | { readonly outcome: "superseded" };

/**
 * What a Collector keeps. One port, one conformance suite (`conformance/`) that every engine passes.
 *
 * When a promise that changes something is fulfilled, the change survives SIGKILL and power loss.
 *
 * Errors: StorageFull when the disk takes nothing; nothing was changed then. StorageDamaged for a record that is not as
 *         it was written; all others stay readable, lists leave it out. RangeError for what a caller must not ask.
 */
export interface StorageEngine extends HeadKeeper {
  saveSensor(sensor: SensorRecord): Promise<void>;
  sensor(sensorId: string): Promise<SensorRecord | null>;
  sensors(): AsyncIterable<SensorRecord & Partial<SensorSeen>>;
  /** In one write for all of them. */
  saveSeen(seen: readonly SensorSeen[]): Promise<void>;
  seen(sensorId: string): Promise<SensorSeen | null>;

  addToken(token: JoinToken): Promise<void>;
  token(digest: string): Promise<JoinToken | null>;
  /** Takes one use of it; null when it is unknown, used up or lapsed. */
  useToken(digest: string, nowMs: number): Promise<JoinToken | null>;

  /** Adds a command with its targets, all in one state; false when the id is there already (nothing changes then). */
  addCommand(command: CommandRecord, sensorIds: readonly string[], state: TargetState): Promise<boolean>;
  command(commandId: Id): Promise<CommandRecord | null>;
  /** Newest first. */
  commands(): AsyncIterable<CommandRecord>;
  /** Oldest first. */
  commandsOfRun(runId: Id): Promise<readonly CommandRecord[]>;
  /** Commands of which a target has not ended, oldest first. */
  unendedCommands(): Promise<readonly CommandRecord[]>;
  saveRun(run: RunRecord): Promise<void>;
  run(runId: Id): Promise<RunRecord | null>;
  pausedRuns(): Promise<readonly RunRecord[]>;
  targets(commandId: Id): Promise<readonly TargetRecord[]>;
  target(commandId: Id, sensorId: string): Promise<TargetRecord | null>;
  /** Targets of one sensor that have begun and not ended, oldest command first. */
  openTargets(sensorId: string): Promise<readonly TargetRecord[]>;
  /** Targets whose command has expired and that have not ended. */
  expiredTargets(nowMs: number): Promise<readonly TargetRecord[]>;
  /** Writes what `change` makes of a target, of which it cannot be another's meanwhile; null when it is not there or not changed. */
  changeTarget(name: TargetName, change: (target: TargetRecord) => TargetRecord | null): Promise<TargetRecord | null>;
  /** Makes these of the targets pending that are waiting, in one write; gives them. */
  startTargets(targets: readonly TargetName[], atMs: number): Promise<readonly TargetRecord[]>;
  /** Makes the targets of these commands cancelled that are in one of the states, in one write; gives them. */
  cancelTargets(
    commandIds: readonly Id[],
    states: readonly TargetState[],
    atMs: number,
  ): Promise<readonly TargetRecord[]>;

  /** Opens an upload, or finds it; the id of another command, sensor or attempt is refused with null. */
  openUpload(
    upload: Pick<UploadRecord, "packageId" | "commandId" | "sensorId" | "attempt" | "startedAtMs">,
  ): Promise<UploadRecord | null>;
  upload(packageId: Id): Promise<UploadRecord | null>;
  uploadsOf(commandId: Id, sensorId: string): Promise<readonly UploadRecord[]>;
  /** Appends at `offset`, which must be the end; bytes before the end are not written again. Gives the durable end. */
  appendChunk(packageId: Id, offset: number, bytes: Uint8Array): Promise<number>;
  /** Makes the upload the one package of its command and sensor, with its target DONE in the same transaction. */
  commitUpload(packageId: Id, sealedBytes: number, manifest: Uint8Array, atMs: number): Promise<CommitOutcome>;
  /**
   * The sealed bytes from `offset` on, at most 256 KiB at a time, each checked against what was written. They are lent:
   * others when the next are asked for.
   */
  readSealed(packageId: Id, offset: number): AsyncIterable<Uint8Array>;
  /** The sha256 of all sealed bytes so far. */
  sealedSha256(packageId: Id): Promise<Uint8Array>;

  hold(commandId: Id, held: boolean): Promise<void>;
  /** Deletes packages that began before, unless held; gives their ids. */
  deleteBefore(ms: number): Promise<readonly Id[]>;
  /** A copy that opens by itself, taken while others write. */
  backup(directory: string): Promise<void>;
  /** Reads everything back; one line for each record that is damaged. */
  verify(): AsyncIterable<string>;
  close(): Promise<void>;
}
