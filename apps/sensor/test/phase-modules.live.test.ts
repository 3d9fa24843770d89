import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { CollectSchema, RefusalReason } from "@livetriage/proto-types";
import { beforeAll, expect, test } from "vitest";
import type { Answer } from "../src/wire/answer.ts";
import { bundlePhase, phaseModule } from "./kit/bundle-phase.ts";
import { requestFor, startCollecting } from "./kit/collecting-process.ts";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { framesOf } from "./kit/unseal.ts";

const { collector, host } = await enrolledHost();
const TEMPLATE = join(import.meta.dirname, "../../../docs/template-phase/src/index.ts");

let bundled = "";

beforeAll(async () => {
  bundled = await bundlePhase(TEMPLATE);
});

/** Writes a module and names it in the configuration, with the digest that it has or another one. */
function configure(code: string, { mode = 0o644, sha256 }: { mode?: number; sha256?: string } = {}): string {
  const path = join(host.dir, "module.cjs");
  writeFileSync(path, code);
  chmodSync(path, mode);
  host.configure(phaseModule(path, code, sha256));
  return path;
}

async function collect(phase: string): Promise<Answer[]> {
  const peer = await startCollecting(host);
  peer.send(requestFor(collector.fleet.command({ collect: create(CollectSchema, { phases: [phase] }) }).document));
  const answers: Answer[] = [];
  for await (const answer of peer.answers()) answers.push(answer);
  return answers;
}

test("a phase that the configuration names by path and digest collects like our own", async () => {
  configure(bundled);
  expect(await host.run("check-config")).toMatch(/: ok\n$/);
  const sealed = Buffer.concat(
    (await collect("kernel-modules")).flatMap((a) => (a.kind === "segment" ? [a.sealed] : [])),
  );
  const { frames } = await framesOf(sealed, collector.fleet.identity);
  const [header] = frames;
  expect(header).toMatchObject({ phases: ["kernel-modules"] });
  expect(header?.frame === "header" && header.head.collection.tool.phases).toMatchObject({ "kernel-modules": "0.1.0" });
});

const WRONG: readonly (readonly [string, (code: string) => string, RegExp])[] = [
  ["another digest", (code) => configure(code, { sha256: "f".repeat(64) }), /has the sha256 [0-9a-f]{64}, not the one/],
  [
    "a file that others may write",
    (code) => configure(code, { mode: 0o666 }),
    /must be a file of root that nobody else/,
  ],
  ["code that needs another file", () => configure('require("node:fs")'), /require is not defined/],
  ["another contract", () => configure("exports.p = { contract: 2 }"), /is written for contract 2/],
];

test.each(WRONG)("%s is refused when checked, and so is a command", async (_, plant, problem) => {
  plant(bundled);
  await expect(host.run("check-config")).rejects.toMatchObject({ code: 78, stderr: expect.stringMatching(problem) });
  expect(await collect("proc-tree")).toEqual([
    {
      kind: "status",
      status: { refused: RefusalReason.UNSUPPORTED, problem: expect.stringMatching(problem) },
    },
  ]);
});

test("a configuration that others may write names no module", async () => {
  configure(bundled);
  chmodSync(host.config, 0o666);
  await expect(host.run("check-config")).rejects.toMatchObject({
    code: 78,
    stderr: expect.stringMatching(/nobody else's/),
  });
  chmodSync(host.config, 0o644);
});
