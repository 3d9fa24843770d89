import type { FileBytes, ReadPart, ReadSet } from "@livetriage/triage-core";
import type { RecordedAsk } from "@livetriage/triage-core/host";

/**
 * The asks of a host whose processes stand still: whatever a file of /proc said first, it says ever after. The recorder's
 * own processes change from ask to ask; without this a replay would depend on how often a phase looks.
 */
export function standStill(asks: readonly RecordedAsk[]): RecordedAsk[] {
  const first = new Map<string, Uint8Array>();
  const settle = (path: string, file: FileBytes, maxBytes: number): FileBytes => {
    const bytes = first.get(path);
    if (bytes !== undefined && bytes.length <= maxBytes) return { ...file, bytes, more: false };
    if (!file.more) first.set(path, file.bytes);
    return file;
  };
  return asks.map((asked) => {
    const { method, path, answer } = asked;
    if (!answer.ok || !/^\/proc\/\d+/.test(path)) return asked;
    if (method === "readFile") {
      const { offset = 0, maxBytes } = asked.args[0] as { readonly offset?: number; readonly maxBytes: number };
      return offset > 0 ? asked : withValue(asked, settle(path, answer.value as FileBytes, maxBytes));
    }
    if (method !== "readSet") return asked;
    const set = answer.value as ReadSet;
    const wanted = asked.args[0] as readonly ReadPart[];
    const parts = set.parts.map((part, i) => {
      const of = wanted[i] as ReadPart;
      if (!part.ok || !("file" in of)) return part;
      return { ok: true as const, value: settle(`${path}/${of.file}`, part.value as FileBytes, of.maxBytes) };
    });
    const { bytes: stat } = settle(`${path}/stat`, { bytes: set.stat, more: false }, 4096);
    return withValue(asked, { ...set, stat, parts });
  });
}

function withValue(asked: RecordedAsk, value: unknown): RecordedAsk {
  return { ...asked, answer: { ok: true, value } };
}
