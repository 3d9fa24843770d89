import { usageError } from "../exit.ts";
import type { Io } from "../io.ts";

/** Does the operator agree? `--yes` answers for him where nobody can be asked. */
export async function approved(question: string, yes: boolean, io: Io): Promise<boolean> {
  if (yes) return true;
  const answer = (await io.ask?.(`${question} [y/N] `, io.interrupted)) ?? null;
  if (answer === null) throw usageError(`nobody is there to be asked '${question}'; --yes says yes`);
  return /^y(es)?$/i.test(answer.trim());
}
