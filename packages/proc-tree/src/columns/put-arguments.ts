import { type Redact, redactArgv, toText } from "@livetriage/triage-core/text";
import type { ProcessNode } from "../item.ts";
import type { Argv } from "../process.ts";

/** Put the arguments, and what of them is missing, into an item. */
export function putArguments(item: ProcessNode, argv: Argv | null, redact: Redact): void {
  if (argv === null) return;
  const clean = redactArgv(argv.argv, redact);
  const texts = clean.argv.map(toText);
  item.argv = texts.map(({ text }) => text);
  if (texts.some(({ base64 }) => base64 !== null)) {
    item.argv_base64 = texts.map(({ text, base64 }) => base64 ?? Buffer.from(text).toString("base64"));
  }
  if (clean.redacted > 0) item.argv_redacted = clean.redacted;
  if (argv.padding > 0) item.argv_padding = argv.padding;
  const missing = (argv.expected ?? 0) - argv.bytes;
  if (argv.more) item.argv_dropped_bytes = Math.max(1, missing);
  else if (missing > 0) item.argv_missing_bytes = missing;
}
