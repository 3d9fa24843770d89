import { packageSchema } from "@livetriage/triage-core";
import type { Condition } from "./condition.ts";
import type { Seen } from "./seen.ts";

const MOST_BYTES = 4_194_304;
/** Nothing of ours may take longer, whatever machine this is, beyond what the condition itself is allowed. */
const MOST_MS = 25_000;

/** What was not right in one run: what the condition asks for, and what holds under every condition. */
export function checkRun(condition: Condition, seen: Seen): string[] {
  if (seen.code !== 0) return [`the condition was not brought about: ${seen.stderr.trim()}`];
  return [...checkEnd(condition, seen), ...checkDocument(condition, seen), ...condition.wrong(seen)];
}

/** Exit codes of what `timeout` or the kernel ended. */
const CRASHES = [124, 132, 134, 135, 136, 137, 139];

function checkEnd({ code: wanted = 0, allowance = 0 }: Condition, { told, stderr }: Seen): string[] {
  const code = Number(told["code"]);
  const isRight = wanted === "any" ? !CRASHES.includes(code) && (code === 0 || stderr.trim() !== "") : code === wanted;
  return [
    ...(isRight ? [] : [`exit code ${code}: ${stderr.trim().slice(-200)}`]),
    ...(Number(told["ms"]) < MOST_MS + allowance ? [] : [`took ${told["ms"]} ms`]),
  ];
}

function checkDocument({ code, ended = "finished" }: Condition, seen: Seen): string[] {
  const { document, stdout } = seen;
  if (document === null) return code === undefined ? ["no document"] : [];
  const schema = packageSchema.safeParse(document);
  const started = document.footprint?.programs_started ?? [];
  const kinds = Object.values(document.phases).flatMap(({ errors }) => errors.map(({ kind }) => kind));
  return [
    ...(schema.success ? [] : [`the document does not fit its schema: ${schema.error.issues[0]?.message}`]),
    ...(Buffer.byteLength(stdout) < MOST_BYTES ? [] : ["the document has 4 MiB or more"]),
    ...(document.ended === ended ? [] : [`ended: ${document.ended}`]),
    ...started.filter((program) => program !== "/usr/bin/find").map((program) => `started ${program}`),
    ...(kinds.includes("contract_violation") ? ["a phase broke its contract"] : []),
    ...missingPids(seen),
  ];
}

/** Processes that were there before and after, and are told nowhere. */
function missingPids({ document, told, process, truncations }: Seen): string[] {
  const section = document?.phases["proc-tree"];
  const isCut = truncations("proc-tree").some(({ cap }) => cap === "entries");
  if (section === undefined || section.error !== null || isCut || document?.vantage.hidepid !== "off") return [];
  const pids = (told["pids"] ?? "").split(" ").filter((pid) => pid !== "");
  return pids.filter((pid) => process(pid)["pid"] === undefined).map((pid) => `pid ${pid} is missing`);
}
