import type { HostReader, ReadPart, ReadSet, Result } from "../../contract/host-reader.ts";
import { askAhead } from "../../host/ask-ahead.ts";
import { partName } from "../../reader/protocol-answer.ts";

/**
 * Read `parts` of every process, and in the same visit what `take` is for, in the order of `extra`: before the others,
 * the last of which may be traps; what both want is read once.
 */
export function visitProcesses(
  host: HostReader,
  pids: readonly number[],
  parts: readonly ReadPart[],
  extra: readonly ReadPart[],
  take: (pid: number, stat: Uint8Array, answers: ReadSet["parts"]) => void,
): AsyncIterable<Result<ReadSet>> {
  const own = extra.filter((part) => !parts.some((other) => serves(other, part)));
  const all = [...own, ...parts];
  const places = extra.map((part) => all.findIndex((other) => serves(other, part)));
  return askAhead(pids, async (pid) => {
    const answer = await host.readSet(`/proc/${pid}`, all);
    if (!answer.ok) return answer;
    const { stat, parts: answers } = answer.value;
    take(pid, stat, places.map((place) => answers[place]) as ReadSet["parts"]);
    return { ok: true, value: { ...answer.value, parts: answers.slice(own.length) } };
  });
}

/** The same part, and no less of it. */
function serves(other: ReadPart, part: ReadPart): boolean {
  if (partName(other) !== partName(part)) return false;
  if ("file" in part) return "file" in other && other.maxBytes >= part.maxBytes;
  if ("links" in part) return "links" in other && other.maxEntries >= part.maxEntries;
  return "link" in part && "link" in other;
}
