import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { createLiveHost } from "../../src/host/live-host.ts";
import { ASKS } from "./asks.ts";

/**
 * Run in a mount namespace of its own: mount the hung file system, put the asks of one scenario to a live host, and
 * print what was answered. argv: the server program, a directory, the scenario.
 */
async function askHung([program, base, name]: readonly string[]): Promise<void> {
  const scenario = ASKS[name ?? ""];
  if (program === undefined || base === undefined || scenario === undefined) throw new Error(`no scenario ${name}`);
  const hung = mkdtempSync(join(base, "hung-"));
  const calm = mkdtempSync(join(base, "calm-"));
  mkdirSync(join(calm, "sub"));
  writeFileSync(join(calm, "file"), "calm");
  const server = spawn(program, [hung, scenario.hangs, String(scenario.seconds)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const victims = await pidsOf(server.stdout);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const host = createLiveHost({ enterMounts: scenario.enter ? [hung] : [] });
  const lock = await host.lstat(calm);
  const start = performance.now();
  const answers = await scenario.ask(host, { hung, calm, victims });
  const tookMs = performance.now() - start;
  const { readers_abandoned: abandoned, readers_started: started } = host.stats();
  host.close();
  const answer = { answers, tookMs, abandoned, started, ready: lock.ok };
  process.stdout.write(JSON.stringify(answer, (_, value) => (typeof value === "bigint" ? String(value) : value)));
  server.kill("SIGKILL");
}

/** The line `ready PID PID …`. */
async function pidsOf(stdout: Readable): Promise<string[]> {
  let line = "";
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    line += String(chunk);
    if (line.endsWith("\n")) break;
  }
  return line.trim().split(" ").slice(1);
}

await askHung(process.argv.slice(2));
