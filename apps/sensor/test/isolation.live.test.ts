import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const SCENARIO = join(import.meta.dirname, "isolation/scenario.ts");

/** What keeps these tests from running here; empty when nothing does. */
function missing(): string {
  if (process.getuid?.() !== 0) return "needs root for namespaces of its own";
  if (spawnSync("nft", ["--version"]).status !== 0) return "needs nft: apt-get install nftables";
  return spawnSync("unshare", ["-nm", "ip", "link", "set", "lo", "up"]).status === 0 ? "" : "needs namespaces and ip";
}

/** The environment's proxy leads nowhere: a sensor does not look at it. */
const ENV = {
  ...process.env,
  NODE_USE_ENV_PROXY: "1",
  HTTPS_PROXY: "http://192.0.2.1:1",
  https_proxy: "http://192.0.2.1:1",
};

test.concurrent.for([
  ["one port", false],
  ["IPv6 only", false],
  ["a proxy", true],
] as const)(
  "a host that is cut off but for %s: its sensor restarts, collects and delivers",
  async ([kind, throughProxy], { skip, onTestFinished }) => {
    const reason = missing();
    if (reason !== "") skip(reason);
    const home = mkdtempSync(join(tmpdir(), "livetriage-isolation-"));
    onTestFinished(() => rmSync(home, { recursive: true }));
    const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
    const node = [
      process.execPath,
      "--experimental-transform-types",
      "--no-warnings",
      "--conditions=@livetriage/source",
      SCENARIO,
      kind,
      home,
    ];
    const { stdout } = await promisify(execFile)("unshare", [...namespaces, ...node], { env: ENV, timeout: 110_000 });
    expect(JSON.parse(stdout)).toEqual({ ended: "finished", throughProxy });
  },
);
