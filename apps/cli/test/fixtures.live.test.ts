import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { recordedHosts, scratch, shell } from "./livetriage.ts";

describe.each(recordedHosts())("%s", (host) => {
  const replay = `livetriage replay ${host}`;

  test("its summary takes at most 100 lines of 80 columns, none of which steers the terminal", async () => {
    const { code, stdout } = await shell(`${replay} --format summary`);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(100);
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u);
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test("its package is valid, and every view shows it", async () => {
    const file = join(scratch(), "p.json");
    const { stdout } = await shell(`${replay} --output ${file} --quiet && livetriage verify ${file}`);
    expect(stdout).toContain("schema    livetriage.package/v1: valid");
    expect(stdout.match(/all valid/g)).toHaveLength(4);
    for (const view of ["signals", "tree", "net", "persistence", "files", "gaps", "proc-tree", "recent-files"]) {
      const shown = await shell(`livetriage show ${file} --all --view ${view}`);
      expect(shown.code).toBe(0);
      expect(shown.stdout).toMatch(/: \d+$|^PHASES AND GAPS/m);
    }
  });
});
