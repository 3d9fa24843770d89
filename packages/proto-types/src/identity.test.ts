import fc from "fast-check";
import { expect, test } from "vitest";
import { TEST_SENSOR, testCertificate } from "../test/certificates.ts";
import { identityOf, subjectUris } from "./identity.ts";

const named = (...uris: readonly string[]) =>
  identityOf({ subjectAltName: uris.map((uri) => `URI:${uri}`).join(", ") });

test("a certificate says whose it is, and the labels of a sensor", () => {
  expect(identityOf(testCertificate("sensor"))).toEqual(TEST_SENSOR);
  expect(identityOf(testCertificate("operator"))).toEqual({
    fleetId: "fleet-1",
    role: "operator",
    name: "alice",
    labels: [],
  });
  expect(identityOf(testCertificate("ca"))).toBeNull();
});

test.each([
  ["no URI", []],
  ["two names", ["spiffe://f/sensor/a", "spiffe://f/sensor/b"]],
  ["another role", ["spiffe://f/collector/a"]],
  ["a longer path", ["spiffe://f/sensor/a/b"]],
  ["an empty fleet", ["spiffe:///sensor/a"]],
  ["a fleet in capitals", ["spiffe://F/sensor/a"]],
  ["a name with a space", ["spiffe://f/operator/a b"]],
  ["a label that is not percent-encoded", ["spiffe://f/sensor/a", "livetriage:label:a=%zz"]],
])("%s is nobody of ours", (_, uris) => {
  expect(named(...uris)).toBeNull();
});

test("names of another kind are passed over", () => {
  const subjectAltName = "DNS:collector.example, IP Address:127.0.0.1, URI:https://example/, URI:spiffe://f/sensor/a";
  expect(identityOf({ subjectAltName })).toMatchObject({ fleetId: "f", name: "a", labels: [] });
});

test("what subjectUris writes, identityOf reads", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.array(fc.record({ name: text, value: text }), { maxLength: 4 }), (labels) => {
      expect(named(...subjectUris({ ...TEST_SENSOR, labels }))).toEqual({ ...TEST_SENSOR, labels });
    }),
  );
});

test("any text is an identity or null", () => {
  fc.assert(
    fc.property(fc.string(), (subjectAltName) => {
      const identity = identityOf({ subjectAltName });
      expect(identity === null || identity.fleetId.length > 0).toBe(true);
    }),
  );
});
