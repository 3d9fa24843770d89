import { type Redact, redactArgv, toText } from "@livetriage/triage-core/text";
import type { Process } from "../process.ts";

/** The arguments, and what of them is missing. */
export function argvColumns({ argv }: Process, redact: Redact) {
  if (argv === null) return { argv: null };
  const clean = redactArgv(argv.argv, redact);
  const texts = clean.argv.map(toText);
  const inexact = texts.some(({ base64 }) => base64 !== null);
  const cut = argv.more ? Math.max(1, (argv.expected ?? 0) - argv.bytes) : 0;
  const missing = argv.more ? 0 : (argv.expected ?? 0) - argv.bytes;
  return {
    argv: texts.map(({ text }) => text),
    ...(inexact
      ? { argv_base64: texts.map(({ text, base64 }) => base64 ?? Buffer.from(text).toString("base64")) }
      : {}),
    ...(clean.redacted > 0 ? { argv_redacted: clean.redacted } : {}),
    ...(argv.padding > 0 ? { argv_padding: argv.padding } : {}),
    ...(cut > 0 ? { argv_dropped_bytes: cut } : {}),
    ...(missing > 0 ? { argv_missing_bytes: missing } : {}),
  };
}
