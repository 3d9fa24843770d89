import { CONTEXT } from "./context.ts";
import type { Note, Subject } from "./note.ts";
import { SIGNALS } from "./signals.ts";

/** The ids of all notes that apply to a file. */
export function notesOf(file: Subject, nowNs: bigint): { signals: string[]; context: string[] } {
  const apply = (notes: readonly Note[]) => notes.filter((note) => note.applies(file, nowNs)).map(({ id }) => id);
  return { signals: apply(SIGNALS), context: apply(CONTEXT) };
}
