import { spawn } from "node:child_process";
import { createPrivateKey, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeTextFile, OperatorKeyFileSchema } from "@livetriage/proto-types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { foundInMemory } from "./process-memory.ts";
import { Programs } from "./programs.ts";

const programs = new Programs();
let sensorId = "";

beforeAll(async () => {
  await programs.begin();
  const [enrolled] = await programs.enroll(1);
  enrolled?.host.start();
  sensorId = enrolled?.sensorId ?? "";
}, 60_000);
afterAll(() => programs.close());

/** The secret halves of the operator's keys, by name. */
function operatorSecrets(): [string, Buffer][] {
  const path = join(programs.dir, "collector/operator/operator.key");
  const file = decodeTextFile(OperatorKeyFileSchema, readFileSync(path, "utf8"));
  if (!file.ok) throw new Error(file.problem);
  const { signingKey, tlsKey, identity } = file.value;
  return [
    ["the key that signs", secretOf(signingKey)],
    ["the key of TLS", secretOf(tlsKey)],
    ["the identity that opens packages", Buffer.from(identity)],
  ];
}

function secretOf(der: Uint8Array): Buffer {
  const key = createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
  return Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url");
}

test("a Collector that took a package has neither an operator's key nor a word of it in its memory (T12)", async () => {
  const planted = `planted-${randomBytes(8).toString("hex")}`;
  const marked = spawn("sh", ["-c", "sleep 60; :", planted], { stdio: "ignore" });
  try {
    const run = await programs.collect([sensorId], "--phase", "proc-tree");
    expect((await programs.states(run)).at(-1)).toBe("done");
    const [path] = await programs.fetch(run);
    expect(readFileSync(path ?? "", "utf8")).toContain(planted);
    const secrets = [...operatorSecrets(), ["a word of the package", Buffer.from(planted)] as const];
    const known = ["a name that it knows", Buffer.from(sensorId)] as const;
    expect(foundInMemory(programs.collectorPid, new Map([...secrets, known]))).toEqual([known[0]]);
  } finally {
    marked.kill("SIGKILL");
  }
});
