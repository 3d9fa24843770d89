import type { HostReader } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import type { PlacedEntry } from "./candidate.ts";

const SPOOL = "/var/spool/anacron";
const DATE_BYTES = 32;

/** The dates on which the system's jobs of anacron ran last, null for one that never did; a job whose date cannot be read is not in it. */
export async function readAnacronDates(
  host: HostReader,
  entries: readonly PlacedEntry[],
): Promise<ReadonlyMap<LosslessString, LosslessString | null>> {
  const jobs = entries.filter(({ mechanism, place }) => mechanism.id === "anacron" && place.file.home === null);
  const names = [...new Set(jobs.flatMap(({ entry }) => entry.name ?? []))].filter((name) => !name.includes("/"));
  const answers = await Promise.all(names.map((name) => host.readFile(`${SPOOL}/${name}`, { maxBytes: DATE_BYTES })));
  return new Map(
    answers.flatMap((answer, i): [LosslessString, LosslessString | null][] => {
      const name = names[i] as string;
      if (answer.ok) return [[name, decodeLossless(answer.value.bytes).trim()]];
      return answer.error.errno === "ENOENT" ? [[name, null]] : [];
    }),
  );
}
