import type { AnyPhase } from "../contract/phase.ts";
import { readHead } from "../head/read-head.ts";
import { parseRecording } from "../host/recording.ts";
import { replayHost } from "../host/replay.ts";
import { collectEvents } from "./collect-events.ts";
import { testClock } from "./test-clock.ts";
import { testContext } from "./test-context.ts";

/**
 * What a phase says of a recorded host: its events as JSON, one a line, to be compared with a golden file.
 *
 * `await expect(await goldenCase(phase, recording)).toMatchFileSnapshot("../golden/HOST.ndjson")`
 */
export async function goldenCase(
  phase: AnyPhase,
  recording: string,
  params: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { head, asks } = parseRecording(recording);
  const host = replayHost({ asks });
  const { facts } = await readHead(host, {
    live: head.live,
    clock: testClock(BigInt(head.wall_ns)),
    pid: head.pid,
    effectiveUid: head.effective_uid,
    redactionKey: Buffer.from("golden"),
  });
  const { events } = await collectEvents(phase, testContext(phase, { host, facts, params }));
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}
