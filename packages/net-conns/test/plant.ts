import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One socket of every kind in a network namespace of its own. */
export interface Plant {
  readonly pid: number;
  readonly child: number;
  readonly inodes: Readonly<Record<string, string>>;
  /** Inode of the namespace. */
  readonly netns: string;
  /** Run a program in the namespace. */
  exec(command: string, ...args: string[]): string;
  remove(): void;
}

/** Why no plant can be made here, null when one can. */
export function whyNoPlant(): string | null {
  if (process.getuid?.() !== 0) return " SKIPPED: not root";
  try {
    for (const tool of ["ip", "ss", "perl"]) execFileSync("sh", ["-c", `command -v ${tool}`]);
    execFileSync("unshare", ["-n", "true"]);
    return null;
  } catch (error) {
    return ` SKIPPED: ip, ss, perl or network namespaces are missing: ${String(error).split("\n")[0]}`;
  }
}

/** Make the namespace and wait until its sockets stand. They end by themselves after 30 s. */
export async function makePlant(): Promise<Plant> {
  const name = `lt-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  execFileSync("ip", ["netns", "add", name]);
  execFileSync("ip", ["-n", name, "link", "set", "lo", "up"]);
  const script = fileURLToPath(new URL("plant.pl", import.meta.url));
  const program = spawn("ip", ["netns", "exec", name, "perl", script], { stdio: ["ignore", "pipe", "inherit"] });
  const told = JSON.parse(await firstLine(program)) as Pick<Plant, "pid" | "child" | "inodes">;
  return {
    ...told,
    netns: /\d+/.exec(readlinkSync(`/proc/${told.pid}/ns/net`))?.[0] ?? "",
    exec: (command, ...args) =>
      execFileSync("ip", ["netns", "exec", name, command, ...args], { encoding: "utf8", stdio: "pipe" }),
    remove: () => {
      process.kill(told.child);
      program.kill();
      execFileSync("ip", ["netns", "del", name]);
    },
  };
}

async function firstLine(program: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of program.stdout ?? []) {
    text += String(chunk);
    if (text.includes("\n")) return text;
  }
  throw new Error("the plant ended before its sockets stood");
}
