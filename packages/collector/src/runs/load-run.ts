import { type Command, decodeCommand, decodeSignedDocument, type SignedDocument } from "@livetriage/proto-types";
import { monotonicMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import type { CommandRecord, Id } from "../storage/storage-engine.ts";
import { ActiveRun } from "./active-run.ts";

interface ReadCommand {
  readonly command: Command;
  readonly document: SignedDocument;
}

/** A run as the storage has it; null while commands of it are yet to be handed in. */
export async function loadRun({ storage, book, clock }: Pick<Collector, "storage" | "book" | "clock">, runId: Id) {
  const commands = await storage.commandsOfRun(runId);
  const read = commands.map((record) => [record.commandId, readCommand(record)] as const);
  const rollout = read.find(([, one]) => one !== null)?.[1]?.command.rollout; // all commands of a run say the same
  if (missingCommands(rollout, commands.length) > 0) return null;
  const targets = (await Promise.all(commands.map(({ commandId }) => storage.targets(commandId)))).flat();
  const documents = new Map(read.flatMap(([id, one]) => (one === null ? [] : [[id, one.document] as const])));
  return new ActiveRun({ record: await book.of(runId), rollout, documents, targets }, monotonicMs(clock));
}

/** How many commands of a run are yet to be handed in. */
export function missingCommands(rollout: Command["rollout"], count: number): number {
  return Math.max(0, (rollout?.commandCount ?? 0) - count);
}

/** A command that was handed in was read then; null for one that is damaged. */
export function readCommand({ document: bytes }: Pick<CommandRecord, "document">): ReadCommand | null {
  const document = decodeSignedDocument(bytes);
  const command = document.ok ? decodeCommand(document.value.payload) : document;
  return document.ok && command.ok ? { command: command.value, document: document.value } : null;
}
