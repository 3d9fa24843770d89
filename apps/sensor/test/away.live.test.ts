import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { documentOf } from "./kit/unseal.ts";

/** Every file that any of our processes opened to write, made, or renamed into place. */
function written(trace: string): string[] {
  const calls = trace.split("\n").filter((line) => !line.includes(" = -1 ") && !line.includes("<unfinished"));
  return calls.flatMap((line) => {
    const opened = /open(?:at|at2)?\((?:[^,"]+, )?"([^"]+)", [^)]*O_(?:WRONLY|RDWR|CREAT)/.exec(line)?.[1];
    const made = /(?:mkdir|link|symlink|mknod|creat)(?:at)?\((?:[^,"]+, )?"([^"]+)"/.exec(line)?.[1];
    const renamed = /rename(?:at|at2)?\(.*"([^"]+)"(?:, [^"]*)?\)/.exec(line)?.[1];
    return [opened, made, renamed].filter((path) => path !== undefined);
  });
}

test("the Collector is away while a package is made: it comes later, and no byte of it was on disk (T6)", async () => {
  const { collector, host } = await enrolledHost("", onTestFinished);
  const trace = join(host.dir, "trace");
  const calls =
    "trace=open,openat,openat2,creat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,symlink,symlinkat,mknod,mknodat,memfd_create";
  const sensor = host.start(["strace", "-f", "--seccomp-bpf", "-qq", "-s", "4096", "-e", calls, "-o", trace]);
  const session = await collector.session();
  const { id, document } = collector.fleet.command();
  collector.grants = false;
  session.send({ case: "command", value: document });
  await collector.until(() => session.frames.some((frame) => frame.case === "receipt"), "a receipt");
  await collector.close();
  await collector.until(() => sensor.lines.some(({ event }) => event === "collecting"), "a collection");
  collector.grants = true;
  await collector.listen();
  const { sealed, manifest } = await collector.delivered(id);
  const found = await documentOf(sealed, manifest, collector.fleet.identity);
  await sensor.stop();

  const files = new Set(written(readFileSync(trace, "utf8")).filter((path) => !path.startsWith("/dev/")));
  const state = [join(host.stateDir, "commands.json.new"), join(host.stateDir, "commands.json")];
  for (const directory of [join(host.dir, "run"), host.collectingDir]) files.delete(directory);
  const newestPolicy = readdirSync(host.collectingDir).map((name) => join(host.collectingDir, name));
  expect(files).toEqual(new Set([...state, ...newestPolicy]));
  expect(newestPolicy.map((path) => statSync(path).size)).toEqual([0]);
  const kept = readFileSync(join(host.stateDir, "commands.json"), "utf8");
  expect(kept.length).toBeLessThan(1_000);
  expect(kept).toContain(id);
  for (const secret of [found.host.hostname, "proc-tree"]) expect(kept).not.toContain(secret);
});
