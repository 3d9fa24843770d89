import { type Command, type SignedDocument, type SubmitResponse, signersNeeded, toHex } from "@livetriage/proto-types";
import { EXIT, type ExitCode, usageError } from "../exit.ts";
import { type Io, note, print } from "../io.ts";
import { printable } from "../terminal/printable.ts";
import { approved } from "./approved.ts";
import type { CollectorSession } from "./collector-session.ts";
import { signCommand } from "./to-command.ts";
import { standingWord } from "./words.ts";

/** Signs the commands of a run when their operator agrees, hands them in, and prints the id of the run. */
export async function handIn(
  session: CollectorSession,
  commands: readonly Command[],
  { question, yes }: { readonly question: string; readonly yes: boolean },
  io: Io,
): Promise<boolean> {
  const needed = signaturesOf(session, commands);
  if (needed > 1) {
    const how = "--sign-only FILE writes them for the others: livetriage fleet sign FILE, livetriage fleet submit FILE";
    throw usageError(`the key policy asks for ${needed} signatures; ${how}`);
  }
  if (!(await approved(question, yes, io))) return false;
  await submitAll(
    session,
    commands.map((command) => signCommand(session, command)),
    io,
  );
  const [first] = commands;
  await print(io, `${toHex(first?.runId ?? new Uint8Array())}\n`);
  return true;
}

/** Signatures that the commands of a run need. */
export function signaturesOf({ fleet }: Pick<CollectorSession, "fleet">, commands: readonly Command[]): number {
  return Math.max(...commands.map((command) => signersNeeded(command, fleet.policy)));
}

/** Hands in the commands of one run; that the run is held is told. */
export async function submitAll(
  { operator }: Pick<CollectorSession, "operator">,
  documents: readonly SignedDocument[],
  io: Io,
): Promise<void> {
  let last: SubmitResponse | undefined;
  for (const command of documents) last = await operator.submit({ command });
  const held = standingWord(last?.run);
  if (held !== "-") await note(io, `held: ${printable(held)}`);
}

/** What follows when the operator said no. */
export async function nothingSent(io: Io): Promise<ExitCode> {
  await note(io, "nothing was signed, nothing was sent");
  return EXIT.nothing;
}
