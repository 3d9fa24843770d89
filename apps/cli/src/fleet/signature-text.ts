import { counted } from "../views/units.ts";
import type { CollectorSession } from "./collector-session.ts";

/** `2 signatures`, and why one is enough where there is one operator only. */
export function signatureText({ fleet }: Pick<CollectorSession, "fleet">, needed: number): string {
  const [first, second] = fleet.policy.operators;
  const alone = second === undefined ? ` (${first?.name} is the only operator of ${fleet.fleetId})` : "";
  return `${counted(needed, "signatures")}${alone}`;
}
