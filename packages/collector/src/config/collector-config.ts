import { z } from "zod";
import { parseEndpoint } from "./endpoint.ts";

const endpoint = z.string().transform((text, context) => {
  const parsed = parseEndpoint(text);
  if (parsed !== null) return parsed;
  context.addIssue({ code: "custom", message: "not HOST:PORT" });
  return z.NEVER;
});

/** What `collector.yaml` can say. */
export const collectorConfig = z.strictObject({
  fleet: z.string().min(1).describe("name of the fleet"),
  root_key: z.base64().describe("the fleet's root key, ed25519, SubjectPublicKeyInfo, in base64"),
  endpoints: z.array(endpoint).min(1).describe("HOST:PORT under which sensors and operators reach this Collector"),
  listen: endpoint.describe("HOST:PORT to listen on"),
  metrics: endpoint
    .refine(({ host }) => ["127.0.0.1", "::1", "localhost"].includes(host), "not on loopback")
    .optional()
    .describe("HOST:PORT on loopback for Prometheus; none when absent"),
  retention_days: z.int().min(1).default(90).describe("packages are kept for so long, in days"),
  heartbeat_seconds: z
    .int()
    .min(60)
    .max(900)
    .default(60)
    .describe("between two signs of life of a sensor, in seconds; longer in a large fleet"),
  max_package_mib: z.int().min(1).max(4096).default(64).describe("largest sealed package, in MiB"),
});

export type CollectorConfig = z.infer<typeof collectorConfig>;
