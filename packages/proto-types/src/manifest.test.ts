import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { TEST_SENSOR, testCertificate, testKey } from "../test/certificates.ts";
import { ManifestSchema } from "./gen/triage/channel/v1/package_pb.ts";
import { makeManifest, verifyManifest } from "./manifest.ts";

const manifest = {
  commandId: new Uint8Array(16).fill(1),
  sensorId: TEST_SENSOR.name,
  attempt: 1,
  packageId: new Uint8Array(16).fill(2),
  plainBytes: 1000n,
  plainSha256: new Uint8Array(32).fill(3),
  sealedBytes: 200n,
  sealedSha256: new Uint8Array(32).fill(4),
  schema: "livetriage.package/v1",
  ended: "finished",
} satisfies MessageInitShape<typeof ManifestSchema>;

const facts = { fleetId: "fleet-1", authorities: [testCertificate("ca")], certificate: testCertificate("sensor") };
const made = (changes: MessageInitShape<typeof ManifestSchema> = {}) =>
  makeManifest({ ...manifest, ...changes }, testKey("sensor"));

test("a manifest that the sensor signed comes back", () => {
  expect(verifyManifest(made(), facts)).toEqual({ ok: true, value: create(ManifestSchema, manifest) });
});

describe("a manifest is refused", () => {
  test.each([
    ["the sensor's certificate is not from the fleet's CA", made(), { authorities: [testCertificate("other-ca")] }],
    ["the certificate is not one of a sensor of this fleet", made(), { fleetId: "fleet-2" }],
    ["the certificate is not one of a sensor of this fleet", made(), { certificate: testCertificate("operator") }],
    ["the manifest is not signed by the sensor's key", makeManifest(manifest, testKey("operator")), {}],
    [
      "the manifest is not signed by the sensor's key",
      { ...made(), payloadType: "application/vnd.livetriage.command.v1" },
      {},
    ],
    [
      "the manifest names the sensor other, its signer is 6f1c0f4e-1b1e-4f53-9d6e-0d7a1f1e2b3c",
      made({ sensorId: "other" }),
      {},
    ],
    ["command_id is not 16 bytes", made({ commandId: new Uint8Array(1) }), {}],
    ["package_id is not 16 bytes", made({ packageId: new Uint8Array(1) }), {}],
    ["attempt is 0", made({ attempt: 0 }), {}],
    ["plain_sha256 is not 32 bytes", made({ plainSha256: new Uint8Array(31) }), {}],
    ["sealed_sha256 is not 32 bytes", made({ sealedSha256: new Uint8Array(31) }), {}],
    ["a package is larger than 2^53 - 1 bytes", made({ sealedBytes: 2n ** 63n }), {}],
    ["schema is longer than 128 bytes", made({ schema: "x".repeat(129) }), {}],
    ["ended is not finished, deadline or cancelled", made({ ended: "well" }), {}],
  ])("%s", (problem, document, change) => {
    expect(verifyManifest(document, { ...facts, ...change })).toEqual({ ok: false, problem });
  });
});
