import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HostReader } from "../contract/host-reader.ts";
import { memHost } from "./mem/mem-host.ts";
import { type RecordedAsk, recordHost } from "./record.ts";
import { formatRecording, parseRecording, type Recording } from "./recording.ts";
import { toJsonValue } from "./recording-value.ts";
import { replayHost } from "./replay.ts";

const HEAD: Recording["head"] = { recording: 1, live: true, pid: 7, effective_uid: 0, wall_ns: "1", monotonic_ns: "2" };
const STAT = (argStart: number) =>
  `7 (a) S ${Array.from({ length: 49 }, (_, i) => (i + 4 === 48 ? argStart : i + 4)).join(" ")}\n`;

const ENTRIES = {
  "/etc/text": "line\n",
  "/etc/binary": Uint8Array.of(0xff, 0, 1),
  "/etc/denied": { errno: "EACCES" },
  "/etc/link": { link: "/etc/text" },
  "/etc/dangling": { link: "/none" },
  "/tmp/\uDCFFname": { content: "x", size: 2n ** 60n, mtime_ns: -5n, ino: 2n ** 63n },
  "/proc/7/stat": STAT(1),
  "/proc/7/status": "Tgid:\t7\n",
  "/proc/7/cmdline": "a\0\uDCFE\0",
  "/proc/7/exe": { link: "/bin/x (deleted)", content: "ELF" },
  "/proc/7/fd/0": { link: "/dev/null" },
  "/proc/loadavg": ["1", "2", "3"],
};

const PARTS = [
  { file: "cmdline", maxBytes: 64 },
  { link: "exe" },
  { stat: "exe" },
  { links: "fd", maxEntries: 8 },
  { hash: "exe", maxBytes: 64 },
  { file: "environ", maxBytes: 64 },
] as const;

/** A value in the form that the recording gives it, so that all kinds of bytes compare equal. */
const plain = (value: unknown): unknown => toJsonValue(value, (text) => text);

/** Every kind of ask, with the answers in order. */
async function askAll(host: HostReader): Promise<unknown> {
  const find = { starts: ["/tmp"], maxDepth: 3, changedSinceNs: -10n, prune: [], signal: new AbortController().signal };
  const found = [];
  for await (const event of host.find?.(find) ?? []) found.push(event);
  const asked = [
    host.readSet("/proc/7", PARTS),
    host.readSet("/proc/7", PARTS, { expect: { start_ticks: "22" } }),
    host.readSet("/proc/7", PARTS, { expect: { start_ticks: "23" } }),
    host.readSet("/proc/8", []),
    host.list("/tmp", { maxEntries: 9, stat: true }),
    host.list("/tmp", { maxEntries: 9, changedSinceNs: -10n }),
    host.readFile("/etc/text", { maxBytes: 2, tailBytes: 1 }),
    host.readFile("/etc/binary", { maxBytes: 9 }),
    host.readFile("/etc/denied", { maxBytes: 9 }),
    host.readFile("/proc/loadavg", { maxBytes: 9 }),
    host.readFile("/proc/loadavg", { maxBytes: 9 }),
    host.readFile("/proc/loadavg", { maxBytes: 9 }),
    host.readFile("/proc/loadavg", { maxBytes: 9 }),
    host.look("/etc", ["text", "link", "none"]),
    host.readLink("/etc/link"),
    host.readLink("/etc/dangling"),
    host.lstat("/tmp/\uDCFFname"),
    host.resolve("/etc/link"),
    host.hash("/etc/text", { maxBytes: 99 }),
    host.probe(1, 100),
  ];
  return plain([...(await Promise.all(asked)), found]);
}

async function recordAll(redact?: (text: string) => string): Promise<{ answers: unknown; text: string }> {
  const asks: RecordedAsk[] = [];
  const answers = await askAll(recordHost(memHost(ENTRIES, { find: true }), (asked) => asks.push(asked)));
  return { answers, text: formatRecording({ head: HEAD, asks }, redact) };
}

describe("a recording", () => {
  test("replays every kind of ask with equal answers", async () => {
    const { answers, text } = await recordAll();
    expect(await askAll(replayHost(parseRecording(text)))).toEqual(answers);
  });

  test("is the same text whatever the order of the asks, and after reading it back", async () => {
    const { text } = await recordAll();
    const recording = parseRecording(text);
    expect(formatRecording(recording)).toBe(text);
    const isOnce = ({ path }: RecordedAsk) => path !== "/proc/loadavg";
    const shuffled = [
      ...recording.asks.filter(isOnce).toReversed(),
      ...recording.asks.filter((asked) => !isOnce(asked)),
    ];
    expect(formatRecording({ head: HEAD, asks: shuffled })).toBe(text);
  });

  test("keeps changing answers in order and leaves out repetitions of the last", async () => {
    const { text } = await recordAll();
    const lines = text.split("\n").filter((line) => line.startsWith('{"readFile":"/proc/loadavg"'));
    expect(lines).toEqual(
      ["1", "2", "3"].map(
        (value) =>
          `{"readFile":"/proc/loadavg","args":[{"maxBytes":9}],"ok":{"bytes":{"$text":"${value}"},"more":false}}`,
      ),
    );
  });

  test("sorts pids by number and writes long arguments once", async () => {
    const asks: RecordedAsk[] = [];
    const host = recordHost(memHost({}), (asked) => asks.push(asked));
    for (const pid of [10, 9]) await host.readSet(`/proc/${pid}`, PARTS);
    const lines = formatRecording({ head: HEAD, asks }).split("\n");
    expect(lines[1]).toBe(`{"#1":${JSON.stringify([PARTS])}}`);
    expect(lines.slice(2)).toEqual([
      '{"readSet":"/proc/9","args":"#1","error":{"op":"chdir","errno":"ENOENT"}}',
      '{"readSet":"/proc/10","args":"#1","error":{"op":"chdir","errno":"ENOENT"}}',
      "",
    ]);
  });

  test("writes a long outcome of several asks once", async () => {
    const asks: RecordedAsk[] = [];
    const entries = { "/a": "x".repeat(2000), "/b": "x".repeat(2000), "/c": "y".repeat(2000) };
    const host = recordHost(memHost(entries), (asked) => asks.push(asked));
    for (const path of Object.keys(entries)) await host.readFile(path, { maxBytes: 9999 });
    const text = formatRecording({ head: HEAD, asks });
    expect(text.match(/x{2000}/g)).toHaveLength(1);
    expect(text).toContain('{"readFile":"/b","args":[{"maxBytes":9999}],"same":"=1"}');
    const replayed = replayHost(parseRecording(text));
    for (const path of Object.keys(entries)) {
      expect(plain(await replayed.readFile(path, { maxBytes: 9999 }))).toEqual(
        plain(await host.readFile(path, { maxBytes: 9999 })),
      );
    }
  });

  test("redacts paths, arguments, text and bytes alike", async () => {
    const { text } = await recordAll((value) => value.replaceAll("text", "####").replaceAll("\uDCFE", "?"));
    expect(text).not.toMatch(/text(?!":)/);
    const host = replayHost(parseRecording(text));
    expect(await host.readLink("/etc/link")).toEqual({ ok: true, value: "/etc/####" });
    expect(await host.hash("/etc/####", { maxBytes: 99 })).toMatchObject({ ok: true });
    const set = await host.readSet("/proc/7", PARTS);
    expect(plain(set)).toMatchObject({
      value: { parts: [{ value: { bytes: { $text: "a\0?\0" } } }, {}, {}, {}, {}, {}] },
    });
  });

  test("of another format is refused", () => {
    expect(() => parseRecording('{"recording":2}\n')).toThrow("not a recording of format 1");
    expect(() => parseRecording("")).toThrow("not a recording of format 1");
  });

  test("keeps any bytes and names", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), fc.uint8Array({ minLength: 1 }), async (content, name) => {
        const path = `/d/${Buffer.from(name).toString("hex")}\uDC80`;
        const asks: RecordedAsk[] = [];
        const answer = await recordHost(memHost({ [path]: content }), (asked) => asks.push(asked)).readFile(path, {
          maxBytes: 999,
        });
        const replayed = replayHost(parseRecording(formatRecording({ head: HEAD, asks })));
        expect(await replayed.readFile(path, { maxBytes: 999 })).toEqual(answer);
      }),
    );
  });
});

describe("a replay", () => {
  const replay = async (): Promise<HostReader> => replayHost(parseRecording((await recordAll()).text));
  const NOT_RECORDED = { ok: false, error: { errno: "NOT_RECORDED" } };

  test("never says ENOENT of what was not asked", async () => {
    const host = await replay();
    const find = { starts: ["/x"], maxDepth: 3, changedSinceNs: 0n, prune: [], signal: new AbortController().signal };
    const found = [];
    for await (const event of host.find?.(find) ?? []) found.push(event);
    expect(found).toMatchObject([
      { kind: "error", error: { errno: "NOT_RECORDED" } },
      { kind: "end", exitCode: null },
    ]);
    expect(await host.readFile("/x", { maxBytes: 1 })).toMatchObject(NOT_RECORDED);
    expect(await host.list("/x", { maxEntries: 1 })).toMatchObject(NOT_RECORDED);
    expect(await host.lstat("/x")).toMatchObject(NOT_RECORDED);
    expect(await host.readLink("/x")).toMatchObject(NOT_RECORDED);
    expect(await host.resolve("/x")).toMatchObject(NOT_RECORDED);
    expect(await host.hash("/x", { maxBytes: 1 })).toMatchObject(NOT_RECORDED);
    expect(await host.probe(1, 101)).toMatchObject(NOT_RECORDED);
    expect(await host.readSet("/proc/9", [])).toMatchObject(NOT_RECORDED);
  });

  test("takes a look at names for as many lstats, and the other way round", async () => {
    const asks: RecordedAsk[] = [];
    const recorded = recordHost(memHost(ENTRIES), (asked) => asks.push(asked));
    await Promise.all([recorded.look("/etc", ["text", "none", "denied"]), recorded.lstat("/etc/link")]);
    const host = replayHost({ asks });
    expect(await host.lstat("/etc/text")).toMatchObject({ value: { type: "file" } });
    expect(await host.lstat("/etc/none")).toMatchObject({ error: { errno: "ENOENT" } });
    expect(await host.look("/etc", ["link", "none", "text", "dangling"])).toMatchObject({
      value: [
        { name: "link", type: "symlink" },
        { name: "text", type: "file", stat: { type: "file" } },
        { name: "dangling", type: "unknown", stat: null, errno: "NOT_RECORDED" },
      ],
    });
  });

  test("answers other arguments where what was recorded holds the answer", async () => {
    const host = await replay();
    const live = memHost(ENTRIES);
    expect(plain(await host.readFile("/etc/binary", { maxBytes: 1000 }))).toEqual(
      plain(await live.readFile("/etc/binary", { maxBytes: 1000 })),
    );
    expect(plain(await host.readFile("/etc/binary", { maxBytes: 1, offset: 1 }))).toEqual(
      plain(await live.readFile("/etc/binary", { maxBytes: 1, offset: 1 })),
    );
    expect(await host.readFile("/etc/denied", { maxBytes: 1 })).toMatchObject({ error: { errno: "EACCES" } });
    expect(plain(await host.list("/tmp", { maxEntries: 99 }))).toEqual(
      plain(await live.list("/tmp", { maxEntries: 99 })),
    );
    for (const after of ["\uDCFFname", "none"]) {
      const behind = { maxEntries: 1, after };
      const [told, known] = [await host.list("/tmp", behind), await live.list("/tmp", behind)];
      expect(told).toMatchObject(known.ok ? known : NOT_RECORDED);
    }
    expect(plain(await host.hash("/etc/text", { maxBytes: 5 }))).toEqual(
      plain(await live.hash("/etc/text", { maxBytes: 5 })),
    );
    expect(await host.probe(5, 9)).toEqual({ ok: true, value: [7] });
    const fewer = [{ links: "fd", maxEntries: 1 }, { file: "cmdline", maxBytes: 2 }, { link: "exe" }] as const;
    expect(plain(await host.readSet("/proc/7", fewer))).toEqual(plain(await live.readSet("/proc/7", fewer)));
    expect(await host.readSet("/proc/7", fewer, { expect: { start_ticks: "5" } })).toMatchObject({
      error: { errno: "VANISHED" },
    });
    expect(await host.readSet("/proc/8", fewer)).toMatchObject({ error: { errno: "ENOENT" } });
  });

  test("digests a file of which all content was recorded, in pieces or at once", async () => {
    const path = "/etc/text";
    const options = { maxBytes: 99, also: "md5", headBytes: 2 } as const;
    const live = memHost(ENTRIES);
    const asks: RecordedAsk[] = [];
    const recorder = recordHost(live, (ask) => asks.push(ask));
    await recorder.readFile(path, { maxBytes: 2 });
    await recorder.readFile(path, { maxBytes: 3 });
    expect(await replayHost({ asks }).hash(path, options)).toMatchObject(NOT_RECORDED);
    await recorder.readFile(path, { offset: 3, maxBytes: 9 });
    expect(plain(await replayHost({ asks }).hash(path, options))).toEqual(plain(await live.hash(path, options)));
    expect(await replayHost({ asks: [] }).hash(path, options)).toMatchObject(NOT_RECORDED);
  });

  test("knows that something is missing where a whole listing lacks it", async () => {
    const asks: RecordedAsk[] = [];
    const recorded = recordHost(memHost({ "/d/sub/x": "", "/f/old": "", "/proc/7/x": "" }), (asked) =>
      asks.push(asked),
    );
    await recorded.list("/d", { maxEntries: 9 });
    await recorded.list("/f", { maxEntries: 9, changedSinceNs: 9n ** 20n });
    await recorded.list("/proc", { maxEntries: 9 });
    await recorded.lstat("/gone");
    const host = replayHost({ asks });
    const errnoOf = async (path: string) => {
      const answer = await host.readFile(path, { maxBytes: 1 });
      return answer.ok ? null : answer.error.errno;
    };
    expect(await errnoOf("/d/none")).toBe("ENOENT");
    expect(await errnoOf("/d/none/below")).toBe("ENOENT");
    expect(await errnoOf("/gone/below")).toBe("ENOENT");
    expect(await errnoOf("/d/sub/x")).toBe("NOT_RECORDED");
    expect(await errnoOf("/f/none")).toBe("NOT_RECORDED");
    expect(await errnoOf("/proc/8")).toBe("NOT_RECORDED");
    expect(await errnoOf("/other")).toBe("NOT_RECORDED");
  });

  test("does not make up what was cut, filtered or never read", async () => {
    const host = await replay();
    expect(await host.readFile("/etc/text", { maxBytes: 5 })).toMatchObject(NOT_RECORDED);
    expect(await host.list("/tmp", { maxEntries: 9, changedSinceNs: -1n })).toMatchObject(NOT_RECORDED);
    expect(await host.list("/tmp", { maxEntries: 9, noFollow: true })).toMatchObject(NOT_RECORDED);
    expect(await host.hash("/etc/text", { maxBytes: 4 })).toMatchObject(NOT_RECORDED);
    const set = await host.readSet("/proc/7", [{ link: "root" }, { file: "cmdline", maxBytes: 64 }]);
    expect(set).toMatchObject({ ok: true, value: { parts: [NOT_RECORDED, { ok: true }] } });
  });
});
