import { collectEvents, type MemEntries, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import { MAX_PERSISTENCE_ENTRIES, persistence } from "./index.ts";

const ALICE = 1000;

/** What must be found whatever else there is: another user's, the same user's elsewhere, the same user's beside the flood. */
const PLANTS: MemEntries = {
  "/etc/cron.d/planted": "@reboot root /opt/planted\n",
  "/home/bob/.bashrc": { content: "/opt/planted\n", uid: 1001 },
  "/home/alice/.zshrc": { content: "/opt/planted\n", uid: ALICE },
  "/home/alice/.config/autostart/planted.desktop": { content: "[Desktop Entry]\nExec=/opt/planted\n", uid: ALICE },
};

const flood = (count: number, path: (n: number) => string, content: (n: number) => string): MemEntries =>
  Object.fromEntries(Array.from({ length: count }, (_unused, n) => [path(n), { content: content(n), uid: ALICE }]));

const collect = async (files: MemEntries) => {
  const { items, truncations } = await collectEvents(persistence, testContext(persistence, { host: memHost(files) }));
  const paths = new Set(items.map(({ path }) => path));
  return { items, truncations, missing: Object.keys(PLANTS).filter((path) => !paths.has(path)) };
};

const launcher = (n: number) => `/home/alice/.config/autostart/flood-${n}.desktop`;

describe("a flood of one user", () => {
  test.each([
    ["600 launchers of one program", flood(600, launcher, () => "[Desktop Entry]\nExec=/opt/flood\n")],
    [
      "a table of 5000 lines",
      flood(
        1,
        () => "/var/spool/cron/crontabs/alice",
        () => "* * * * * /opt/flood\n".repeat(5000),
      ),
    ],
    [
      "3000 units",
      flood(
        3000,
        (n) => `/home/alice/.config/systemd/user/f${n}.service`,
        (n) => `[Service]\nExecStart=/opt/f${n}\n`,
      ),
    ],
  ])("%s hides nothing else", async (_name, files) => {
    const { items, missing, truncations } = await collect({ ...PLANTS, ...files });
    expect(missing).toEqual([]);
    expect(items.length).toBeLessThanOrEqual(MAX_PERSISTENCE_ENTRIES);
    expect(truncations.find(({ cap }) => cap === "entries")?.dropped).toBeGreaterThan(0);
  });
});

test("100,000 files below the places are bounded, and told", { timeout: 60_000 }, async () => {
  const files = flood(50_000, launcher, (n) => `[Desktop Entry]\nExec=/opt/f${n}\n`);
  const deep = flood(
    50_000,
    (n) => `/etc/openvpn/d${n % 50}/e${n % 7}/f${n}.conf`,
    (n) => `up /opt/f${n}\n`,
  );
  const { "/home/alice/.config/autostart/planted.desktop": _beside, ...plants } = PLANTS;
  const { items, truncations, missing } = await collect({ ...plants, ...files, ...deep });
  expect(missing).toEqual(["/home/alice/.config/autostart/planted.desktop"]);
  expect(items.length).toBeLessThanOrEqual(MAX_PERSISTENCE_ENTRIES);
  const autostart = truncations.find(({ source }) => source === "/home/alice/.config/autostart");
  expect(autostart).toMatchObject({ cap: "directory_entries", limit: 4096, dropped_is: "at-least" });
  const vpn = truncations.find(({ cap }) => cap === "files");
  expect(vpn).toMatchObject({ source: "/", limit: 16_384, dropped_is: "exact" });
});
