import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createLiveHost, type LiveHost } from "../host/live-host.ts";
import { decodeLossless } from "../text/lossless.ts";
import { processOfRoot } from "./process-root.ts";

test.each([
  ["/proc/42/root", "/proc/42"],
  ["/proc/42/root/", "/proc/42"],
  ["/proc/42/root/etc", null],
  ["/proc/self/root", null],
  ["/srv/proc/42/root", null],
  ["/", null],
])("%s is the root of %s", (root, process) => {
  expect(processOfRoot(root)).toBe(process);
});

/** A root of its own, made of a file system that nobody else sees. */
const SCENE = `mount -t tmpfs inside "$0" && mkdir "$0/etc" "$0/data" "$0/old" "$0/proc" && echo inside > "$0/etc/name" \\
  && ln -s /etc/name "$0/link" && ln -s ../../../../../etc/name "$0/climb" && mount -t tmpfs more "$0/data" \\
  && echo mounted > "$0/data/file" && mount --bind /usr "$0/old" && mkdir "$0/usr" && mount --bind /usr "$0/usr" \\
  && ln -s usr/bin "$0/bin" && ln -s usr/lib "$0/lib" && ln -s usr/lib64 "$0/lib64" && mount -t proc proc "$0/proc" \\
  && echo ready && exec chroot "$0" /usr/bin/sleep 25`;

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)(`the root of a process in another mount namespace${isRoot ? "" : " (needs root)"}`, () => {
  let folder = "";
  let host: LiveHost;
  let outside: LiveHost;
  /** The running host, with its files as the process sees them. */
  let whole: LiveHost;
  let end: () => void = () => undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "livetriage-inside-"));
    mkdirSync(join(folder, "root"));
    writeFileSync(join(folder, "outside"), "outside");
    const child = spawn("unshare", ["--mount", "--fork", "--kill-child", "sh", "-c", SCENE, join(folder, "root")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    end = () => child.kill("SIGKILL");
    await once(child.stdout, "data");
    const pid = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim());
    await vi.waitUntil(() => readFileSync(`/proc/${pid}/comm`, "utf8") === "sleep\n");
    outside = createLiveHost();
    host = createLiveHost({ root: `/proc/${pid}/root` });
    whole = createLiveHost({ hostRoot: `/proc/${pid}/root` });
  });

  afterAll(() => {
    host.close();
    outside.close();
    whole.close();
    end();
    rmSync(folder, { recursive: true, force: true });
  });

  const textOf = async (path: string, from: LiveHost = host) => {
    const answer = await from.readFile(path, { maxBytes: 100 });
    return answer.ok ? decodeLossless(answer.value.bytes) : answer.error.errno;
  };

  test.each([
    ["a file", "/etc/name", "inside\n"],
    ["a link to an absolute path", "/link", "inside\n"],
    ["a link that climbs", "/climb", "inside\n"],
    ["a file of a mount in it", "/data/file", "mounted\n"],
    ["what only stands outside", join("/tmp", "outside"), "ENOENT"],
    ["its /proc, which says nothing of its files", "/proc/1/comm", "SKIPPED"],
  ])("%s", async (_name, path, expected) => {
    expect(await textOf(path)).toBe(expected);
  });

  test("as the root of the whole host: its files, with our own /proc", async () => {
    expect(await textOf("/data/file", whole)).toBe("mounted\n");
    expect(await textOf("/proc/self/comm", whole)).toMatch(/^[0-9a-z.]+\n$/); // the word of the reader that reads it
    expect(await textOf(join(folder, "outside"), whole)).toBe("ENOENT");
  });

  test("lists what is there", async () => {
    const answer = await host.list("/etc", { maxEntries: 10 });
    expect(answer.ok && answer.value.entries.map(({ name }) => name)).toEqual(["name"]);
  });

  test("from outside nothing of it can be reached by name", async () => {
    const answer = await outside.readFile(join(folder, "root/etc/name"), { maxBytes: 100 });
    expect(answer.ok).toBe(false);
  });
});

test("a process that is gone has no root", async () => {
  const host = createLiveHost({ root: "/proc/4194304/root" });
  const answer = await host.readFile("/etc/passwd", { maxBytes: 10 });
  host.close();
  expect(answer.ok).toBe(false);
});
