import { createHash } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { CollectSchema, CommandKind, RefusalReason, TargetsSchema } from "@livetriage/proto-types";
import { fold, type TriagePackage } from "@livetriage/triage-core";
import { beforeEach, describe, expect, test } from "vitest";
import type { Answer, End } from "../src/wire/answer.ts";
import { type CollectingProcess, requestFor, startCollecting } from "./kit/collecting-process.ts";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { newOperatorKey, nowMs } from "./kit/test-fleet.ts";
import { framesOf } from "./kit/unseal.ts";

const { collector, host } = await enrolledHost();

beforeEach(() => host.configure(""));

async function ask(line: string): Promise<{ answers: Answer[]; code: number | null }> {
  const peer = await startCollecting(host);
  peer.send(line);
  return { answers: await all(peer), code: await peer.ended };
}

async function all(peer: CollectingProcess): Promise<Answer[]> {
  const answers: Answer[] = [];
  for await (const answer of peer.answers()) answers.push(answer);
  return answers;
}

const sealedOf = (answers: Answer[]) => Buffer.concat(answers.flatMap((a) => (a.kind === "segment" ? [a.sealed] : [])));
const endOf = (answers: Answer[]) => answers.flatMap((a): End[] => (a.kind === "end" ? [a.end] : []))[0];
const phases = (...names: string[]) => create(CollectSchema, { phases: names });

describe("whoever has the network cannot make the collecting side do what operators did not sign", () => {
  const HOUR_MS = 3_600_000;
  const past = { notBeforeMs: BigInt(nowMs() - 2 * HOUR_MS), expiresAtMs: BigInt(nowMs() - HOUR_MS) };
  const elsewhere = create(TargetsSchema, { sensorIds: ["another"] });
  test.each([
    ["a stranger's command", () => collector.fleet.command({}, newOperatorKey()), RefusalReason.BAD_SIGNATURE],
    ["another sensor's", () => collector.fleet.command({ targets: elsewhere }), RefusalReason.WRONG_TARGET],
    ["another fleet's", () => collector.fleet.command({ fleetId: "other" }), RefusalReason.WRONG_FLEET],
    ["an expired one", () => collector.fleet.command(past), RefusalReason.EXPIRED],
    [
      "one that is no collection",
      () => collector.fleet.command({ kind: CommandKind.CANCEL }),
      RefusalReason.UNSUPPORTED,
    ],
    ["an unknown phase", () => collector.fleet.command({ collect: phases("mind-reader") }), RefusalReason.UNSUPPORTED],
  ])("%s", async (_, make, reason) => {
    const { answers, code } = await ask(requestFor(make().document));
    expect(answers).toEqual([{ kind: "status", status: { refused: reason, problem: expect.any(String) } }]);
    expect(code).toBe(0);
  });

  test("what the host has switched off", async () => {
    host.configure("enabled: false\n");
    const { answers } = await ask(requestFor(collector.fleet.command().document));
    expect(answers).toMatchObject([{ status: { refused: RefusalReason.DISABLED } }]);
  });

  test.each(["", "{}", "null", '{"command":"!"}', "x".repeat(200_000)])(
    "a line that is no request: %.20s",
    async (line) => {
      expect((await ask(line)).answers).toEqual([]);
    },
  );
});

describe("a signed command", () => {
  test("gives sealed segments and the digest of what is in them", async () => {
    const { answers, code } = await ask(requestFor(collector.fleet.command().document));
    const { text } = await framesOf(sealedOf(answers), collector.fleet.identity);
    expect(answers[0]).toMatchObject({ status: { started: true, budget_ms: 60_000 } });
    expect(endOf(answers)).toEqual({
      plain_bytes: Buffer.byteLength(text),
      plain_sha256: createHash("sha256").update(text).digest("hex"),
      ended: "finished",
      schema: "livetriage.package/v1",
    });
    expect(code).toBe(0);
  });

  test("may lower a cap of the host's, never raise it, and may ask for less time", async () => {
    host.configure("caps: {proc-tree: {entries: 9}}\nbudget: 30s\n");
    const caps = (value: bigint) => [{ phase: "proc-tree", cap: "entries", value }];
    const run = async (value: bigint) => {
      const collect = create(CollectSchema, { phases: ["proc-tree"], caps: caps(value), budgetMs: 45_000 });
      const { answers } = await ask(requestFor(collector.fleet.command({ collect }).document));
      expect(answers[0]).toMatchObject({ status: { budget_ms: 30_000 } });
      const { frames } = await framesOf(sealedOf(answers), collector.fleet.identity);
      return (fold(frames) as TriagePackage).phases["proc-tree"]?.items.length;
    };
    expect(await run(3n)).toBe(3);
    expect(await run(4_000n)).toBe(9);
  });

  test("ends with its connection", async () => {
    const peer = await startCollecting(host);
    peer.send(requestFor(collector.fleet.command({ collect: phases("persistence") }).document));
    for await (const answer of peer.answers()) if (answer.kind === "status") break; // which closes the socket
    expect(await peer.ended).toBe(0);
  });

  test("is cancelled when nothing more is said, and delivers what was found", async () => {
    const peer = await startCollecting(host);
    peer.send(requestFor(collector.fleet.command({ collect: phases("persistence") }).document));
    peer.socket.end();
    expect(endOf(await all(peer))?.ended).toBe("cancelled");
  });
});
