import type { FileBytes, PartValue, ReadPart, ReadSet } from "@livetriage/triage-core";
import type { RecordedAsk } from "@livetriage/triage-core/host";

/**
 * The asks of a host whose processes stand still: what a file or link of /proc said first, it says ever after. The
 * recorder's own processes change from ask to ask; without this a replay would depend on how often a phase looks.
 */
export function standStill(asks: readonly RecordedAsk[]): RecordedAsk[] {
  const settle = createSettle();
  return asks.map((asked) => {
    const { method, path, args, answer } = asked;
    if (!answer.ok || !/^\/proc\/\d+/.test(path)) return asked;
    if (method === "readLink") return withValue(asked, settle(path, { link: "" }, answer.value as PartValue));
    if (method === "readFile") {
      const { offset = 0, maxBytes } = args[0] as { readonly offset?: number; readonly maxBytes: number };
      return offset > 0 ? asked : withValue(asked, settle(path, { file: "", maxBytes }, answer.value as PartValue));
    }
    if (method !== "readSet") return asked;
    const set = answer.value as ReadSet;
    const parts = set.parts.map((part, i) => {
      const of = (args[0] as readonly ReadPart[])[i] as ReadPart;
      return part.ok ? { ok: true as const, value: settle(`${path}/${nameOf(of)}`, of, part.value) } : part;
    });
    const { bytes: stat } = settle(`${path}/stat`, STAT, { bytes: set.stat, more: false }) as FileBytes;
    return withValue(asked, { ...set, stat, parts });
  });
}

const STAT: ReadPart = { file: "stat", maxBytes: 4096 };

/** Gives the first value of a file or link in place of a later one; what else a part may be stays as it is. */
function createSettle(): (path: string, part: ReadPart, value: PartValue) => PartValue {
  const first = new Map<string, PartValue>();
  return (path, part, value) => {
    const known = first.get(path);
    if ("link" in part) {
      if (known === undefined) first.set(path, value);
      return known ?? value;
    }
    if (!("file" in part)) return value;
    if (known !== undefined && (known as FileBytes).bytes.length <= part.maxBytes) return known;
    if (!(value as FileBytes).more) first.set(path, value);
    return value;
  };
}

function nameOf(part: ReadPart): string {
  return "file" in part ? part.file : "link" in part ? part.link : "";
}

function withValue(asked: RecordedAsk, value: unknown): RecordedAsk {
  return { ...asked, answer: { ok: true, value } };
}
