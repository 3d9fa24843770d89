import type { Args, Option } from "../args/option.ts";
import { EXIT, usageError } from "../exit.ts";
import type { Io } from "../io.ts";
import { type Target, toTarget } from "../output/target.ts";

export const FORMATS = ["summary", "json", "ndjson"] as const;
export type Format = (typeof FORMATS)[number];

/** How a collection is written out. */
export interface Delivery {
  readonly format: Format;
  readonly target: Target;
  readonly force: boolean;
  readonly sealed: boolean;
  /** Where the summary goes beside the output proper. */
  readonly summaryOn: "stdout" | "stderr" | null;
  readonly strict: boolean;
  readonly quiet: boolean;
}

export const DELIVERY_OPTIONS: readonly Option[] = [
  { flag: "format", value: FORMATS.join("|"), doc: "Form of the output: summary on a terminal, json elsewhere" },
  { flag: "summary", doc: "Also print the summary, on stderr" },
  { flag: "output", value: "FILE|DIR/|-", doc: "Write to FILE, to a named file and its .sha256 in DIR/, or to stdout" },
  { flag: "force", doc: "Replace FILE if it exists" },
  {
    flag: "seal-to",
    value: "KEYFILE",
    many: true,
    doc: "Encrypt to the age recipients in KEYFILE before any byte leaves",
  },
  { flag: "strict", doc: `Exit ${EXIT.incomplete} when the package is not complete` },
  { flag: "quiet", doc: "Nothing on stderr but errors and the sha256 of the output" },
];

/** Flags to choices: what nobody chose depends on whether a person or a program reads our output. */
export function deliveryOptions(args: Args, io: Io): Delivery {
  const target = toTarget(args.text("output") ?? "-");
  const sealed = args.has("seal-to");
  const toTerminal = target.kind === "stdout" && io.stdout.terminal;
  if (sealed && toTerminal)
    throw usageError("--seal-to needs --output FILE or a pipe; a sealed package is not for a terminal");
  const format = toFormat(args.text("format") ?? (toTerminal ? "summary" : "json"));
  const quiet = args.has("quiet");
  const beside = target.kind !== "stdout" && io.stdout.terminal && !quiet ? "stdout" : null;
  return {
    format,
    target,
    force: args.has("force"),
    sealed,
    summaryOn: format === "summary" ? null : args.has("summary") ? "stderr" : beside,
    strict: args.has("strict"),
    quiet,
  };
}

function toFormat(text: string): Format {
  const format = FORMATS.find((known) => known === text);
  if (format === undefined) throw usageError(`--format takes ${FORMATS.join(", ")}, not '${text}'`);
  return format;
}
