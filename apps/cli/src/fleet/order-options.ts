import { parseDuration } from "@livetriage/triage-core/text";
import type { Args, Option } from "../args/option.ts";
import { usageError } from "../exit.ts";
import type { Order } from "./to-command.ts";

/** As long as a command can be valid. */
export const DAY_MS = 86_400_000;

const REASON = { flag: "reason", value: "TEXT" };

/** Of commands that may be told why. */
export const REASON_OPTION: Option = { ...REASON, doc: "Why, kept in the audit log" };

/** Of commands that ask before they sign. */
export const YES_OPTION: Option = { flag: "yes", doc: "Sign and send without asking" };

/** What a command that has hosts collect may be told. */
export const ORDER_OPTIONS: readonly Option[] = [
  { ...REASON, doc: "Why; required, signed with the command, kept in the audit log" },
  { flag: "case", value: "ID", doc: "Case that this belongs to" },
  { flag: "expires", value: "24h", doc: "Hosts that come back later are left alone, 24h at most and when not given" },
];

/** The same as values. */
export function orderOf(args: Args): Order {
  const reason = args.text("reason");
  if (reason === undefined) throw usageError("--reason says why, and is required");
  return { reason, caseId: args.text("case") ?? "", validMs: validMs(args) };
}

function validMs(args: Args): number {
  const text = args.text("expires");
  if (text === undefined) return DAY_MS;
  const ms = Number((parseDuration(text) ?? 0n) / 1_000_000n);
  if (ms >= 1 && ms <= DAY_MS) return ms;
  throw usageError(`--expires takes a duration up to 24h such as 30m, not '${text}'`);
}
