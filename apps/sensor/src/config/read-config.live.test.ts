import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "./read-config.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "livetriage-config-"));
  mkdirSync(join(dir, "conf.d"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(dir, name), text);
const read = () => readConfig(join(dir, "sensor.yaml"));

describe("the configuration and conf.d beside it", () => {
  test("later files win, key by key and whole; other files are none of ours", () => {
    write("sensor.yaml", "nice: 1\nburst: 1\ncaps: {proc-tree: {entries: 1}}\n");
    write("conf.d/10-site.yaml", "nice: 2\ncaps: {net-conns: {entries: 2}}\n");
    write("conf.d/9-more.yaml", "nice: 3\n");
    write("conf.d/90-old.yaml.dpkg-old", "nice: 4\n");
    expect(read().config).toMatchObject({ nice: 3, burst: 1, caps: { "net-conns": { entries: 2 } } });
    expect(read().config.caps).not.toHaveProperty("proc-tree");
  });

  test("every problem names its file, line and key", () => {
    write("sensor.yaml", "nice: 20\n");
    write("conf.d/a.yaml", "\nbudget: soon\n");
    expect(read).toThrow(
      `${dir}/sensor.yaml: line 1: nice: must be a whole number from 0 to 19\n` +
        `${dir}/conf.d/a.yaml: line 2: budget: must be a duration such as 60s, 5m or 24h`,
    );
  });

  test("keys that a newer version knows are warnings", () => {
    write("sensor.yaml", "");
    write("conf.d/a.yaml", "nice: 2\nmoon_phase: full\n");
    expect(read()).toMatchObject({
      config: { nice: 2 },
      warnings: [`${dir}/conf.d/a.yaml: line 2: moon_phase: unknown key`],
    });
  });

  test("there need be no conf.d", () => {
    rmSync(join(dir, "conf.d"), { recursive: true });
    write("sensor.yaml", "");
    expect(read().warnings).toEqual([]);
  });

  test.each(["sensor.yaml", "conf.d/a.yaml"])("a FIFO in the place of %s is not waited for", (name) => {
    write("sensor.yaml", "");
    rmSync(join(dir, name), { force: true });
    execFileSync("mkfifo", [join(dir, name)]);
    expect(read).toThrow(
      expect.objectContaining({ code: 66, message: `${dir}/${name} cannot be read (not a regular file)` }),
    );
  });
});
