import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Condition } from "./condition.ts";
import type { PeerVerdict } from "./peers.ts";

/** What was seen of one condition. */
export interface Row {
  readonly condition: Condition;
  readonly isRight: boolean;
  readonly peers: readonly PeerVerdict[];
}

export const TABLE_FILE: string = join(import.meta.dirname, "../../../../docs/hostile.md");

const HEAD = `# Hostile hosts

Every row is a condition that \`npm run hostile\` brings about for real, in namespaces of its own, on a small host made for
it; then the built command collects there. The verdict is on what it did: it ended in time and did not crash, the
document is valid and smaller than 4 MiB, every process is listed, nothing but \`find\` was started, memory stayed below
256 MB, and the document says what the third column says. Beside it is what became of what people use instead: it
*tells*, it *misses* what is there, or it *hangs* until it is killed. This page is generated; \`npm test\` compares our
verdicts with it, \`npm run hostile\` all of it, and \`npm run bench -- hostile\` prints the times.
`;

/** The page, from what was seen. */
export function renderTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => `${ownColumns(row)} ${peerColumn(row)} |`);
  return `${HEAD}\n| id | on a host with | the document says | livetriage | others |\n|---|---|---|---|---|\n${lines.join("\n")}\n`;
}

/** The columns that are about us. */
export function ownColumns({ condition: { id, title, says }, isRight }: Pick<Row, "condition" | "isRight">): string {
  return `| ${id} | ${cell(title)} | ${cell(says)} | ${isRight ? "right" : "**wrong**"} |`;
}

/** The page as it is committed. */
export function committedTable(): string {
  return readFileSync(TABLE_FILE, "utf8");
}

function peerColumn({ condition, peers }: Row): string {
  return (condition.peers ?? []).map(({ command }, i) => `\`${cell(command)}\` ${peers[i]}`).join("; ");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
