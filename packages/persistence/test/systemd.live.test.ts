import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createLiveHost } from "@livetriage/triage-core/host";
import { collectEvents, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { persistence } from "../src/index.ts";

const SYSTEMCTL = "/usr/bin/systemctl";
const isThere = existsSync(SYSTEMCTL);

/** What our states may be where systemctl, which does not ask who pulls a unit in, says this. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  enabled: ["enabled"],
  disabled: ["disabled", "enabled"],
  static: ["static", "enabled"],
  masked: ["masked"],
  alias: ["alias"],
};

test.skipIf(!isThere)(
  `every unit has the state that systemctl finds offline${isThere ? "" : " (needs systemctl)"}`,
  { timeout: 120_000 },
  async () => {
    const lines = execFileSync(SYSTEMCTL, ["--root=/", "list-unit-files", "--no-legend", "--no-pager"], {
      encoding: "utf8",
    });
    const theirs = lines
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/) as [string, string]);
    const host = createLiveHost();
    const caps = { entries: 100_000, bytes: 1_000_000_000 };
    const { items } = await collectEvents(persistence, testContext(persistence, { host, caps }));
    host.close();
    const ours = new Map<string, string>();
    for (const { mechanism, path, state } of items) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      const isUnit =
        /^systemd_(unit|timer|activation|mask|alias)$/.test(mechanism) && /\/systemd\/system\/[^/]+$/.test(path);
      if (isUnit && state !== "shadowed" && !ours.has(name))
        ours.set(name, mechanism === "systemd_alias" ? "alias" : state);
    }
    const compared = theirs.filter(
      ([name, state]) => state in ALLOWED && /\.(service|timer|socket|path|automount|target|mount)$/.test(name),
    );
    const wrong = compared.filter(([name, state]) => !(ALLOWED[state] ?? []).includes(ours.get(name) ?? "missing"));
    expect(compared.length).toBeGreaterThan(10);
    expect(wrong.map(([name, state]) => [name, state, ours.get(name)])).toEqual([]);
  },
);
