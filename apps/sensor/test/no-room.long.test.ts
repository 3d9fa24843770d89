import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { CollectSchema } from "@livetriage/proto-types";
import { fold, type TriagePackage } from "@livetriage/triage-core";
import { expect, test } from "vitest";
import type { Answer, End } from "../src/wire/answer.ts";
import { requestFor, startCollecting } from "./kit/collecting-process.ts";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { framesOf } from "./kit/unseal.ts";

const { collector, host } = await enrolledHost();

test("what finds no room waits; what is left when the budget ends is cut and counted", async () => {
  host.configure("budget: 10s\ncaps: {proc-tree: {argv_bytes: 131072, bytes: 8000000}}\n");
  const fillers = Array.from({ length: 12 }, () =>
    spawn("sh", ["-c", "sleep 60; :", randomBytes(30_000).toString("hex")], { stdio: "ignore" }),
  );
  try {
    const peer = await startCollecting(host);
    const collect = create(CollectSchema, { phases: ["proc-tree", "net-conns"] });
    peer.send(requestFor(collector.fleet.command({ collect }).document));
    const reading = peer.answers();
    await reading.next(); // it has started, and its budget runs
    await new Promise((resolve) => setTimeout(resolve, 15_000)); // nobody reads meanwhile
    const answers: Answer[] = [];
    for await (const answer of reading) answers.push(answer);
    const sealed = Buffer.concat(answers.flatMap((one) => (one.kind === "segment" ? [one.sealed] : [])));
    const { frames, text } = await framesOf(sealed, collector.fleet.identity);
    expect(createHash("sha256").update(text).digest("hex")).toBe(
      answers.flatMap((one): End[] => (one.kind === "end" ? [one.end] : []))[0]?.plain_sha256,
    );
    const document = fold(frames) as TriagePackage;
    const cut = Object.values(document.phases).flatMap(({ truncations }) =>
      truncations.filter(({ cap }) => cap === "spool"),
    );
    expect(cut.length).toBeGreaterThan(0);
    expect(cut.every(({ dropped, dropped_is }) => dropped > 0 && dropped_is === "exact")).toBe(true);
  } finally {
    for (const filler of fillers) filler.kill("SIGKILL");
  }
});
