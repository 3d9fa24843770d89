import type { TriagePackage } from "@livetriage/triage-core";
import type { Args } from "../args/option.ts";
import { readOperatorFile } from "../config/operator-file.ts";
import { EXIT, usageError } from "../exit.ts";
import { hasColour, type Io, print } from "../io.ts";
import { registry } from "../registry.ts";
import { readSaved } from "../saved/saved-package.ts";
import { layoutTable, type Table } from "../terminal/layout.ts";
import { styleFor } from "../terminal/style.ts";
import { matchView, parseTerms } from "../views/match.ts";
import { processView } from "../views/process.ts";
import { summary } from "../views/summary.ts";
import type { ViewOptions } from "../views/view.ts";
import { VIEWS, viewTables } from "../views/views.ts";
import type { Command } from "./command.ts";

const VIEW_NAMES = ["summary", ...Object.keys(VIEWS)];

/** `livetriage show` */
export const show: Command = {
  name: "show",
  doc: "Show a saved package, or what in it matches a term",
  positionals: ["PACKAGE|-"],
  options: [
    {
      flag: "view",
      value: "NAME",
      doc: `Which view: ${VIEW_NAMES.join(", ")}, or the name of a phase`,
    },
    { flag: "pid", value: "N", doc: "All that is known of one process" },
    {
      flag: "match",
      value: "TEXT|@FILE",
      many: true,
      doc: "Items that hold a hash, address, path or name; @FILE lists one a line",
    },
    { flag: "all", doc: "Also what has a common harmless cause" },
  ],
  async run(args, io) {
    const [path] = args.positionals as [string];
    const asked = ["view", "pid", "match"].filter((flag) => args.has(flag));
    if (asked.length > 1) throw usageError(`${asked.map((flag) => `--${flag}`).join(" and ")} cannot be combined`);
    const view = args.text("view") ?? "summary";
    const pid = pidOf(args);
    const terms = await termsOf(args, io);
    const { document } = readSaved(path, await readOperatorFile(path, io));
    const options = { all: args.has("all"), registry };
    const screen = { columns: io.stdout.columns, colour: io.stdout.terminal && hasColour(io) };
    const tables = chooseTables(document, { view, pid, terms }, options);
    const layout = { width: screen.columns ?? Infinity, style: styleFor(screen.colour) };
    const text = tables?.map((table) => `${layoutTable(table, Infinity, layout).join("\n")}\n`).join("\n");
    await print(io, text ?? summary(document, screen, options));
    return EXIT.ok;
  },
};

interface Choice {
  readonly view: string;
  readonly pid: number | null;
  readonly terms: readonly string[];
}

/** The tables asked for; null for the summary. */
function chooseTables(document: TriagePackage, { view, pid, terms }: Choice, options: ViewOptions): Table[] | null {
  if (terms.length > 0) return [matchView(document, terms, options)];
  if (pid !== null) return processView(document, pid, options);
  if (view === "summary") return null;
  const tables = viewTables(document, view, options);
  if (tables !== null) return tables;
  const names = [...new Set([...VIEW_NAMES, ...Object.keys(document.phases)])].join(", ");
  throw usageError(`--view takes ${names}, not '${view}'`);
}

function pidOf(args: Args): number | null {
  const text = args.text("pid");
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,9}$/.test(text)) throw usageError(`--pid takes a process id, not '${text}'`);
  return Number(text);
}

async function termsOf(args: Args, io: Io): Promise<string[]> {
  const lists = args.list("match").map(async (text) => {
    if (!text.startsWith("@")) return [text];
    const terms = parseTerms(Buffer.from(await readOperatorFile(text.slice(1), io)).toString("utf8"));
    if (terms.length === 0) throw usageError(`--match: ${text.slice(1)} holds no term`);
    return terms;
  });
  return (await Promise.all(lists)).flat();
}
