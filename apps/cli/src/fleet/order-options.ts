import { parseDuration } from "@livetriage/triage-core/text";
import type { Args, Option } from "../args/option.ts";
import { usageError } from "../exit.ts";
import type { Order } from "./to-command.ts";

const DAY_MS = 86_400_000;

/** What every command to the fleet may be told. */
export const ORDER_OPTIONS: readonly Option[] = [
  { flag: "reason", value: "TEXT", doc: "Why; required, signed with the command, kept in the audit log" },
  { flag: "case", value: "ID", doc: "Case that this belongs to" },
  { flag: "expires", value: "24h", doc: "Hosts that come back later are left alone, 24h at most and when not given" },
];

/** The same as values. */
export function orderOf(args: Args): Omit<Order, "sensorIds"> {
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
