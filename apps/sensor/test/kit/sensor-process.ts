import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { create } from "@bufbuild/protobuf";
import { encodeTextFile, JoinFileSchema } from "@livetriage/proto-types";
import type { FakeCollector } from "./fake-collector.ts";
import { FLEET } from "./test-fleet.ts";

/** The program as it is started everywhere. */
export const PROGRAM = join(import.meta.dirname, "../../bin/livetriage-sensor");

const isRoot = process.getuid?.() === 0;

/** A host of its own as far as files go: configuration, state, socket. */
export class TestHost {
  readonly dir = mkdtempSync(join(tmpdir(), "livetriage-sensor-"));
  readonly config = join(this.dir, "sensor.yaml");
  readonly stateDir = join(this.dir, "state");
  readonly socket = join(this.dir, "run/collect.sock");
  readonly #started: ChildProcess[] = [];

  constructor(settings = "") {
    chmodSync(this.dir, 0o711);
    this.configure(settings);
  }

  configure(settings: string): void {
    const user = isRoot ? "user: nobody\n" : "";
    const own = `state_dir: ${this.stateDir}\ntrust_file: ${this.dir}/trust.json\ncollect_socket: ${this.socket}\n`;
    writeFileSync(this.config, `${own}${user}${settings}`);
  }

  async enroll(collector: FakeCollector): Promise<void> {
    const { ca, operator } = collector.fleet;
    const { createPublicKey } = await import("node:crypto");
    const join_ = create(JoinFileSchema, {
      fleetId: FLEET,
      endpoints: [`127.0.0.1:${collector.port}`],
      caPem: ca.certificate,
      rootKey: createPublicKey(operator).export({ type: "spki", format: "der" }),
      token: new Uint8Array(32).fill(1),
    });
    const file = join(this.dir, "join.json");
    writeFileSync(file, encodeTextFile(JoinFileSchema, join_));
    await this.run("enroll", "--join", file);
  }

  /** One command to its end. */
  async run(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(PROGRAM, [...args, "--config", this.config]);
    return stdout;
  }

  /** Starts the sensor; its log is collected. */
  start(wrapper: readonly string[] = []): RunningSensor {
    const [program = PROGRAM, ...args] = [...wrapper, PROGRAM, "run", "--config", this.config];
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#started.push(child);
    return new RunningSensor(child);
  }

  /** Ends what was started, and leaves nothing behind. */
  async close(): Promise<void> {
    await Promise.all(this.#started.map((child) => new RunningSensor(child).kill()));
    rmSync(this.dir, { recursive: true, force: true });
  }

  makeRunDir(): void {
    mkdirSync(join(this.dir, "run"), { recursive: true });
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
    child.kill(signal);
    return ended;
  }
}
