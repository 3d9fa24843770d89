import { hasColour, type Io, print } from "../io.ts";
import { layoutTable, type Table } from "../terminal/layout.ts";
import { styleFor } from "../terminal/style.ts";

/** A table on standard output: as wide as the screen, or uncut in a pipe. */
export async function printTable(io: Io, table: Table): Promise<void> {
  const style = styleFor(io.stdout.terminal && hasColour(io));
  const lines = layoutTable(table, Infinity, { width: io.stdout.columns ?? Infinity, style });
  await print(io, `${lines.join("\n")}\n`);
}
