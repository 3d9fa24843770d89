import type { Command } from "@livetriage/proto-types";
import { printable } from "../terminal/printable.ts";
import { counted } from "../views/units.ts";
import type { CollectorSession } from "./collector-session.ts";
import type { Sensor } from "./sensors.ts";
import { signatureText } from "./signature-text.ts";
import { momentText } from "./words.ts";

/** Names of hosts that are told. */
const MOST_NAMES = 8;

/** What an operator is shown before he signs: whom it is for, how it begins, what it takes. */
export function describeOrder(
  { reason, caseId, expiresAtMs, rollout }: Command,
  sensors: readonly Sensor[],
  signatures: number,
  session: Pick<CollectorSession, "fleet">,
): string[] {
  const offline = sensors.filter(({ connected }) => !connected).length;
  const share = Math.round((offline * 100) / Math.max(1, sensors.length));
  const names = sensors.slice(0, MOST_NAMES).map(({ hostname }) => printable(hostname));
  const more = sensors.length > MOST_NAMES ? `, and ${sensors.length - MOST_NAMES} more` : "";
  return [
    `${counted(sensors.length, "hosts")}, ${offline} offline (${share} %): ${names.join(", ")}${more}`,
    `  why       ${printable(reason)}${caseId === "" ? "" : `, case ${printable(caseId)}`}`,
    `  until     ${momentText(expiresAtMs)}`,
    ...(rollout === undefined ? [] : [`  begins    ${rolloutText(rollout)}`]),
    `  needs     ${signatureText(session, signatures)}`,
  ];
}

function rolloutText({ canaryCount, settleSeconds, ratePerMinute, stopAfterPermille }: RolloutWords): string {
  const stay = `${settleSeconds} s after ${canaryCount === 1 ? "it has" : "they have"} delivered`;
  const first = canaryCount === 0 ? "all at once" : `${counted(canaryCount, "canaries")} first, the others ${stay}`;
  const rate = ratePerMinute === 0 ? "" : `, ${ratePerMinute} a minute`;
  return `${first}${rate}; pauses itself when more than ${stopAfterPermille / 10} % of those that have begun fail`;
}

type RolloutWords = NonNullable<Command["rollout"]>;
