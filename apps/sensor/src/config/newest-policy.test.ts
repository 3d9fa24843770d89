import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { NewestPolicy } from "./newest-policy.ts";

const newRoot = () => generateKeyPairSync("ed25519").publicKey;

function directory(): string {
  const dir = mkdtempSync(join(tmpdir(), "livetriage-newest-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

test("the highest version counts, whatever the order, in this process or the next", async () => {
  const [dir, root] = [directory(), newRoot()];
  expect(new NewestPolicy(dir, root).version).toBe(0n);
  for (const version of [9n, 10n, 2n, 10n]) await new NewestPolicy(dir, root).remember(version);
  expect(new NewestPolicy(dir, root).version).toBe(10n);
  expect(readdirSync(dir)).toHaveLength(1);
});

test("of some that are remembered at once the highest stays", async () => {
  const [dir, root] = [directory(), newRoot()];
  const sides = [3n, 5n, 4n].map((version) => ({ side: new NewestPolicy(dir, root), version }));
  await Promise.all(sides.map(({ side, version }) => side.remember(version)));
  expect(new NewestPolicy(dir, root).version).toBe(5n);
});

test("a fleet with another root key begins anew", async () => {
  const dir = directory();
  await new NewestPolicy(dir, newRoot()).remember(7n);
  expect(new NewestPolicy(dir, newRoot()).version).toBe(0n);
});
