import { CommandState, RefusalReason } from "@livetriage/proto-types";
import { describe, expect, onTestFinished, test } from "vitest";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { nowMs } from "./kit/test-fleet.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A Collector that is so far ahead of this host, and a sensor in session with it. */
async function fleetAhead(aheadMs: number) {
  const { collector, host } = await enrolledHost("", onTestFinished);
  collector.serverTimeMs = () => nowMs() + aheadMs;
  host.start();
  return { collector, session: await collector.session() };
}

/** Good for an hour, for a clock that is so far ahead. */
const around = (aheadMs: number) => ({
  notBeforeMs: BigInt(nowMs() + aheadMs - HOUR_MS / 2),
  expiresAtMs: BigInt(nowMs() + aheadMs + HOUR_MS / 2),
});

describe("a host whose clock is wrong (T17)", () => {
  test.each([
    ["ten years behind", 3_652 * DAY_MS, RefusalReason.EXPIRED],
    ["a day behind", DAY_MS, RefusalReason.EXPIRED],
    ["a day ahead", -DAY_MS, RefusalReason.NOT_YET_VALID],
    ["ten years ahead", -3_652 * DAY_MS, RefusalReason.NOT_YET_VALID],
  ])("%s: commands are valid by the Collector's time", async (_, aheadMs, reason) => {
    const { collector, session } = await fleetAhead(aheadMs);
    const byHost = collector.fleet.command(around(0));
    session.send({ case: "command", value: byHost.document });
    expect((await collector.status(session, byHost.id, CommandState.REFUSED))?.reason).toBe(reason);
    const byCollector = collector.fleet.command(around(aheadMs));
    session.send({ case: "command", value: byCollector.document });
    expect((await collector.delivered(byCollector.id)).manifest.ended).toBe("finished");
  });
});
