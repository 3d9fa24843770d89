import { expect, test } from "vitest";
import { isWithin, parseNetwork } from "./networks.ts";

test.each<[string, readonly string[], boolean]>([
  ["192.0.2.7", [], true],
  ["10.255.0.1", ["10.0.0.0/8"], true],
  ["::ffff:10.255.0.1", ["10.0.0.0/8"], true],
  ["11.0.0.1", ["10.0.0.0/8"], false],
  ["11.0.0.1", ["10.0.0.0/8", "11.0.0.1/32"], true],
  ["fd00::7", ["fd00::/8"], true],
  ["fe80::7", ["fd00::/8"], false],
  ["10.0.0.1", ["fd00::/8"], false],
  ["", ["0.0.0.0/0"], false],
])("%s within %j: %s", (address, networks, is) => {
  expect(isWithin(address, networks)).toBe(is);
});

test.each(["10.0.0.0", "10.0.0.0/33", "fd00::/129", "10.0.0/8", "host/8", "/8", ""])("%j is no network", (text) => {
  expect(parseNetwork(text)).toBeNull();
});
