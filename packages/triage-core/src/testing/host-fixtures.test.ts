import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readHead } from "../head/read-head.ts";
import { formatRecording, parseRecording } from "../host/recording.ts";
import { replayHost } from "../host/replay.ts";
import { hostSchema, vantageSchema } from "../schema/host.ts";
import { recordedHosts } from "./recorded-hosts.ts";
import { testClock } from "./test-clock.ts";

const FIXTURES = new URL("../../../../fixtures/", import.meta.url);
const HOSTS = ["hosts/", "quiet/"].flatMap((folder) => {
  const directory = new URL(folder, FIXTURES);
  return recordedHosts(directory).map((host) => ({ ...host, directory }));
});

const metaSchema = z.strictObject({
  what: z.string().min(1),
  made: z.string().min(1),
  distribution: z.string(),
  kernel: z.string(),
  arch: z.string(),
  synthetic: z.boolean(),
  redactions: z.array(z.string()),
  root: z.literal("/"),
  redacted: z.boolean(),
  request: z.object({}),
});

async function headOf(recording: string) {
  const { head, asks } = parseRecording(recording);
  return readHead(replayHost({ asks }), {
    live: head.live,
    clock: testClock(BigInt(head.wall_ns)),
    pid: head.pid,
    effectiveUid: head.effective_uid,
    redactionKey: Buffer.from("golden"),
  });
}

/** Text of a recording with its binary contents shown byte by byte. */
function everyByte(recording: string): string {
  return recording.replace(/"\$base64":"([^"]*)"/g, (_all, base64: string) =>
    Buffer.from(base64, "base64").toString("latin1"),
  );
}

test("there are recorded hosts, of root, of a user and of a hostile host", () => {
  expect(HOSTS.map(({ name }) => name)).toEqual(
    expect.arrayContaining([/-root$/, /-user$/, /-hostile$/].map((trait) => expect.stringMatching(trait))),
  );
});

describe.each(HOSTS)("$name", ({ name, recording, directory }) => {
  test("is named after what it is, and says how it was made", () => {
    const meta = metaSchema.parse(JSON.parse(readFileSync(new URL(`${name}/meta.json`, directory), "utf8")));
    const [distribution, kernel, arch] = name.split("-");
    expect(meta.distribution.toLowerCase().replace(" ", "")).toBe(distribution);
    expect(meta.kernel.startsWith(kernel ?? "?")).toBe(true);
    expect(meta.arch).toBe(arch);
  });

  test("is in the form that formatRecording gives", () => {
    expect(formatRecording(parseRecording(recording))).toBe(recording);
  });

  test("holds nothing of the machine that recorded it", () => {
    expect(everyByte(recording)).not.toMatch(
      /\/work\/|\/tmp\/tmp\.|-fc-v|process_api|runsc|CONTAINER_NAME|\/root\/\.ssh\/id_/,
    );
  });

  test("answers every question of the head", async () => {
    const { host, vantage, errors } = await headOf(recording);
    expect(hostSchema.safeParse(host).error).toBeUndefined();
    expect(vantageSchema.safeParse(vantage).error).toBeUndefined();
    expect(errors.filter(({ errno }) => errno === "NOT_RECORDED")).toEqual([]);
    expect(host.hostname).not.toBeNull();
  });
});

test("every nullable field of the head is known of some host", async () => {
  const heads = await Promise.all(HOSTS.map(({ recording }) => headOf(recording)));
  const unknown = (sections: readonly object[], fields: readonly string[]) =>
    fields.filter((field) =>
      sections.every((section) => ((section as Record<string, unknown>)[field] ?? null) === null),
    );
  const isListed = (field: string) => !field.endsWith("_dropped");
  expect(
    unknown(
      heads.map(({ host }) => host),
      Object.keys(hostSchema.shape).filter(isListed),
    ),
  ).toEqual([]);
  expect(
    unknown(
      heads.map(({ vantage }) => vantage),
      Object.keys(vantageSchema.omit({ host_root: true }).shape),
    ),
  ).toEqual([]);
  expect(
    unknown(
      heads.map(({ host }) => host.os),
      Object.keys(hostSchema.shape.os.shape),
    ),
  ).toEqual([]);
  expect(
    unknown(
      heads.map(({ host }) => host.dmi),
      Object.keys(hostSchema.shape.dmi.shape),
    ),
  ).toEqual([]);
  expect(
    unknown(
      heads.map(({ host }) => host.cloud ?? {}),
      Object.keys(hostSchema.shape.cloud.unwrap().shape),
    ),
  ).toEqual([]);
});
