/**
 * Runs this repository's commands on a machine that has only Node >= 20 and npm: installs what the lockfile says when
 * it is stale, then hands over to the pinned Node of the repository. Standard output belongs to the command alone.
 *
 *   node tools/bootstrap.mjs start [--] ARGS   livetriage ARGS, from the bundle, which is built when its sources changed
 *   node tools/bootstrap.mjs run SCRIPT ARGS   a script of this repository
 *   node tools/bootstrap.mjs bench ARGS        the benchmarks, of bundles that are built as for a start
 *   node tools/bootstrap.mjs exec BIN ARGS     a program of node_modules/.bin
 *   node tools/bootstrap.mjs lock              bring the lockfile up to date with the manifests, and install
 *
 * A start from a checkout is not the hardened form: this file runs under whatever Node is first in PATH, with the
 * caller's NODE_OPTIONS and the host's openssl.cnf. On a suspect host use the executable.
 */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { bundleInputs, installInputs, root, stampOf } from "./stamp.mjs";

const bin = join(root, "node_modules", ".bin");
const node = join(bin, "node");
const installStamp = join(root, "node_modules", ".bootstrap-stamp");
const bundles = ["apps/sensor/dist/livetriage-sensor.cjs", "apps/cli/dist/livetriage.cjs"];
const lock = join(root, ".bootstrap-lock");

/** The caller's environment without what would change how the repository's own Node starts. */
function cleanEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(NODE|OPENSSL|SSL)_/.test(name));
  const path = `${bin}${delimiter}${process.env.PATH}`;
  return { ...Object.fromEntries(kept), PATH: path, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code;
}

/**
 * Do `work` while no other run of this repository does. The lock is a link that names its owner: a killed run leaves
 * one that the next run sees through.
 *
 * @param {() => unknown} work
 */
function withLock(work) {
  while (!takeLock()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock() {
  try {
    symlinkSync(String(process.pid), lock);
    return true;
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    const owner = orNull(() => readlinkSync(lock));
    if (owner !== null && !isAlive(Number(owner))) rmSync(lock, { force: true });
    return false;
  }
}

/** @param {() => string} read */
function orNull(read) {
  try {
    return read();
  } catch {
    return null;
  }
}

const isInstalled = () => orNull(() => readFileSync(installStamp, "utf8")) === stampOf(installInputs());

/** @param {"--frozen-lockfile" | "--no-frozen-lockfile"} lockfile */
function install(lockfile) {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  // trustLockfile: the lockfile is reviewed and carries digests; without it pnpm asks for the publication date of every
  // package again. CI=true: replace node_modules without asking. prefer-offline: without network a lookup hangs a minute.
  const flags = ["install", lockfile, "--prefer-offline", "--config.trustLockfile=true"];
  const env = { ...process.env, CI: "true", npm_config_update_notifier: "false" };
  const done = spawnSync("npx", ["-y", "--prefer-offline", packageManager, ...flags], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env,
  });
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`pnpm install failed (${done.status ?? done.signal})`);
  const probe = spawnSync(node, ["-v"], { encoding: "utf8", env: cleanEnvironment() });
  if (probe.status !== 0) {
    const why = probe.error ?? probe.stderr;
    throw new Error(`the repository's Node does not start here (it needs glibc Linux on x64 or arm64): ${why}`);
  }
  writeFileSync(installStamp, stampOf(installInputs()));
}

/** A bundle's first line is the stamp of what it was made from. */
function isBundled() {
  const first = `//${stampOf(bundleInputs())}\n`;
  return bundles.every((file) => orNull(() => readFileSync(join(root, file), "utf8"))?.startsWith(first) === true);
}

/** Build the bundles when their sources changed. */
function bundle() {
  if (!isBundled()) withLock(() => isBundled() || buildBundles()); // or another run, meanwhile
}

function buildBundles() {
  const env = cleanEnvironment();
  const done = spawnSync(node, [join(root, "tools/bundle.ts")], { stdio: ["ignore", 2, 2], env });
  if (done.status !== 0) throw new Error("the command could not be bundled");
}

/** True when the terminal sends its signals to us and to our child alike. */
function isForegroundJob() {
  const stat = orNull(() => readFileSync("/proc/self/stat", "utf8")) ?? "";
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return group !== undefined && group === foreground;
}

/**
 * Become `command`, as far as signals and the exit status can tell.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} [options]
 */
function become(command, args, options = {}) {
  const child = spawn(command, args, { stdio: "inherit", env: cleanEnvironment(), ...options });
  /** @type {NodeJS.SignalsListener} */
  const forward = (signal) => {
    if (signal === "SIGTERM" || !isForegroundJob()) child.kill(signal);
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  child.on("error", fail);
  child.on("exit", (code, signal) => {
    for (const name of signals) process.off(name, forward);
    if (signal === null) process.exit(code);
    process.kill(process.pid, signal);
    setTimeout(() => process.exit(128 + constants.signals[signal]), 1000); // where the signal is ignored
  });
}

/**
 * @param {unknown} error
 * @returns {never}
 */
function fail(error) {
  console.error(`bootstrap: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

/**
 * @param {string} script
 * @param {readonly string[]} args
 */
function run(script, args) {
  become(node, ["--conditions=@livetriage/source", join(root, script), ...args]);
}

/** @param {readonly string[]} args */
function bench(args) {
  bundle();
  run("tools/bench.ts", args);
}

/** @param {readonly string[]} args */
function start(args) {
  bundle();
  const words = args[0] === "--" ? args.slice(1) : args;
  const command = words.length > 0 ? words : ["collect", "--format", "summary"];
  // npm moves to the root, but the paths are the caller's
  become(join(root, "apps/cli/bin/livetriage"), command, { cwd: process.env.INIT_CWD ?? process.cwd() });
}

const [mode, target = "", ...rest] = process.argv.slice(2);
try {
  if (mode === "lock") withLock(() => install("--no-frozen-lockfile"));
  else if (!isInstalled()) withLock(() => isInstalled() || install("--frozen-lockfile")); // or another run, meanwhile
  if (mode === "start") start(process.argv.slice(3));
  else if (mode === "bench") bench(process.argv.slice(3));
  else if (mode === "run") run(target, rest);
  else if (mode === "exec") become(join(bin, target), rest);
  else if (mode !== "lock")
    throw new Error("usage: bootstrap.mjs start [--] ARGS | bench ARGS | run SCRIPT ARGS | exec BIN ARGS | lock");
} catch (error) {
  fail(error);
}
