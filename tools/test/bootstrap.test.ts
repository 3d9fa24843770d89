import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../stamp.mjs";
import { plantFiles } from "./plant.ts";

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Installs by linking the Node that runs this test; says so in `installs`, and on stdout, where it must not show. */
const NPX = `#!/bin/sh
echo "npx was here"
echo "$@" >> installs
[ -e fail ] && exit 7
sleep 0.3
mkdir -p node_modules/.bin && ln -sf ${process.execPath} node_modules/.bin/node
`;

/** Bundles by writing what \`start\` is to run: a program that tells its arguments and environment. */
const BUNDLE = `
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { bundleInputs, stampOf } from "./stamp.mjs";
console.log("bundle was here");
appendFileSync("bundles", "x");
const stamp = "//" + stampOf(bundleInputs()) + "\\n";
const told = "{ argv: process.argv.slice(2), flags: process.execArgv, cwd: process.cwd(), env: process.env }";
for (const file of ["apps/cli/dist/livetriage.cjs", "apps/sensor/dist/livetriage-sensor.cjs"]) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stamp + "console.log(JSON.stringify(" + told + "))");
}
`;

/** A repository with the real bootstrap, and a stand-in for everything that it starts. */
function plantRepository(): string {
  const folder = plantFiles({
    "package.json": '{ "packageManager": "pnpm@0.0.0", "type": "module" }',
    "pnpm-lock.yaml": "",
    "pnpm-workspace.yaml": "",
    "apps/cli/package.json": "{}",
    "apps/cli/src/main.ts": "",
    "packages/none/package.json": "{}",
    "tools/bundle.ts": BUNDLE,
    "tools/code-cache.ts": "",
    "bin/npx": NPX,
    "tools/bench.ts": "console.log(process.argv.slice(2));",
    "exit-3.mjs": "process.exitCode = 3;",
    "wait.mjs": 'process.on("SIGINT", () => console.log("SIGINT")); console.log("up"); setTimeout(() => {}, 10_000);',
  });
  for (const file of ["tools/bootstrap.mjs", "tools/stamp.mjs", "apps/cli/bin/livetriage"]) {
    cpSync(join(root, file), join(folder, file));
  }
  chmodSync(join(folder, "bin/npx"), 0o755);
  return folder;
}

function launch(folder: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const path = `${join(folder, "bin")}${delimiter}${process.env["PATH"]}`;
  return spawn(process.execPath, [join(folder, "tools/bootstrap.mjs"), ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // no terminal, whatever these tests are started from
    env: { PATH: path, ...env },
  });
}

function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr })));
}

const countLines = (file: string) => (existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").length : 0);

test("installs once, and again when the lockfile changes", async () => {
  const folder = plantRepository();
  const installs = join(folder, "installs");
  expect(await ended(launch(folder, ["run", "exit-3.mjs"]))).toMatchObject({ code: 3, stdout: "" });
  await ended(launch(folder, ["run", "exit-3.mjs"]));
  expect(countLines(installs)).toBe(1);
  writeFileSync(join(folder, "pnpm-lock.yaml"), "changed");
  await ended(launch(folder, ["run", "exit-3.mjs"]));
  expect(countLines(installs)).toBe(2);
});

test("two first runs at once install once", async () => {
  const folder = plantRepository();
  const runs = await Promise.all([1, 2].map(() => ended(launch(folder, ["run", "exit-3.mjs"]))));
  expect(runs.map(({ code }) => code)).toEqual([3, 3]);
  expect(countLines(join(folder, "installs"))).toBe(1);
});

test("a failed install ends with 1, a reason on stderr, and no lock left", async () => {
  const folder = plantRepository();
  writeFileSync(join(folder, "fail"), "");
  const { code, stdout, stderr } = await ended(launch(folder, ["run", "exit-3.mjs"]));
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("bootstrap: pnpm install failed (7)");
  expect(existsSync(join(folder, ".bootstrap-lock"))).toBe(false);
});

test("the lock of a run that was killed does not hold the next one", async () => {
  const folder = plantRepository();
  const gone = launch(folder, ["none"]);
  await ended(gone);
  symlinkSync(String(gone.pid), join(folder, ".bootstrap-lock"));
  expect(await ended(launch(folder, ["run", "exit-3.mjs"]))).toMatchObject({ code: 3 });
});

test.each(["SIGTERM", "SIGHUP"] as const)("%s ends the command and then us, by the same signal", async (signal) => {
  const child = launch(plantRepository(), ["run", "wait.mjs"]);
  child.stdout?.once("data", () => child.kill(signal));
  expect(await ended(child)).toMatchObject({ code: null, signal, stdout: "up\n" });
});

test("an interrupt without a terminal reaches the command once, and it may go on", async () => {
  const child = launch(plantRepository(), ["run", "wait.mjs"]);
  child.stdout?.once("data", () => child.kill("SIGINT"));
  setTimeout(() => child.kill("SIGTERM"), 2000);
  expect(await ended(child)).toMatchObject({ signal: "SIGTERM", stdout: "up\nSIGINT\n" });
});

test("start runs the bundle, made anew only when a source changed", async () => {
  const folder = plantRepository();
  const env = { NODE_OPTIONS: "--no-warnings", INIT_CWD: join(folder, "bin"), KEPT: "1" };
  const { stdout } = await ended(launch(folder, ["start", "--", "collect", "--format", "json"], env));
  const told = JSON.parse(stdout) as { flags: string[]; env: Record<string, string> };
  expect(told).toMatchObject({
    argv: ["collect", "--format", "json"],
    cwd: env.INIT_CWD,
    env: { KEPT: "1", TZ: ":" },
  });
  expect(told.env).not.toHaveProperty("NODE_OPTIONS");
  expect(told.flags).toEqual(
    expect.arrayContaining(["--permission", "--openssl-config=/dev/null", "--disable-sigusr1"]),
  );
  await ended(launch(folder, ["start"]));
  expect(readFileSync(join(folder, "bundles"), "utf8")).toBe("x");
  writeFileSync(join(folder, "apps/cli/src/main.ts"), "changed");
  await ended(launch(folder, ["start"]));
  expect(readFileSync(join(folder, "bundles"), "utf8")).toBe("xx");
});

test("start without arguments collects this host for people", async () => {
  const { stdout } = await ended(launch(plantRepository(), ["start", "--"]));
  expect(JSON.parse(stdout)).toMatchObject({ argv: ["collect", "--format", "summary"] });
});

test("bench measures bundles that are made anew only when a source changed", async () => {
  const folder = plantRepository();
  expect(await ended(launch(folder, ["bench", "net"]))).toMatchObject({ code: 0, stdout: "[ 'net' ]\n" });
  await ended(launch(folder, ["bench"]));
  expect(readFileSync(join(folder, "bundles"), "utf8")).toBe("x");
});
