import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { SensorParts } from "./channel/sensor-parts.ts";
import { Metrics } from "./metrics.ts";
import { serveMetrics } from "./metrics-server.ts";

async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** What is answered, after its status. */
function ask(where: object, path: string, method = "GET"): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ ...where, path, method }, (response) => {
      let body = `${response.statusCode} `;
      response.on("data", (bytes: Buffer) => {
        body += bytes.toString();
      });
      response.on("end", () => resolve(body));
    });
    asked.on("error", reject).end();
  });
}

const parts = { metrics: new Metrics(), spool: { bytes: 7 } } as unknown as SensorParts;

/** What is answered to a scrape and to others. */
async function answersAt(address: string, where: object): Promise<string[]> {
  await serveMetrics(address, parts);
  return [await ask(where, "/metrics"), await ask(where, "/"), await ask(where, "/metrics", "POST")];
}

const ANSWERS = [expect.stringMatching(/^200 [^]*\nlivetriage_sensor_spool_bytes 7\n/), "404 ", "404 "];

test("metrics are answered on loopback", async () => {
  const port = await freePort("127.0.0.1");
  expect(await answersAt(`127.0.0.1:${port}`, { host: "127.0.0.1", port })).toEqual(ANSWERS);
});

test("metrics are answered on a unix socket", async () => {
  const dir = mkdtempSync(join(tmpdir(), "livetriage-metrics-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const socketPath = join(dir, "metrics.sock");
  expect(await answersAt(`unix:${socketPath}`, { socketPath })).toEqual(ANSWERS);
});
