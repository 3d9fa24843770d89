import { createPublicKey } from "node:crypto";
import { join } from "node:path";
import { EMPTY_LOG } from "./audit/audit-entry.ts";
import { linesFrom } from "./audit/audit-files.ts";
import { verifyAudit } from "./audit/verify-audit.ts";
import { readCollectorFiles } from "./storage/collector-directory.ts";
import { openEmbeddedStorage } from "./storage/embedded-storage.ts";
import { nodeDisk } from "./storage/node-disk.ts";

/**
 * Read back all that a Collector's directory holds; one line for each thing that is not as it was written.
 *
 * Errors: StorageDamaged when the records cannot be opened at all.
 */
export async function* verifyCollector(dir: string): AsyncGenerator<string, void> {
  const { auditKey } = await readCollectorFiles(dir);
  const data = join(dir, "data");
  const storage = await openEmbeddedStorage(data);
  try {
    yield* storage.verify();
    const head = (await storage.auditHead()) ?? EMPTY_LOG;
    const { problems } = await verifyAudit(linesFrom(nodeDisk(data), 1), { key: createPublicKey(auditKey), head });
    for (const problem of problems) yield `audit: ${problem}`;
  } finally {
    await storage.close();
  }
}
