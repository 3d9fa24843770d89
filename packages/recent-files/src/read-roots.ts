import { type Account, askAhead, type HostError, type HostReader } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { RecentFilesParams } from "./params.ts";
import { HOME_CACHES, ROOTS } from "./roots.ts";

/** Homes of accounts that are no places of people or services. */
const NO_HOMES: ReadonlySet<string> = new Set([
  "",
  "/",
  "/nonexistent",
  "/proc",
  "/sys",
  "/usr",
  "/var",
  "/lib",
  "/var/lib",
  "/var/empty",
]);

/** The homes of passwd that are places of people or services. */
export function homesOf(accounts: readonly Account[]): LosslessString[] {
  const homes = new Set(accounts.map(({ home }) => home));
  return [...homes].filter((home) => home.startsWith("/") && !NO_HOMES.has(home));
}

/**
 * The directories to walk, with links in their own paths followed: the default places, the `further` ones (homes, what
 * containers wrote), and what `--path` adds; a default place that does not exist is left out, one that was asked for is an error.
 */
export async function readRoots(
  host: HostReader,
  further: readonly LosslessString[],
  { paths, everything }: Pick<RecentFilesParams, "paths" | "everything">,
): Promise<{ readonly roots: readonly LosslessString[]; readonly errors: readonly HostError[] }> {
  const places = everything ? ["/", ...further] : [...ROOTS.map(({ path }) => path), ...further];
  const asked = new Set(paths.map(withoutSlash));
  const wanted = [...new Set([...places, ...asked].map(withoutSlash))];
  const answers = wanted.map((path) => host.resolve(path));
  const roots: LosslessString[] = [];
  const errors: HostError[] = [];
  for (const [i, path] of wanted.entries()) {
    const answer = await (answers[i] as (typeof answers)[number]);
    if (answer.ok) roots.push(answer.value.path);
    else if (asked.has(path) || !isAbsent(answer.error)) errors.push(answer.error);
  }
  return { roots, errors };
}

/** The caches below homes that are there; one of which that cannot be told is taken for one. */
export async function readCaches(host: HostReader, homes: readonly LosslessString[]): Promise<LosslessString[]> {
  const caches = homes.flatMap((home) => HOME_CACHES.map((cache) => `${home}/${cache}`));
  const there: LosslessString[] = [];
  let i = 0;
  for await (const stat of askAhead(caches, (path) => host.lstat(path))) {
    const path = caches[i++] as LosslessString;
    if (stat.ok || !isAbsent(stat.error)) there.push(path);
  }
  return there;
}

function isAbsent({ errno }: HostError): boolean {
  return errno === "ENOENT" || errno === "ENOTDIR";
}

function withoutSlash(path: LosslessString): LosslessString {
  return path.replace(/\/+$/, "") || "/";
}
