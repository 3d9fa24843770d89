import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TriagePackage } from "@livetriage/triage-core";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import { lastLine, QUICK, shell, small } from "./livetriage.ts";

const sha256Of = (file: string): string =>
  createHash("sha256")
    .update(readFileSync(join(import.meta.dirname, "../dist", file)))
    .digest("hex");

test("in a pipe: one document that fits the printed schema, nothing else, its sha256 last on stderr", async () => {
  const [schema, { code, stdout, stderr }] = await Promise.all([
    shell("livetriage schema"),
    small("livetriage collect --budget 8s --case IR-7 --operator kim --reason drill --note x"),
  ]);
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as TriagePackage;
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const fits = ajv.compile(JSON.parse(schema.stdout) as object);
  fits(document);
  expect(fits.errors ?? []).toEqual([]);
  expect(Object.keys(document.phases).toSorted()).toEqual(["net-conns", "persistence", "proc-tree", "recent-files"]);
  for (const name of ["proc-tree", "persistence"]) expect(document.phases[name]?.items.length).toBeGreaterThan(0);
  expect(document.collection).toMatchObject({ case_id: "IR-7", operator: "kim", reason: "drill", note: "x" });
  const { sha256, reader_sha256 } = document.collection.tool;
  expect([sha256, reader_sha256]).toEqual([sha256Of("livetriage.cjs"), sha256Of("reader.cjs")]);
  expect(lastLine(stderr)).toBe(`${createHash("sha256").update(stdout).digest("hex")}  -`);
});

test("the command and its documents name the build that they are of", async () => {
  const [{ stdout: version }, { stdout }] = await Promise.all([
    shell("livetriage --version"),
    shell("livetriage collect --phase net-conns"),
  ]);
  const { tool } = (JSON.parse(stdout) as TriagePackage).collection;
  const isCheckout = existsSync(join(import.meta.dirname, "../../../.git"));
  expect(tool.build ?? "unknown").toMatch(isCheckout ? /^[0-9a-f]{40}(-dirty)?$/ : /^unknown$/);
  expect(version).toContain(`\nbuild ${tool.build ?? "unknown"}, proc-tree ${tool.phases?.["proc-tree"]}, `);
});

test("ndjson: every line tells whose it is; show and verify read it again", async () => {
  const { code, stdout } = await shell(`livetriage collect ${QUICK} --format ndjson`);
  expect(code).toBe(0);
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const [first] = lines;
  for (const line of lines) {
    expect(line).toMatchObject({
      package_id: first?.["package_id"],
      host_name: first?.["host_name"],
      boot_id: first?.["boot_id"],
      collected_at: expect.stringMatching(/Z$/),
    });
  }
  expect(lines.find(({ frame, phase }) => frame === "item" && phase === "proc-tree")).toMatchObject({
    phase: "proc-tree",
    item_type: "ProcessNode",
  });
  const again = await shell(
    `livetriage collect ${QUICK} --format ndjson --quiet | tee >(livetriage verify - >&2) | livetriage show -`,
  );
  expect(again.stdout).toMatch(/^HOST\n[^]*\nPROCESS TREE: /);
});

test("verify holds for what collect makes, and not after one changed byte", async () => {
  const { stdout } = await shell(
    `livetriage collect ${QUICK} --format ndjson --quiet | sed 's/"comm":"[a-z]/"comm":"Z/' | livetriage verify -; echo $?`,
  );
  expect(stdout).toContain("stream    sha256 of the trailer DIFFERS");
  expect(lastLine(stdout)).toBe("65");
});

test("--summary prints the summary on stderr and leaves stdout alone", async () => {
  const { stdout, stderr } = await shell(`livetriage collect ${QUICK} --summary`);
  expect(JSON.parse(stdout)).toMatchObject({ ended: "finished" });
  expect(stderr).toMatch(/^HOST\n[^]*PROCESS TREE[^]*\n[0-9a-f]{64} {2}-\n$/);
});

test("a reader that goes away is exit code 74 and one sentence", async () => {
  const { stdout, stderr } = await shell(
    `livetriage collect ${QUICK} --format ndjson | head -1 >/dev/null; echo \${PIPESTATUS[0]}`,
  );
  expect(stdout).toBe("74\n");
  expect(stderr).toBe("livetriage: standard output cannot be written (EPIPE)\n");
});

test("so it is for every command, by a reader that goes away or a full disk", async () => {
  const { stdout, stderr } = await shell(
    `livetriage schema | head -c 1 >/dev/null; echo \${PIPESTATUS[0]}; livetriage phases > /dev/full; echo $?`,
  );
  expect(stdout).toBe("74\n74\n");
  expect(stderr).toBe(
    "livetriage: standard output cannot be written (EPIPE)\nlivetriage: standard output cannot be written (ENOSPC)\n",
  );
});

test("wrong command lines: one sentence, exit code 64, no stack trace", async () => {
  const { stdout, stderr } = await shell("livetriage collect --sicne 1d; echo $?; livetriage; echo $?");
  expect(stdout).toBe("64\n64\n");
  expect(stderr.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^livetriage: unknown flag --sicne; collect takes --phase, /),
    expect.stringMatching(/^livetriage: which command\? collect, /),
  ]);
});
