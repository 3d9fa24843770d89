import { isIP } from "node:net";
import { parseEndpoint } from "./endpoint.ts";

/** The text of a new Collector's `collector.yaml`. */
export function newConfig(fleetId: string, rootKey: Uint8Array, endpoints: readonly string[]): string {
  return `# A livetriage Collector. What is not said here has its default.
fleet: ${JSON.stringify(fleetId)}
# Signs who may command this fleet: ed25519, SubjectPublicKeyInfo, in base64.
root_key: ${Buffer.from(rootKey).toString("base64")}
# Names and addresses under which sensors and operators reach this Collector.
endpoints:
${endpoints.map((text) => `  - ${JSON.stringify(text)}`).join("\n")}
listen: ${JSON.stringify(listenAddress(endpoints[0] ?? ""))}
# Prometheus metrics, on loopback only.
#metrics: 127.0.0.1:9464
#retention_days: 90
#heartbeat_seconds: 60
#max_package_mib: 64
`;
}

/** A Collector that is reached on loopback listens there, any other on all addresses. */
function listenAddress(endpoint: string): string {
  const { host, port } = parseEndpoint(endpoint) ?? { host: "", port: 0 };
  const loopback = host === "::1" || host === "localhost" || (isIP(host) === 4 && host.startsWith("127."));
  return loopback ? endpoint : `0.0.0.0:${port}`;
}
