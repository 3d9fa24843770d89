import { spawn } from "node:child_process";
import { join } from "node:path";

/** What came of a script, as a shell tells it. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the script told with `tell`. */
  readonly told: Readonly<Record<string, string>>;
}

const WORLD = join(import.meta.dirname, "world.sh");
const NAMESPACES = ["--mount", "--pid", "--net", "--ipc", "--fork", "--kill-child", "--propagation", "private"];
/** Whatever happens, a scene is over then, and with its process 1 everything in it. */
const MOST_SECONDS = "80";

export interface Scene {
  /** Of `prepareTree`. */
  readonly tree: string;
  readonly script: string;
  /** A memory cgroup that the script finds at /stage/cgroup. */
  readonly cgroup?: string;
  /** Told the process under which everything runs. */
  readonly onStart?: (pid: number) => void;
}

/** Run a script in a small host of its own; when it ends, the host is gone. */
export async function runScene({ tree, script, cgroup = "", onStart }: Scene): Promise<Outcome> {
  const world = ["bash", WORLD, tree, process.execPath, cgroup, script];
  const child = spawn("timeout", ["-k", "1", MOST_SECONDS, "unshare", ...NAMESPACES, ...world], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const [, stdout, stderr, told] = child.stdio.map((stream) => textOf(stream as AsyncIterable<Buffer> | null));
  onStart?.(child.pid ?? 0);
  const code = await new Promise<number>((resolve) => child.on("close", (status) => resolve(status ?? 137)));
  return {
    code,
    stdout: (await stdout) ?? "",
    stderr: (await stderr) ?? "",
    told: Object.fromEntries(parseTold((await told) ?? "")),
  };
}

async function textOf(stream: AsyncIterable<Buffer> | null): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function parseTold(text: string): [string, string][] {
  return text.split("\n").flatMap((line) => {
    const at = line.indexOf("=");
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
  });
}
