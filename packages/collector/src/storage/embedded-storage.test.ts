import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { STORAGE_CONFORMANCE } from "./conformance/index.ts";
import { openEmbeddedStorage, openMemoryStorage } from "./embedded-storage.ts";

describe.each([
  ["embedded storage", openEmbeddedStorage],
  ["memory storage", () => openMemoryStorage()],
])("%s", (_name, open) => {
  test.each(STORAGE_CONFORMANCE)("$title", async ({ check }) => {
    const directory = await mkdtemp(join(tmpdir(), "livetriage-storage-"));
    const engine = await open(directory);
    try {
      await expect(check(engine)).resolves.toBeUndefined();
    } finally {
      await engine.close();
      await rm(directory, { recursive: true });
    }
  });
});
