import type { Rollout } from "@livetriage/proto-types";
import type { Args, Option } from "../args/option.ts";
import { usageError } from "../exit.ts";

/** How a run begins. */
export type RolloutWish = (hosts: number) => Omit<Rollout, "$typeName" | "$unknown" | "commandCount">;

const SETTLE_SECONDS = 60;

/** With a share, at least one and at most so many. */
const MOST_CANARIES = 20;

export const ROLLOUT_OPTIONS: readonly Option[] = [
  {
    flag: "canary",
    value: "1%",
    doc: `Hosts that begin first, a share (1 to ${MOST_CANARIES} hosts) or a number, 0 for none; the others begin when these have delivered and stayed for ${SETTLE_SECONDS} s`,
  },
  { flag: "rate", value: "100/min", doc: "Hosts that begin in a minute, no limit when not given" },
  { flag: "stop-after", value: "2%", doc: "The run pauses itself when a larger share of those that have begun fail" },
];

/** What a command line says of it. */
export function rolloutOf(args: Args): RolloutWish {
  const canaries = canariesOf(args.text("canary") ?? "1%");
  const ratePerMinute = rateOf(args.text("rate"));
  const stopAfterPermille = permille("--stop-after", args.text("stop-after") ?? "2%");
  return (hosts) => ({ canaryCount: canaries(hosts), settleSeconds: SETTLE_SECONDS, ratePerMinute, stopAfterPermille });
}

function canariesOf(text: string): (hosts: number) => number {
  if (/^\d{1,5}$/.test(text)) return () => Number(text);
  const share = permille("--canary", text);
  return (hosts) => Math.min(MOST_CANARIES, Math.max(1, Math.ceil((hosts * share) / 1000)));
}

function rateOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const [, count = ""] = /^([1-9]\d{0,5})\/min$/.exec(text) ?? [];
  if (count === "") throw usageError(`--rate takes a number a minute such as 100/min, not '${text}'`);
  return Number(count);
}

function permille(flag: string, text: string): number {
  const [, percent = ""] = /^(\d{1,3}(?:\.\d)?)%$/.exec(text) ?? [];
  if (percent !== "" && Number(percent) <= 100) return Math.round(Number(percent) * 10);
  throw usageError(`${flag} takes a share such as 2%, not '${text}'`);
}
