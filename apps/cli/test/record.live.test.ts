import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TriagePackage } from "@livetriage/triage-core";
import { expect, test } from "vitest";
import type { RecordingMeta } from "../src/recording/record-options.ts";
import { QUICK, recordedHosts, scratch, shell } from "./livetriage.ts";

const PLANT = "perl -e 'sleep 30' -- --password=plantedsecret & trap 'kill %1' EXIT";

test("record keeps what a collection read, without secrets; replay makes the same package of it, again and again", async () => {
  const directory = join(scratch(), "host");
  const { code } = await shell(`${PLANT}; livetriage record ${QUICK} ${directory}`);
  expect(code).toBe(0);
  expect(readdirSync(directory).toSorted()).toEqual(["meta.json", "recording.jsonl"]);
  expect(statSync(join(directory, "recording.jsonl")).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(directory, "recording.jsonl"), "utf8")).not.toContain("plantedsecret");
  const meta = JSON.parse(readFileSync(join(directory, "meta.json"), "utf8")) as RecordingMeta;
  expect(meta).toMatchObject({ redacted: true, root: "/", request: { phases: ["proc-tree", "net-conns"] } });

  const replay = `livetriage replay ${directory} --format json --quiet`;
  const [first, second] = await Promise.all([shell(replay), shell(replay)]);
  const document = JSON.parse(first.stdout) as TriagePackage;
  for (const name of ["proc-tree", "net-conns"]) {
    const section = document.phases[name];
    expect({ status: section?.status, items: section?.items.length }).toEqual(meta.phases[name]);
  }
  expect(first.stdout).toContain("--password=[redacted:");
  expect(JSON.parse(second.stdout)).toEqual(document);
});

test("--no-redact keeps them, and says so", async () => {
  const directory = join(scratch(), "host");
  const { stderr } = await shell(`${PLANT}; livetriage record --phase proc-tree --no-redact ${directory}`);
  expect(stderr).toMatch(/: \d+ answers, secrets included\n$/);
  expect(readFileSync(join(directory, "recording.jsonl"), "utf8")).toContain("plantedsecret");
});

test.each(["{bad", "null", '{"request":5}', '{"request":{"caps":{"proc-tree":{"entries":"1"}}}}'])(
  "a recording whose meta.json is %s is refused in one sentence",
  async (meta) => {
    const directory = scratch();
    const [host = ""] = recordedHosts();
    copyFileSync(join(host, "recording.jsonl"), join(directory, "recording.jsonl"));
    writeFileSync(join(directory, "meta.json"), meta);
    const { code, stderr } = await shell(`livetriage replay ${directory}`);
    expect([code, stderr]).toEqual([65, `livetriage: ${directory} holds no recording of this program\n`]);
  },
);

test("a directory that is there, and one without a recording", async () => {
  const directory = scratch();
  const { stdout, stderr } = await shell(
    `livetriage record ${directory}; echo $?; livetriage replay ${directory}; echo $?`,
  );
  expect(stdout).toBe("73\n66\n");
  expect(stderr).toBe(
    `livetriage: ${directory} cannot be made (EEXIST)\nlivetriage: ${directory}/recording.jsonl cannot be read (ENOENT)\n`,
  );
});
