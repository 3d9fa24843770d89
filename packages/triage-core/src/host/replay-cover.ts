import type {
  FileBytes,
  FileHash,
  HashOptions,
  Links,
  Listing,
  ListOptions,
  PartValue,
  ReadPart,
  ReadSet,
  ReadSetOptions,
  Result,
} from "../contract/host-reader.ts";
import { partName } from "../reader/protocol-answer.ts";
import { parseStatIdentity } from "../tables/parse/stat.ts";
import { hashBytes } from "./hash-bytes.ts";
import type { RecordedAsk } from "./record.ts";

type FileOptions = { readonly offset?: number; readonly maxBytes: number; readonly tailBytes?: number };

/** An answer to another ask of the same path that also answers this one; undefined when there is none. */
export type Cover = (
  path: string,
  args: readonly unknown[],
  recorded: readonly RecordedAsk[],
) => Result<unknown> | undefined;

/** How an answer to other arguments can serve, by method; methods without arguments need none. */
export const COVERS: Readonly<Partial<Record<RecordedAsk["method"], Cover>>> = {
  readFile: (_path, [options], recorded) =>
    firstOf(recorded, (answer, [of]) => coverFile(answer, of as FileOptions, options as FileOptions)),
  list: (_path, [options], recorded) =>
    firstOf(recorded, (answer, [of]) => coverList(answer, of as ListOptions, options as ListOptions)),
  hash: (_path, [options], recorded) =>
    firstOf(withMethod(recorded, "hash"), (answer, [of]) =>
      coverHash(answer, of as HashOptions, options as HashOptions),
    ) ?? hashOfContent(withMethod(recorded, "readFile"), options as HashOptions),
  probe: (_path, [from, to], recorded) =>
    firstOf(recorded, (pids, [first, last]) => {
      const within = (first as number) <= (from as number) && (last as number) >= (to as number);
      return within ? (pids as number[]).filter((pid) => pid >= (from as number) && pid <= (to as number)) : undefined;
    }),
  readSet: coverSet,
};

/** The first recorded answer that serves; a recorded failure serves whatever the arguments were. */
function firstOf(
  recorded: readonly RecordedAsk[],
  cover: (value: unknown, args: readonly unknown[]) => unknown,
): Result<unknown> | undefined {
  for (const { answer, args } of recorded) {
    if (!answer.ok) return answer;
    const value = cover(answer.value, args);
    if (value !== undefined) return { ok: true, value };
  }
  return undefined;
}

function coverFile(value: unknown, of: FileOptions, asked: FileOptions): FileBytes | undefined {
  if ((of.offset ?? 0) !== 0) return undefined;
  const { bytes, more } = value as FileBytes;
  const start = asked.offset ?? 0;
  const end = start + asked.maxBytes;
  const isLonger = more || end < bytes.length;
  if ((more && end > bytes.length) || (isLonger && asked.tailBytes !== undefined)) return undefined;
  return { bytes: bytes.slice(start, end), more: isLonger };
}

function coverHash(value: unknown, of: HashOptions, asked: HashOptions): FileHash | undefined {
  const { head, ...hash } = value as FileHash;
  if (hash.more || hash.size > BigInt(asked.maxBytes)) return undefined;
  if (of.also !== asked.also || (of.headBytes ?? 0) < (asked.headBytes ?? 0)) return undefined;
  return asked.headBytes === undefined || head === undefined ? hash : { ...hash, head: head.slice(0, asked.headBytes) };
}

/** The digests of a file whose whole content was recorded, in one piece or in several. */
function hashOfContent(files: readonly RecordedAsk[], asked: HashOptions): Result<FileHash> | undefined {
  const pieces: Uint8Array[] = [];
  for (let end = 0; ; ) {
    const next = files.filter(({ args }) => ((args[0] as FileOptions).offset ?? 0) === end).map(({ answer }) => answer);
    const refused = next.find(({ ok }) => !ok);
    if (refused !== undefined) return refused as Result<never>;
    const longest = next
      .map((answer) => (answer as { readonly value: FileBytes }).value)
      .toSorted(byLength)
      .at(-1);
    if (longest === undefined) return undefined;
    pieces.push(longest.bytes);
    end += longest.bytes.length;
    if (!longest.more) return { ok: true, value: hashBytes({ bytes: Buffer.concat(pieces), more: false }, asked) };
    if (longest.bytes.length === 0) return undefined;
  }
}

function byLength(a: FileBytes, b: FileBytes): number {
  return a.bytes.length - b.bytes.length;
}

function withMethod(recorded: readonly RecordedAsk[], name: RecordedAsk["method"]): readonly RecordedAsk[] {
  return recorded.filter(({ method }) => method === name);
}

function coverList(value: unknown, of: ListOptions, asked: ListOptions): Listing | undefined {
  const { entries, more } = value as Listing;
  if (more || of.changedSinceNs !== undefined || asked.changedSinceNs !== undefined || of.after !== undefined)
    return undefined;
  if ((asked.stat === true && of.stat !== true) || of.noFollow !== asked.noFollow) return undefined;
  const start = asked.after === undefined ? 0 : entries.findIndex(({ name }) => name === asked.after) + 1;
  if (asked.after !== undefined && start === 0) return undefined;
  const kept = entries.slice(start, start + asked.maxEntries);
  const plain = asked.stat === true ? kept : kept.map(({ name, type }) => ({ name, type }));
  const isCut = start + kept.length < entries.length;
  return { entries: plain, seen: kept.length, more: isCut, ...(isCut ? { last: kept.at(-1)?.name ?? "" } : {}) };
}

/** A set made of parts that several recorded sets of the same process have. */
function coverSet(
  path: string,
  args: readonly unknown[],
  recorded: readonly RecordedAsk[],
): Result<unknown> | undefined {
  const [parts, options] = args as [readonly ReadPart[], ReadSetOptions?];
  const whole = recorded.filter(({ answer }) => answer.ok);
  const [first] = whole;
  if (first?.answer.ok !== true) return recorded[0]?.answer;
  const { stat, exec_race } = first.answer.value as ReadSet;
  const now = parseStatIdentity(stat);
  const expected = options?.expect;
  if (expected !== undefined && now?.start_ticks !== expected.start_ticks) {
    return { ok: false, error: { op: "read", path, errno: "VANISHED" } };
  }
  const found = parts.map((part) => findPart(part, whole) ?? notRecorded(path, part));
  return { ok: true, value: { stat, parts: found, exec_race } };
}

function findPart(asked: ReadPart, recorded: readonly RecordedAsk[]): Result<PartValue> | undefined {
  for (const { args, answer } of recorded) {
    const parts = args[0] as readonly ReadPart[];
    for (const [i, part] of parts.entries()) {
      if (nameOf(part) !== nameOf(asked) || !answer.ok) continue;
      const result = (answer.value as ReadSet).parts[i] as Result<PartValue>;
      const value = result.ok ? coverPart(result.value, part, asked) : undefined;
      if (!result.ok) return result;
      if (value !== undefined) return { ok: true, value };
    }
  }
  return undefined;
}

function coverPart(value: PartValue, of: ReadPart, asked: ReadPart): PartValue | undefined {
  if ("file" in of && "file" in asked) return coverFile(value, of, asked);
  if ("hash" in asked) return coverHash(value, of as HashOptions, asked);
  if (!("links" in asked)) return value;
  const { links, seen, more } = value as Links;
  if (more && asked.maxEntries > links.length) return undefined;
  return { links: links.slice(0, asked.maxEntries), seen, more: seen > asked.maxEntries };
}

/** Kind and name of a part: `file cmdline`. */
function nameOf(part: ReadPart): string {
  const [kind, name] = Object.entries(part).find(([key]) => key !== "maxBytes" && key !== "maxEntries") ?? [];
  return `${kind} ${String(name)}`;
}

function notRecorded(dir: string, part: ReadPart): Result<PartValue> {
  return { ok: false, error: { op: "read", path: `${dir}/${partName(part)}`, errno: "NOT_RECORDED" } };
}
