import { verifyAudit } from "@livetriage/collector";
import { spkiKey } from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT, Exit, type ExitCode } from "../../exit.ts";
import { type Io, note, print } from "../../io.ts";
import { auditLine } from "../audit-line.ts";
import { type CollectorSession, withCollector } from "../collector-session.ts";
import { signatureText } from "../signature-text.ts";

/** `livetriage fleet audit` */
export const audit: Command = {
  name: "audit",
  doc: "Print the Collector's audit log, and check that each entry follows the one before and that the Collector's key has signed each checkpoint: exit 65 when not",
  positionals: [],
  options: [{ flag: "raw", doc: "Print the lines as they stand in the log" }, KEYS_OPTION],
  run: (args, io) => withCollector(args, io, (session) => printAudit(session, args.has("raw"), io)),
};

async function printAudit(session: CollectorSession, raw: boolean, io: Io): Promise<ExitCode> {
  const lines = async function* (): AsyncGenerator<string> {
    for await (const { line } of session.operator.readAudit({ from: 1n })) {
      await print(io, `${raw ? line : auditLine(line)}\n`);
      yield line;
    }
  };
  const { auditKey, policy } = session.fleet;
  const { entries, signed, problems } = await verifyAudit(lines(), { key: spkiKey(auditKey) });
  const { signersForNamed, signersForMany } = policy;
  const signers = `${signatureText(session, signersForNamed)} for up to 50 named hosts, ${signersForMany} for more`;
  await note(io, `${entries} entries, ${signed} of them signed by the Collector, key policy: ${signers}`);
  if (problems.length > 0) throw new Exit(EXIT.dataErr, `the audit log was changed: ${problems.join("; ")}`);
  return EXIT.ok;
}
