import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { createLiveHost, READER_WORD } from "@livetriage/triage-core/host";
import { beforeAll, describe, expect, test } from "vitest";
import { SEAL_PROBES } from "../../../packages/triage-core/test/seal-probes.ts";
import { builtExecutable, ownArch, programNamed } from "../../executables/built-executable.ts";
import { makeExecutable } from "../../executables/make-executable.ts";
import { root } from "../../stamp.mjs";
import { contentOf, plantBareTree, plantHost, workFolder } from "./fixture.ts";

let livetriage = "";
let folder = "";

beforeAll(async () => {
  livetriage = await builtExecutable("livetriage");
  const work = workFolder();
  folder = work.folder;
  return work.remove;
}, 120_000);

const run = (file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  execFileSync(file, args, {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...env },
    stdio: "pipe",
    maxBuffer: 1e9,
  });

/** The fixture's files alone: a tree has no processes. */
const IMAGE = ["collect", "--phase", "persistence", "--phase", "recent-files", "--format", "json", "--output", "-"];

describe("the executable", { timeout: 120_000 }, () => {
  test("says what it is made of", () => {
    const phases = createRequire(import.meta.url)("../../../apps/cli/package.json") as { version: string };
    const text = run(livetriage, ["--version"]);
    expect(text).toContain(`livetriage ${phases.version}\nbuild `);
    for (const name of ["proc-tree", "net-conns", "persistence", "recent-files"])
      expect(text).toMatch(new RegExp(`${name} \\d+\\.\\d+\\.\\d+`));
    expect(text).toContain(`Node ${process.version}\n`);
    expect(run(livetriage, ["fleet", "--version"])).toBe(text);
  });

  test("names the Collector, which is a file of its own", () => {
    const { status, stderr } = spawnSync(livetriage, ["collector", "serve"], { encoding: "utf8" });
    expect([status, stderr]).toEqual([69, expect.stringContaining("livetriage-collector")]);
  });

  test("with its libraries alone, on a read-only disk, it collects what the checkout collects", ({ skip }) => {
    if (process.geteuid?.() !== 0) skip("needs root, for chroot");
    const tree = join(folder, "bare");
    plantBareTree(tree, livetriage);
    plantHost(join(tree, "host"));
    const readOnly = `mount --bind ${tree} ${tree} && mount -o remount,bind,ro ${tree}`;
    const onReadOnly = (command: string, host: string): string => {
      const script = `${readOnly} && ${command} ${IMAGE.join(" ")} --root ${host}`;
      return run("unshare", ["--mount", "--pid", "--fork", "sh", "-c", script]);
    };
    const inside = onReadOnly(`mount -t proc proc ${tree}/proc && exec chroot ${tree} /livetriage`, "/host");
    const outside = onReadOnly(join(root, "apps/cli/bin/livetriage"), join(tree, "host"));
    expect(contentOf(inside)).toEqual(contentOf(outside));
    const { collection } = JSON.parse(inside) as { collection: { tool: Record<string, unknown> } };
    const told = execFileSync("sha256sum", [livetriage], { encoding: "utf8" });
    expect(collection.tool).toMatchObject({ name: "livetriage", sha256: told.slice(0, 64), runtime: process.version });
    expect(collection.tool["phases"]).toHaveProperty("recent-files");
    writeFileSync(join(folder, "package.json"), inside);
    expect(run(livetriage, ["verify", join(folder, "package.json")])).toContain(
      "persistence: 5 PersistenceItem, all valid",
    );
  });

  test("made twice it is the same, wherever it is made", async () => {
    const again = join(mkdtempSync(join(folder, "again-")), "other-name");
    await makeExecutable(programNamed("livetriage"), ownArch, again);
    expect(readFileSync(again).equals(readFileSync(livetriage))).toBe(true);
  });
});

test("README's lines for a suspect host, with a shell in the place of ssh", () => {
  const [, region = ""] = readFileSync(join(root, "README.md"), "utf8").split(/region suspect-host -->/);
  const [, lines = ""] = [...region.matchAll(/```sh\n([^`]*)```/g)].map(([, block]) => block);
  expect(lines).toContain("collect --format json > HOST.json");
  const stubs = `ssh() { shift; sh -c "$*"; }; export PATH="${join(folder, "stubs")}:$PATH"`;
  mkdirSync(join(folder, "stubs"));
  writeFileSync(join(folder, "stubs/sudo"), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  const here = lines
    .replaceAll("dist/livetriage-linux-x64", livetriage)
    .replaceAll("/dev/shm", folder)
    .replace(" collect", " collect --budget 30s");
  const { status, stdout, stderr } = spawnSync("sh", ["-ec", `${stubs}\ncd ${folder}\n${here}`], { encoding: "utf8" });
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^[0-9a-f]{64}  -$/m)]);
  expect(stdout).toMatch(/process/i);
  expect(readdirSync(folder)).not.toContain("livetriage");
}, 120_000);

describe("the environment", { timeout: 120_000 }, () => {
  const hostile = (): Record<string, string> => ({
    NODE_OPTIONS: `--require=${folder}/evil.cjs`,
    NODE_COMPILE_CACHE: join(folder, "env/cache"),
    NODE_V8_COVERAGE: join(folder, "env/coverage"),
    NODE_REDIRECT_WARNINGS: join(folder, "env/warnings"),
    NODE_EXTRA_CA_CERTS: join(folder, "evil.cjs"),
    NODE_PATH: folder,
    NODE_ICU_DATA: folder,
    NODE_DEBUG: "fs",
    NODE_DEBUG_NATIVE: "sea",
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
    NODE_CHANNEL_FD: "9",
    OPENSSL_CONF: join(folder, "evil.cjs"),
    OPENSSL_MODULES: folder,
    SSL_CERT_FILE: join(folder, "evil.cjs"),
    TZ: join(folder, "evil.cjs"),
  });

  test("has no say in how it runs, opens nothing and writes nothing", ({ skip }) => {
    if (spawnSync("strace", ["-V"]).status !== 0) skip("needs strace: apt-get install strace");
    writeFileSync(join(folder, "evil.cjs"), `require("node:fs").writeFileSync("${folder}/env/evil", "")`);
    mkdirSync(join(folder, "env"));
    const trace = join(folder, "trace");
    const traced = [
      "-f",
      "-qq",
      "-o",
      trace,
      "-e",
      "trace=open,openat,mkdir,rename,unlink,socket",
      livetriage,
      "phases",
    ];
    const { stdout, stderr } = spawnSync("strace", traced, { encoding: "utf8", env: hostile() });
    expect([stdout, stderr]).toEqual([run(livetriage, ["phases"]), ""]);
    expect(readdirSync(join(folder, "env"))).toEqual([]);
    const calls = readFileSync(trace, "utf8").split("\n");
    expect(calls.filter((call) => call.includes(folder) && !call.includes(livetriage))).toEqual([]);
    expect(calls.filter((call) => /localtime|zoneinfo|openssl|O_CREAT|AF_INET/.test(call))).toEqual([]);
  });

  test.each(["--node-options=--require=EVIL", "--require=EVIL", "--inspect", "--eval=1"])(
    "nor has the argument %s",
    (argument) => {
      const { status, stderr } = spawnSync(livetriage, ["phases", argument.replace("EVIL", join(folder, "evil.cjs"))]);
      expect([status, stderr.toString()]).toEqual([64, expect.stringContaining("livetriage: ")]);
    },
  );

  test("what the loader took from it is told", () => {
    const args = ["collect", "--budget", "5s", "--phase", "proc-tree", "--format", "json", "--output", "-"];
    const { integrity } = JSON.parse(run(livetriage, args, { LD_LIBRARY_PATH: "/nowhere" })) as {
      integrity: { signs: { id: string }[] };
    };
    expect(integrity.signs.map(({ id }) => id)).toContain("preload_environment");
  });
});

describe("its reader", { timeout: 120_000 }, () => {
  test("cannot do anything but read", async () => {
    const parts = join(folder, "probes");
    const tried = mkdtempSync(join(folder, "tried-"));
    writeFileSync(join(tried, "seen"), "seen");
    mkdirSync(parts);
    const probes = Object.entries({ ...SEAL_PROBES, "read a file": `fs.readFileSync(DIR + "/seen")` });
    const lines = probes.map(
      ([name, code]) => `try { ${code}; process.stdout.write(${JSON.stringify(`${name}\n`)}) } catch {}`,
    );
    const head = `const fs = require("node:fs"), req = require, DIR = ${JSON.stringify(tried)};`;
    writeFileSync(join(parts, "probes.cjs"), [head, ...lines].join("\n"));
    writeFileSync(join(parts, "version.cjs"), "");
    const reader = { bundle: "probes.cjs", rights: [] };
    const own = programNamed("livetriage");
    const probing = {
      ...own,
      dist: relative(root, parts),
      parts: { [READER_WORD]: reader },
      otherwise: reader,
      files: [],
    };
    const file = join(folder, "probing");
    await makeExecutable({ ...probing, versionFrom: "version.cjs" }, ownArch, file);
    expect(run(file, [READER_WORD])).toBe("read a file\n");
    expect(readdirSync(tried)).toEqual(["seen"]);
  });

  test("answers, with an empty environment, and opens no listener on SIGUSR1", async () => {
    const host = createLiveHost({ command: { execPath: livetriage, args: [READER_WORD] } });
    expect(await host.readLink(`/proc/self/exe`)).toMatchObject({ ok: true });
    const pid = host.stats().reader_pids.at(-1) ?? 0;
    expect(readFileSync(`/proc/${pid}/environ`, "latin1")).toBe("TZ=:\0");
    process.kill(pid, "SIGUSR1");
    expect(await host.lstat("/")).toMatchObject({ ok: true });
    expect(readFileSync(`/proc/${pid}/net/tcp`, "latin1")).not.toMatch(/:240D 0{8}:0000 0A/);
    host.close();
  });
});
