import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { root } from "../stamp.mjs";
import type { ProgramDoc } from "./program-doc.ts";

/** Where the programs of the command have their tables, and what each is called there. */
const TABLES = { LIVETRIAGE: "run.ts", FLEET: "fleet/run.ts", COLLECTOR: "collector/run.ts" } as const;

/** The tables of `livetriage` and of what its words lead to; bundled first, for Node does not run generated enums. */
export async function commandPrograms(): Promise<readonly ProgramDoc[]> {
  const folder = mkdtempSync(join(tmpdir(), "livetriage-tables-"));
  try {
    const input = Object.fromEntries(
      Object.entries(TABLES).map(([name, file]) => [name, join(root, "apps/cli/src", file)]),
    );
    const conditionNames = ["@livetriage/source", "import", "node", "default"];
    const build = await rolldown({ input, platform: "node", resolve: { conditionNames } });
    await build.write({ dir: folder, format: "esm", entryFileNames: "[name].mjs", chunkFileNames: "[name].mjs" });
    const loaded = Object.keys(TABLES).map(async (name) => {
      const tables = (await import(join(folder, `${name}.mjs`))) as Readonly<Record<string, ProgramDoc>>;
      return tables[name] as ProgramDoc;
    });
    return await Promise.all(loaded);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
