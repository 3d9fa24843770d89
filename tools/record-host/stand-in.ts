import { createHash } from "node:crypto";
import type { FileBytes } from "@livetriage/triage-core";
import type { RecordedAsk } from "@livetriage/triage-core/host";

const ELF = Buffer.from("\x7fELF", "latin1");
const DIGESTS = ["md5", "sha256"] as const;

/** Contents of programs, which nobody needs for their bytes, gone from a recording. */
export interface Slim {
  readonly asks: readonly RecordedAsk[];
  /** Digests of what stands in the place of each program, by those of the program. */
  readonly digests: readonly (readonly [from: string, to: string])[];
}

/** Put the path of a program in the place of its content, wherever a recording holds it whole. */
export function standIn(asks: readonly RecordedAsk[]): Slim {
  const contents = new Map<string, Map<number, Buffer>>();
  for (const { method, path, args, answer } of asks) {
    if (method !== "readFile" || !answer.ok) continue;
    const bytes = Buffer.from((answer.value as FileBytes).bytes);
    const chunks = contents.get(path);
    if (chunks !== undefined) chunks.set(offsetOf(args), bytes);
    else if (bytes.subarray(0, ELF.length).equals(ELF)) contents.set(path, new Map([[0, bytes]]));
  }
  return {
    asks: asks
      .filter(({ path, args }) => !contents.has(path) || offsetOf(args) === 0)
      .map((ask) => replaced(ask, contents)),
    digests: [...contents].flatMap(([path, chunks]) =>
      DIGESTS.map(
        (name) => [digest(name, Buffer.concat([...chunks.values()])), digest(name, Buffer.from(path))] as const,
      ),
    ),
  };
}

function replaced(ask: RecordedAsk, contents: ReadonlyMap<string, unknown>): RecordedAsk {
  if (ask.method !== "readFile" || !contents.has(ask.path)) return ask;
  return { ...ask, answer: { ok: true, value: { bytes: Buffer.from(ask.path), more: false } } };
}

function offsetOf(args: readonly unknown[]): number {
  return (args[0] as { readonly offset?: number } | undefined)?.offset ?? 0;
}

function digest(name: string, bytes: Buffer): string {
  return createHash(name).update(bytes).digest("hex");
}
