import type { FileStat, HostReader } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Place } from "./place.ts";

/** What a program name or path leads to. */
export interface FoundTarget {
  readonly path: LosslessString;
  /** Null when it could not be seen whether it is there. */
  readonly exists: boolean | null;
  readonly stat: FileStat | null;
}

/** Where cron, systemd and shells look when nothing else is said. */
const DEFAULT_PATH: readonly string[] = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Resolves programs on disk, each once. */
export interface TargetFinder {
  /** Null for what is no path: a variable, a substitution, an empty word. */
  find(program: LosslessString, home: LosslessString | null): Promise<FoundTarget | null>;
}

/**
 * A finder over a host. At most `maxTargets` are looked up, `dropped` counts the rest; files of `places` that were read are
 * known.
 */
export function createTargetFinder(
  host: HostReader,
  places: readonly Place[],
  maxTargets: number,
): TargetFinder & { dropped(): number } {
  const seen = new Map(places.flatMap(toFound));
  const known = new Map<LosslessString, Promise<FoundTarget | null>>();
  let dropped = 0;
  return {
    find(program, home) {
      const path = expandHome(program, home);
      const answer = known.get(path);
      if (answer !== undefined) return answer;
      if (/[$`*?\n]/.test(path) || path === "" || path.length > 4096) return Promise.resolve(null);
      const own = seen.get(path);
      if (own !== undefined) return Promise.resolve(own);
      if (known.size >= maxTargets) {
        dropped++;
        return Promise.resolve(null);
      }
      const asked = path.includes("/")
        ? path.startsWith("/")
          ? lookUp(host, path)
          : Promise.resolve(null)
        : search(host, path);
      known.set(path, asked);
      return asked;
    },
    dropped: () => dropped,
  };
}

function toFound({ file, real, content }: Place): [LosslessString, FoundTarget][] {
  return file.real === null || real === null || content === undefined
    ? []
    : [[file.path, { path: file.real, exists: true, stat: real }]];
}

async function search(host: HostReader, name: LosslessString): Promise<FoundTarget | null> {
  const found = await Promise.all(DEFAULT_PATH.map((directory) => lookUp(host, `${directory}/${name}`)));
  return found.find(({ exists }) => exists === true) ?? null;
}

async function lookUp(host: HostReader, path: LosslessString): Promise<FoundTarget> {
  const answer = await host.resolve(path);
  if (!answer.ok) {
    const gone = /^(ENOENT|ENOTDIR|ELOOP|NOT_RECORDED)$/.test(answer.error.errno);
    return { path, exists: gone ? false : null, stat: null };
  }
  return { ...answer.value, exists: true };
}

function expandHome(program: LosslessString, home: LosslessString | null): LosslessString {
  if (home === null) return program;
  return program.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/)/, () => home);
}
