import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { backoffMs } from "@livetriage/proto-types";
import { ownExecutable, systemClock } from "@livetriage/triage-core/host";
import { prepare } from "../commands/prepare.ts";
import { type Account, readAccount } from "../config/account.ts";
import { hasIdentity } from "../config/identity-files.ts";
import type { SensorConfig } from "../config/sensor-config.ts";
import { reasonOf } from "../exit.ts";
import { wait } from "../wait.ts";
import { keepDaemon } from "./keep-daemon.ts";

/** A join file is looked for no more often than that. */
const LOOK_MS = 2_000;

/** Starts a part of this sensor: the executable that holds all, or the starter beside the bundle. */
const STARTER = ownExecutable()?.command ?? {
  execPath: join(dirname(process.argv[1] ?? ""), "..", "bin", "livetriage-sensor"),
  args: [],
};

/**
 * What systemd does elsewhere: keeps the process with the network running, as a user without rights, and starts one
 * collecting side for each of its connections.
 */
export async function supervise(config: SensorConfig, configFile: string, stopped: AbortSignal): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  const account = isRoot ? readAccount(config.user) : null;
  await keepPrepared(config, stopped);
  const collecting = new Set<ChildProcess>();
  const form = isRoot ? "child of root" : "child of the same user";
  const own = makeCollectingDirectory(isRoot ? dirname(config.trust_file) : config.state_dir);
  const server = await listen(config.collect_socket, account, (socket) => {
    const child = startCollecting(socket, own, ["--config", configFile, "--form", form]);
    collecting.add(child);
    child.on("exit", () => collecting.delete(child));
  });
  await keepDaemon({
    start: () => startDaemon(configFile, account),
    tell: (text) => void process.stderr.write(text),
    pauseMs: (failures) => backoffMs(failures, Math.random()),
    clock: systemClock,
    stopped,
  });
  server.close();
  for (const child of collecting) child.kill("SIGKILL");
  rmSync(config.collect_socket, { force: true });
}

/** Where the collecting side remembers what the process with the network must not forget for it. */
function makeCollectingDirectory(parent: string): string {
  mkdirSync(parent, { recursive: true });
  const own = join(parent, "collecting");
  mkdirSync(own, { recursive: true, mode: 0o700 });
  return own;
}

/** A host without an identity gets one as soon as it was given what it needs; the daemon waits for it meanwhile. */
async function keepPrepared(config: SensorConfig, stopped: AbortSignal): Promise<void> {
  let [told, failures] = ["", 0];
  const once = async (): Promise<void> => {
    let text = "";
    try {
      text = await prepare(config);
      failures = 0;
    } catch (error) {
      text = `${reasonOf(error)}\n`;
      failures += 1;
    }
    if (text !== told) process.stderr.write(text);
    told = text;
  };
  const again = async (): Promise<void> => {
    while (!hasIdentity(config.state_dir) && !stopped.aborted) {
      await wait(LOOK_MS + (failures > 0 ? backoffMs(failures, Math.random()) : 0), stopped);
      await once();
    }
  };
  await once();
  void again();
}

/** A socket that nobody but the daemon's user can open. */
async function listen(path: string, account: Account | null, onConnection: (socket: Socket) => void): Promise<Server> {
  mkdirSync(dirname(path), { recursive: true });
  chmodSync(dirname(path), 0o700);
  rmSync(path, { force: true });
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, onConnection);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  if (account === null) return server;
  chownSync(path, account.uid, account.gid);
  chownSync(dirname(path), account.uid, account.gid);
  return server;
}

/** The connection becomes the child's standard input and output; we keep nothing of it. `own` is what it may write. */
function startCollecting(socket: Socket, own: string, args: readonly string[]): ChildProcess {
  const env = { ...ownEnv(), STATE_DIRECTORY: own };
  const child = startPart(["collecting", ...args], { stdio: [socket, socket, "inherit"], env });
  child.on("error", () => undefined);
  socket.destroy();
  return child;
}

/** Its standard input is a pipe of ours: it ends with us. */
function startDaemon(configFile: string, account: Account | null): ChildProcess {
  const args = ["daemon", "--supervised", "--config", configFile];
  return startPart(args, { stdio: ["pipe", "inherit", "pipe"], ...account });
}

function startPart(args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawn(STARTER.execPath, [...STARTER.args, ...args], { env: ownEnv(), ...options });
}

/** What our children need of our environment: where programs are. */
function ownEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"] };
}
