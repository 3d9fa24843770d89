import {
  type Command,
  CommandKind,
  type Decoded,
  decodeSignedDocument,
  type Identity,
  judgeCommand,
  type KeyPolicy,
  RefusalReason,
} from "@livetriage/proto-types";
import type { Trust } from "../config/trust.ts";

/** What the collecting side itself knows, whatever the network side says. */
export interface OwnFacts {
  readonly trust: Trust;
  readonly identity: Identity;
  /** Who may command, as the root key has signed it last. */
  readonly policy: Decoded<KeyPolicy>;
  /** Why this host takes no commands, null when it does. */
  readonly disabled: string | null;
}

/** A command that operators signed for this very sensor, or why it is none. */
export type Verified =
  | { readonly ok: true; readonly command: Command }
  | { readonly ok: false; readonly reason: RefusalReason; readonly problem: string };

/** Is this a collection that the operators of this fleet asked of this sensor? What was run before the network side knows. */
export function verifyCommand(bytes: Uint8Array, nowMs: number, facts: OwnFacts): Verified {
  const { policy } = facts;
  const { fleetId, sensorId } = facts.trust;
  if (facts.disabled !== null) return refusal(RefusalReason.DISABLED, facts.disabled);
  const document = decodeSignedDocument(bytes);
  if (!document.ok) return refusal(RefusalReason.MALFORMED, document.problem);
  if (!policy.ok) return refusal(RefusalReason.BAD_SIGNATURE, policy.problem);
  const { labels } = facts.identity;
  const known = { known: new Map(), counters: new Map(), haltedBeforeMs: 0n } as const;
  const judged = judgeCommand(document.value, { nowMs, policy: policy.value, fleetId, sensorId, labels, ...known });
  if (!judged.ok || judged.command.kind === CommandKind.COLLECT) return judged;
  return refusal(RefusalReason.UNSUPPORTED, "only collections are done here");
}

function refusal(reason: RefusalReason, problem: string): Verified {
  return { ok: false, reason, problem };
}
