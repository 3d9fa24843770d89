import { hasExpired } from "./check-key-policy.ts";
import { decodeCommand } from "./decode.ts";
import {
  type Command,
  CommandKind,
  type KeyPolicy,
  type Label,
  RefusalReason,
  type SignedDocument,
} from "./gen/triage/channel/v1/command_pb.ts";
import { toHex } from "./hex.ts";
import { ed25519Key, keyIdOf } from "./keys.ts";
import { checkSignedDocument, ENDS_COLLECTIONS } from "./limits.ts";
import { PAYLOAD_TYPES } from "./payload-types.ts";
import { signersOf } from "./verify-document.ts";

/** Clocks of hosts and operators may differ by this much. */
const SKEW_MS = 300_000n;
const DAY_NS = 86_400_000_000_000n;

/** A command for more sensors than this, or by labels, needs the policy's `signers_for_many`. */
const MOST_NAMED = 50;

const KINDS: readonly CommandKind[] = [CommandKind.COLLECT, CommandKind.CANCEL, CommandKind.RETRY, CommandKind.HALT];

/** What a sensor knows when it judges a command. */
export interface CommandFacts {
  /** Milliseconds since the epoch, by the Collector's clock where the sensor has heard it. */
  readonly nowMs: number;
  /** As `checkKeyPolicy` gave it. */
  readonly policy: KeyPolicy;
  readonly fleetId: string;
  readonly sensorId: string;
  /** Of the sensor's certificate. */
  readonly labels: readonly Pick<Label, "name" | "value">[];
  /** Commands that were taken on before, by id in hex: one under way may come again, one that has ended may not. */
  readonly known: ReadonlyMap<string, "accepted" | "ended">;
  /** Highest key_counter of each operator so far, by key id in hex. */
  readonly counters: ReadonlyMap<string, bigint>;
  /** `not_before_ms` of the last halt, 0n when there was none: what is valid from before it begins no collection. */
  readonly haltedBeforeMs: bigint;
}

/** A command that may run and whose counter it moves, or why it may not, for machines and in one sentence. */
export type Judgement =
  | { readonly ok: true; readonly command: Command; readonly keyId: string }
  | { readonly ok: false; readonly reason: RefusalReason; readonly problem: string };

/**
 * May this sensor run this command? Cheap checks come first, signatures late.
 *
 * Not judged here: attempts, rate, and what the host's own policy allows.
 */
export function judgeCommand(document: SignedDocument, facts: CommandFacts): Judgement {
  const [malformed] = checkSignedDocument(document);
  if (malformed !== undefined) return refusal(RefusalReason.MALFORMED, malformed);
  if (document.payloadType !== PAYLOAD_TYPES.command) {
    return refusal(RefusalReason.UNSUPPORTED, "the document is not a command that this version knows");
  }
  const decoded = decodeCommand(document.payload);
  if (!decoded.ok) return refusal(RefusalReason.MALFORMED, decoded.problem);
  const command = decoded.value;
  return judgeAddress(command, facts) ?? judgeTime(command, facts) ?? judgeSigners(command, document, facts);
}

function judgeAddress({ fleetId, targets }: Command, facts: CommandFacts): Judgement | null {
  if (fleetId !== facts.fleetId) return refusal(RefusalReason.WRONG_FLEET, `the command is for the fleet ${fleetId}`);
  const named = targets?.sensorIds.includes(facts.sensorId) ?? false;
  const has = (wanted: Label) => facts.labels.some((l) => l.name === wanted.name && l.value === wanted.value);
  const labelled = targets !== undefined && targets.labels.length > 0 && targets.labels.every(has);
  return named || labelled || targets?.everyone === true
    ? null
    : refusal(RefusalReason.WRONG_TARGET, "the command is for other sensors");
}

function judgeTime({ commandId, kind, notBeforeMs, expiresAtMs }: Command, facts: CommandFacts): Judgement | null {
  const now = BigInt(Math.trunc(facts.nowMs));
  if (now + SKEW_MS < notBeforeMs) return refusal(RefusalReason.NOT_YET_VALID, "the command is not valid yet");
  if (now - SKEW_MS >= expiresAtMs) return refusal(RefusalReason.EXPIRED, "the command has expired");
  if (notBeforeMs < facts.haltedBeforeMs && !ENDS_COLLECTIONS.has(kind)) {
    return refusal(RefusalReason.HALTED, "the fleet was halted after this was signed");
  }
  const ended = facts.known.get(toHex(commandId)) === "ended";
  return ended ? refusal(RefusalReason.REPLAY, "the command was run before") : null;
}

function judgeSigners(command: Command, document: SignedDocument, facts: CommandFacts): Judgement {
  const { policy, nowMs } = facts;
  if (hasExpired(policy, nowMs)) return refusal(RefusalReason.BAD_SIGNATURE, "the key policy has expired");
  const keys = policy.operators.flatMap(({ publicKey }) => ed25519Key(publicKey) ?? []);
  const signers = signersOf(document, keys).map((key) => toHex(keyIdOf(key)));
  if (signers.length === 0) return refusal(RefusalReason.BAD_SIGNATURE, "no operator of the key policy has signed");
  const keyId = keyIdNamed(command.operator, policy);
  if (keyId === undefined || !signers.includes(keyId)) {
    return refusal(RefusalReason.BAD_SIGNATURE, "the operator that the command names has not signed it");
  }
  const needed = signersNeeded(command, policy);
  if (signers.length < needed) {
    return refusal(RefusalReason.THRESHOLD, `${signers.length} have signed, the key policy asks for ${needed}`);
  }
  return judgeCounter(command, keyId, facts) ?? judgeKind(command) ?? { ok: true, command, keyId };
}

/**
 * A command that is under way comes again with the counter that it had. One with a rollout may be overtaken by later ones
 * for as long as a command can be valid: for so long its id is remembered.
 */
function judgeCounter(
  { commandId, keyCounter, rollout }: Command,
  keyId: string,
  facts: CommandFacts,
): Judgement | null {
  const isNew = !facts.known.has(toHex(commandId));
  const last = facts.counters.get(keyId) ?? 0n;
  const isOld = keyCounter <= (rollout === undefined ? last : last - DAY_NS);
  return isNew && isOld ? refusal(RefusalReason.REPLAY, "the operator has signed later commands") : null;
}

function judgeKind({ kind }: Command): Judgement | null {
  return KINDS.includes(kind) ? null : refusal(RefusalReason.UNSUPPORTED, `commands of kind ${kind} are not known`);
}

/** Signers that a command needs under a policy. One is enough to end collections: whoever sees harm must not wait. */
export function signersNeeded(command: Pick<Command, "kind" | "targets" | "rollout">, policy: KeyPolicy): number {
  if (ENDS_COLLECTIONS.has(command.kind)) return 1;
  const named = command.targets?.sensorIds.length ?? 0;
  const isWholeRun = (command.rollout?.commandCount ?? 0) <= 1;
  return isWholeRun && named > 0 && named <= MOST_NAMED ? policy.signersForNamed : policy.signersForMany;
}

function keyIdNamed(operator: string, policy: KeyPolicy): string | undefined {
  const key = ed25519Key(policy.operators.find(({ name }) => name === operator)?.publicKey ?? new Uint8Array());
  return key === null ? undefined : toHex(keyIdOf(key));
}

function refusal(reason: RefusalReason, problem: string): Judgement {
  return { ok: false, reason, problem };
}
