import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stockTree } from "../../trees/stock-trees.ts";
import { deb, missingFor, sensorExecutable } from "./sensor-packages.ts";
import { ThrowawayHost } from "./throwaway-host.ts";

const missing = missingFor("dpkg-deb", "debootstrap");
const MINUTES = 60_000;

test.skipIf(missing !== "")(
  `on a minimal Debian 12 apt finds all that the package needs, and purges all of it${missing === "" ? "" : ` (needs ${missing})`}`,
  { timeout: 30 * MINUTES },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "livetriage-apt-test-"));
    const host = await ThrowawayHost.start(stockTree("minbase"));
    try {
      const file = host.bring(deb(await sensorExecutable(folder), "0.1.0", folder));
      host.run("apt-get", "update", "-qq");
      host.run("apt-get", "install", "-qq", "--no-install-recommends", file);
      expect(host.run("livetriage-sensor", "check-config")).toBe("/etc/livetriage/sensor.yaml: ok\n");
      expect(host.run("systemctl", "is-enabled", "livetriage-sensor.service")).toBe("enabled\n");
      expect(host.changes().filter((path) => path.includes("livetriage")).length).toBeGreaterThan(10);
      host.run("apt-get", "purge", "-qq", "livetriage-sensor");
      expect(host.changes().filter((path) => path.includes("livetriage"))).toEqual([]);
    } finally {
      host.close();
      rmSync(folder, { recursive: true });
    }
  },
);
