import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { create } from "@bufbuild/protobuf";
import { encodeTextFile, JoinFileSchema } from "@livetriage/proto-types";
import type { FakeCollector } from "./fake-collector.ts";
import { FLEET } from "./test-fleet.ts";

/** The program as it is started everywhere; another one, as the single executable, by the environment. */
export const PROGRAM = process.env["LIVETRIAGE_SENSOR"] ?? join(import.meta.dirname, "../../bin/livetriage-sensor");

const isRoot = process.getuid?.() === 0;

/** A host of its own as far as files go: configuration, state, socket. */
export class TestHost {
  readonly dir = mkdtempSync(join(tmpdir(), "livetriage-sensor-"));
  readonly config = join(this.dir, "sensor.yaml");
  readonly stateDir = join(this.dir, "state");
  /** What the collecting side may write, as the supervisor says. */
  readonly collectingDir = join(isRoot ? this.dir : this.stateDir, "collecting");
  readonly socket = join(this.dir, "run/collect.sock");
  readonly disabledFile = join(this.dir, "disabled");
  readonly #started: RunningSensor[] = [];

  constructor(settings = "") {
    chmodSync(this.dir, 0o711);
    this.configure(settings);
  }

  configure(settings: string): void {
    const user = isRoot ? "user: nobody\n" : "";
    const own = `state_dir: ${this.stateDir}\ntrust_file: ${this.dir}/trust.json\ncollect_socket: ${this.socket}\n`;
    // Many tests run at once: nothing here waits for a calm machine but what says so.
    const kill = `disabled_file: ${this.disabledFile}\njoin_file: ${this.dir}/given.json\nbusy_above: {memory: 100, cpu: 100, io: 100}\n`;
    writeFileSync(this.config, `${own}${kill}${user}${settings}`);
  }

  async enroll(collector: FakeCollector): Promise<void> {
    await this.run("enroll", "--join", this.give(collector, "join.json"));
    collector.explain = () => this.#started.map(({ log }) => log).join("");
  }

  /** What a host needs to enroll, in its directory; it finds `given.json` by itself. */
  give(collector: FakeCollector, name: string): string {
    const { ca, operator } = collector.fleet;
    const join_ = create(JoinFileSchema, {
      fleetId: FLEET,
      endpoints: [collector.endpoint],
      caPem: ca.certificate,
      rootKey: createPublicKey(operator).export({ type: "spki", format: "der" }),
      token: new Uint8Array(32).fill(1),
    });
    const file = join(this.dir, name);
    writeFileSync(file, encodeTextFile(JoinFileSchema, join_));
    return file;
  }

  /** One command to its end. */
  async run(...args: string[]): Promise<string> {
    return (await this.told(...args)).stdout;
  }

  /** The same, with what it said on standard error. */
  told(...args: string[]): Promise<{ stdout: string; stderr: string }> {
    return promisify(execFile)(PROGRAM, [...args, "--config", this.config]);
  }

  /** Starts the sensor; its log is collected. */
  start(wrapper: readonly string[] = []): RunningSensor {
    const [program, ...args] = [...wrapper, PROGRAM, "run", "--config", this.config];
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    const sensor = new RunningSensor(child);
    this.#started.push(sensor);
    return sensor;
  }

  /** Ends what was started, and leaves nothing behind. */
  async close(): Promise<void> {
    await Promise.all(this.#started.map((sensor) => sensor.kill()));
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export class RunningSensor {
  readonly child: ChildProcess;
  log = "";

  constructor(child: ChildProcess) {
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (bytes: Buffer) => {
        this.log += bytes.toString();
      });
    }
  }

  get lines(): { event: string; level: string; [field: string]: unknown }[] {
    return this.log.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
  }

  /** The supervisor: what was started, or what its wrapper started. Source: proc_pid_children(5) */
  get pid(): number {
    const started = this.child.pid as number;
    return this.child.spawnfile === PROGRAM ? started : (childrenOf(started)[0] ?? started);
  }

  /** Process of the network side. */
  daemonPid(): number {
    return childrenOf(this.pid).find((pid) => commandOf(pid).includes(" daemon ")) as number;
  }

  /** The collecting side that runs now, if one does. */
  collectingPid(): number | undefined {
    return childrenOf(this.pid).find((pid) => commandOf(pid).includes(" collecting "));
  }

  async stop(): Promise<number | null> {
    return this.#end("SIGTERM");
  }

  async kill(): Promise<number | null> {
    return this.#end("SIGKILL");
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    process.kill(this.pid, signal);
    return ended;
  }
}

/** Source: proc_pid_children(5) */
export function childrenOf(pid: number): number[] {
  const text = read(`/proc/${pid}/task/${pid}/children`).trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it has ended
  }
}
