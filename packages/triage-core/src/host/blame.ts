import type { ReadPart } from "../contract/host-reader.ts";
import { waitsForMemory } from "../reader/prepared-part.ts";
import { partName } from "../reader/protocol-answer.ts";
import { parseWord } from "../reader/register.ts";
import type { Pending } from "./pending.ts";
import type { ReaderLook } from "./reader-look.ts";
import type { ReaderProcess } from "./reader-process.ts";

/** Over what a reader stands still. */
export interface Blame {
  readonly pending: Pending | null;
  /** Index of the part, -1 when it is not one of the parts. */
  readonly part: number;
  /** Id of the mount that was about to be touched, 0 when none. */
  readonly mount: number;
  readonly kernelFile: boolean;
  readonly patienceMs: number;
}

const KERNEL_FIRST_MS = 250;
const KERNEL_LATER_MS = 50;
const FILE_SYSTEM_MS = 2000;
const NOBODY_MS = 500;

/** Who is to blame, by the word that the reader shows; nobody when it was stopped or is not at work. */
export function blameOf(reader: ReaderProcess, look: ReaderLook): Blame {
  const word = parseWord(look.word);
  const pending = word === null ? undefined : reader.outstanding.get(word.seq);
  if (isStopped(look) || word === null || pending === undefined) {
    return { pending: null, part: -1, mount: 0, kernelFile: false, patienceMs: NOBODY_MS };
  }
  const isSet = pending.ask.kind === "set";
  const part = isSet ? word.detail - 1 : -1;
  const kernelFile = isKernelFile(pending, part);
  const patienceMs = !kernelFile ? FILE_SYSTEM_MS : pending.scope.isWarned ? KERNEL_LATER_MS : KERNEL_FIRST_MS;
  return { pending, part, mount: isSet ? 0 : word.detail, kernelFile, patienceMs };
}

/** By a signal, or by somebody who traces it. */
export function isStopped({ state }: ReaderLook): boolean {
  return state === "T" || state === "t";
}

/** The program image of a process lies on a file system; everything else in its directory is the kernel's. */
function isKernelFile({ ask }: Pending, part: number): boolean {
  if (ask.kind !== "set") return ask.path.startsWith("/proc/");
  const blamed = ask.parts[part];
  return blamed === undefined || !(partName(blamed) === "exe" && !("link" in blamed));
}

/** The parts that a blocked one takes along, as bits: what waits for the same memory lock waits in vain as well. */
export function blockedParts(parts: readonly ReadPart[], part: number): number {
  const waits = waitsForMemory(partName(parts[part] as ReadPart));
  return parts.reduce(
    (bits, other, i) => (i === part || (waits && waitsForMemory(partName(other))) ? bits | (1 << i) : bits),
    0,
  );
}
