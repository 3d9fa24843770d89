import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "./free-port.ts";
import { startFleet } from "./running-fleet.ts";

test("metrics are answered where the configuration says, as Prometheus reads them, and nothing else is", async () => {
  const fleet = await startFleet();
  onTestFinished(() => fleet.stop());
  const url = `http://127.0.0.1:${await freePort()}`;
  appendFileSync(join(fleet.dir, "collector.yaml"), `metrics: ${new URL(url).host}\n`);
  await fleet.restart();
  await fleet.enroll();

  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await response.text();
  expect(text).toContain("# TYPE livetriage_collector_sessions gauge\nlivetriage_collector_sessions 0\n");
  expect(text).toMatch(
    /# TYPE livetriage_collector_connections_total counter\nlivetriage_collector_connections_total [1-9]/,
  );
  for (const line of text.trimEnd().split("\n")) expect(line).toMatch(/^(# (HELP|TYPE) )?livetriage_collector_\w+ \S/);

  const others: [string, string][] = [
    ["GET", "/"],
    ["POST", "/metrics"],
    ["GET", "/metrics/../../etc/passwd"],
  ];
  for (const [method, path] of others) expect((await fetch(`${url}${path}`, { method })).status).toBe(404);
});
