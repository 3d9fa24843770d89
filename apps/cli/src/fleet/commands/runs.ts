import { CommandKind, TargetState, toHex } from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT } from "../../exit.ts";
import { withCollector } from "../collector-session.ts";
import { printTable } from "../print-table.ts";
import { listRuns, type Run } from "../runs.ts";
import { momentText, standingWord, stateWord } from "../words.ts";

/** `livetriage fleet runs` */
export const runs: Command = {
  name: "runs",
  doc: "List the runs that were handed in, newest first, and where their hosts stand",
  positionals: [],
  options: [KEYS_OPTION],
  run: (args, io) =>
    withCollector(args, io, async (session) => {
      const titles = ["run", "submitted", "kind", "hosts", "held", "operator", "case", "reason"];
      const columns = titles.map((title) => ({ title, sparse: title === "held" || title === "case" }));
      const rows = (await listRuns(session)).map(toRow);
      await printTable(io, { title: "RUNS", columns, rows, more: "" });
      return EXIT.ok;
    }),
};

function toRow({ command, submittedAtMs, standing, counts }: Run): string[] {
  return [
    toHex(standing?.runId ?? command.commandId),
    momentText(submittedAtMs),
    (CommandKind[command.kind] ?? `kind ${command.kind}`).toLowerCase(),
    [...counts].map(([state, count]) => `${count} ${stateWord(state)}`).join(", ") || "-",
    counts.has(TargetState.WAITING) ? standingWord(standing) : "-",
    command.operator,
    command.caseId || "-",
    command.reason || "-",
  ];
}
