import { createServer } from "node:http";
import type { SensorParts } from "./channel/sensor-parts.ts";

/** Prometheus metrics on a loopback port (`127.0.0.1:PORT`) or a unix socket (`unix:/PATH`). */
export async function serveMetrics(address: string, { metrics, spool }: SensorParts): Promise<void> {
  const server = createServer((request, response) => {
    metrics.set("livetriage_sensor_spool_bytes", spool.bytes);
    const found = request.method === "GET" && request.url === "/metrics";
    response.writeHead(found ? 200 : 404, { "content-type": "text/plain; version=0.0.4" });
    response.end(found ? metrics.text() : "");
  });
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    if (address.startsWith("unix:")) server.listen(address.slice("unix:".length), resolve);
    else {
      const [, host, port] = /^\[?(.+?)\]?:(\d+)$/.exec(address) as unknown as [string, string, string];
      server.listen(Number(port), host, resolve);
    }
  });
}
