import { once } from "node:events";
import { createServer } from "node:http";
import type { Endpoint } from "../config/endpoint.ts";

/** Answer `GET /metrics` in clear on loopback; gives what ends it. */
export async function serveMetrics({ host, port }: Endpoint, text: () => string): Promise<() => void> {
  const server = createServer((request, response) => {
    const found = request.method === "GET" && request.url === "/metrics";
    response.writeHead(found ? 200 : 404, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
    response.end(found ? text() : "");
  });
  server.listen(port, host);
  await once(server, "listening");
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
