import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { afterAll, describe, expect, it } from "vitest";
import { SEAL_PROBES } from "../../test/seal-probes.ts";
import { createLiveHost } from "../host/live-host.ts";
import { defaultReaderCommand, READER_FLAGS } from "../host/reader-command.ts";

const dir = mkdtempSync(join(tmpdir(), "livetriage-sealed-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

describe("a sealed reader", () => {
  it("cannot do anything but read", () => {
    writeFileSync(join(dir, "seen"), "seen");
    const before = new Set(readdirSync(dir));
    expect(probe(Object.entries(SEAL_PROBES))).toEqual(["the end"]);
    expect(new Set(readdirSync(dir))).toEqual(before.add("probe.mjs"));
    expect(readFileSync(join(dir, "seen"), "utf8")).toBe("seen");
  });

  it("would be caught by these probes if it could", () => {
    expect(probe([["read a file", `fs.readFileSync("/etc/passwd")`]])).toEqual(["read a file", "the end"]);
  });

  it("ends at once where there is no permission model to seal it", () => {
    const args = defaultReaderCommand().args.filter((flag) => flag !== "--permission" && !flag.startsWith("--allow"));
    expect(exitCode(args)).toBe(70);
  });

  it("ends at once when orders make no sense", () => {
    expect(exitCode(defaultReaderCommand().args, Buffer.alloc(64, 0xff))).toBe(76);
    expect(exitCode(defaultReaderCommand().args, Buffer.from([6, 0, 0, 0, 1, 0, 0, 0, 0, 9]))).toBe(76);
  });

  it("ends without a word when nobody takes its answers", async () => {
    const { execPath, args } = defaultReaderCommand();
    const reader = spawn(execPath, args, { stdio: "pipe" });
    reader.stdout.destroy();
    let said = "";
    reader.stderr.on("data", (text: Buffer) => (said += text.toString()));
    const code = await new Promise((resolve) => reader.on("close", resolve));
    expect([code, said]).toEqual([0, ""]);
  });

  it("has an empty environment, and opens no listener on SIGUSR1", async () => {
    const host = createLiveHost();
    expect((await host.lstat("/")).ok).toBe(true);
    const pid = host.stats().reader_pids.at(-1);
    if (pid === undefined) throw new Error("no reader was started");
    expect(readFileSync(`/proc/${pid}/environ`, "latin1")).toBe("TZ=:\0");
    process.kill(pid, "SIGUSR1");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await host.lstat("/")).ok).toBe(true);
    const sockets = readdirSync(`/proc/${pid}/fd`).length;
    const listening = readFileSync(`/proc/${pid}/net/tcp`, "latin1")
      .split("\n")
      .filter((line) => /:240D 0{8}:0000 0A/.test(line));
    expect([sockets < 40, listening]).toEqual([true, []]);
    host.close();
  });
});

describe("the reader in one file", () => {
  it("loads nothing of Node but files and digests", async () => {
    const build = await rolldown({ input: here("main.ts"), platform: "node" });
    const { output } = await build.generate({ format: "cjs", codeSplitting: false });
    const code = output.map((chunk) => ("code" in chunk ? chunk.code : "")).join("\n");
    const loaded = [...code.matchAll(/(?:require|import|getBuiltinModule)\(\s*["'`]([^"'`]+)/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(loaded)].sort()).toEqual(["node:crypto", "node:fs"]);
    const named = builtinModules.filter((name) => new RegExp(`["'\`](?:node:)?${name}["'\`]`).test(code));
    expect(
      named.filter((name) => ["net", "http", "https", "dgram", "tls", "dns", "http2", "child_process"].includes(name)),
    ).toEqual([]);
    const file = join(dir, "reader.cjs");
    writeFileSync(file, code);
    const host = createLiveHost({ command: { execPath: process.execPath, args: [...READER_FLAGS, file] } });
    expect((await host.readFile("/proc/self/stat", { maxBytes: 100 })).ok).toBe(true);
    host.close();
  });
});

/** Run probes after sealing, as the reader's own first statement does it; what was possible. */
function probe(probes: readonly (readonly [string, string])[]): string[] {
  const lines = probes.map(([name, code]) => `try { ${code}; console.log(${JSON.stringify(name)}); } catch {}`);
  const prelude = `import fs from "node:fs"; import { createRequire } from "node:module"; import { seal } from ${JSON.stringify(here("seal.ts"))}; seal();`;
  const file = join(dir, "probe.mjs");
  writeFileSync(
    file,
    [
      prelude,
      `const DIR = ${JSON.stringify(dir)}; const req = createRequire(import.meta.url);`,
      ...lines,
      'console.log("the end");',
    ].join("\n"),
  );
  const flags = [...READER_FLAGS, "--conditions=@livetriage/source"];
  const output = execFileSync(process.execPath, [...flags, file], {
    env: { TZ: "UTC" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  return output
    .toString()
    .split("\n")
    .filter((line) => line !== "");
}

function exitCode(args: readonly string[], input = Buffer.alloc(0)): number | null {
  try {
    execFileSync(process.execPath, args, { env: {}, input, stdio: ["pipe", "ignore", "ignore"] });
    return 0;
  } catch (error) {
    return (error as { status: number | null }).status;
  }
}
