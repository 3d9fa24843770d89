import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { freePort } from "../../../../packages/collector/test/free-port.ts";
import { TestHost } from "../kit/sensor-process.ts";

/** The operator's and the Collector's program as built. */
export const LIVETRIAGE = join(import.meta.dirname, "../../../cli/bin/livetriage");

const ENV = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env["PATH"]}` };

/** A fleet of one host, made of the programs that users start, each in processes of its own. */
export class Programs {
  readonly dir = mkdtempSync(join(tmpdir(), "livetriage-programs-"));
  readonly #hosts: TestHost[] = [];
  readonly #keys = join(this.dir, "collector/operator");
  #port = 0;
  /** Every Collector that was started, the last one runs. */
  readonly #collectors: ChildProcess[] = [];

  /** Makes Collector and operator, and serves; settings are lines of its configuration. */
  async begin(settings = ""): Promise<void> {
    this.#port = await freePort();
    const demo = ["--demo", "--dir", join(this.dir, "collector"), "--endpoint", `127.0.0.1:${this.#port}`];
    await promisify(execFile)(LIVETRIAGE, ["collector", "init", ...demo], { env: ENV });
    appendFileSync(join(this.dir, "collector/collector.yaml"), settings);
    await this.serve();
  }

  /** Lets so many hosts enroll; settings are lines of their configuration. */
  async enroll(count: number, settings = ""): Promise<{ readonly host: TestHost; readonly sensorId: string }[]> {
    const joinFile = join(this.dir, "join.json");
    writeFileSync(joinFile, await this.fleet("join-token", "--uses", `${count}`));
    const enrolled = Array.from({ length: count }, async () => {
      const host = new TestHost(`commands_per_hour: 3600\nburst: 100\n${settings}`);
      this.#hosts.push(host);
      const told = await host.run("enroll", "--join", joinFile);
      return { host, sensorId: told.trim().split(" ").at(-1) ?? "" };
    });
    return Promise.all(enrolled);
  }

  get port(): number {
    return this.#port;
  }

  get collectorPid(): number {
    return this.#collectors.at(-1)?.pid ?? 0;
  }

  async serve(): Promise<void> {
    const args = ["collector", "serve", "--dir", join(this.dir, "collector")];
    const child = spawn(LIVETRIAGE, args, { env: ENV, stdio: ["ignore", "ignore", "pipe"] });
    this.#collectors.push(child);
    for await (const line of createInterface(child.stderr)) if (line.includes('"listening"')) break;
    child.stderr.resume();
  }

  async killCollector(): Promise<void> {
    const child = this.#collectors.at(-1);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  /** One of the operator's commands to its end; gives what it printed. */
  async fleet(...args: string[]): Promise<string> {
    return this.watched(() => undefined, ...args);
  }

  /** The same; its process is told. */
  async watched(onStart: (pid: number) => void, ...args: string[]): Promise<string> {
    const running = promisify(execFile)(LIVETRIAGE, ["fleet", ...args, "--keys", this.#keys], { env: ENV });
    onStart(running.child.pid as number);
    return (await running).stdout.trim();
  }

  /** Has these sensors' hosts collect; gives the id of the run. */
  collect(sensorIds: readonly string[], ...args: string[]): Promise<string> {
    return this.fleet(
      "collect",
      ...sensorIds.flatMap((id) => ["--host", id]),
      "--reason",
      "a test",
      "--yes",
      "--canary",
      "0",
      ...args,
    );
  }

  /** Every state that the hosts of a run went through until all had ended. */
  async states(run: string): Promise<string[]> {
    const child = spawn(LIVETRIAGE, ["fleet", "watch", run, "--keys", this.#keys], {
      env: ENV,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const states: string[] = [];
    for await (const line of createInterface(child.stdout)) states.push(line.split(/\s+/)[3] ?? "");
    return states;
  }

  /** Fetches, verifies and unseals; gives the paths of the packages. */
  async fetch(run: string): Promise<string[]> {
    const folder = join(this.dir, run);
    await this.fleet("fetch", run, "--output", folder, "--format", "json");
    return readdirSync(folder)
      .filter((name) => /^[0-9a-f]{32}\.json$/.test(name))
      .map((name) => join(folder, name));
  }

  async close(): Promise<void> {
    for (const host of this.#hosts) await host.close();
    await this.killCollector();
    rmSync(this.dir, { recursive: true });
  }
}
