import { CommandKind, toHex } from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT } from "../../exit.ts";
import { withCollector } from "../collector-session.ts";
import { printTable } from "../print-table.ts";
import { listRuns, type Run } from "../runs.ts";
import { momentText, stateWord } from "../words.ts";

/** `livetriage fleet runs` */
export const runs: Command = {
  name: "runs",
  doc: "List the commands that were handed in, newest first, and where their hosts stand",
  positionals: [],
  options: [KEYS_OPTION],
  run: (args, io) =>
    withCollector(args, io, async (session) => {
      const rows: string[][] = [];
      for await (const run of listRuns(session)) rows.push(toRow(run));
      const columns = ["run", "submitted", "kind", "hosts", "operator", "case", "reason"].map((title) => ({ title }));
      await printTable(io, { title: "RUNS", columns, rows, more: "" });
      return EXIT.ok;
    }),
};

function toRow({ command, submittedAtMs, counts }: Run): string[] {
  return [
    toHex(command.commandId),
    momentText(submittedAtMs),
    (CommandKind[command.kind] ?? `kind ${command.kind}`).toLowerCase(),
    counts.map(({ state, count }) => `${count} ${stateWord(state)}`).join(", ") || "-",
    command.operator,
    command.caseId || "-",
    command.reason,
  ];
}
