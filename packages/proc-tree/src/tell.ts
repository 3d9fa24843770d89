import type { TellingMap } from "./parse/maps.ts";
import { isSystemPath } from "./places.ts";
import type { Process } from "./process.ts";

/** Programs that make code while they run. */
const JIT =
  /\/(?:node|nodejs|java|javaw|chrome|chromium|chrome_crashpad|firefox|firefox-esr|firefox-bin|thunderbird|electron|code|dotnet|mono|mono-sgen|qemu-[\w-]+|gnome-shell|gjs|gjs-console|Xwayland|WebKitWebProcess|plasmashell|deno|bun|luajit|pypy3?|php[\d.-]*|postgres|mysqld|erl|beam\.smp|julia|ruby|kwin_x11|kwin_wayland|slack|teams|discord)$/;
const PRELOAD = /^LD_(?:PRELOAD|AUDIT)$/;
const OTHERS_MAY_WRITE = 0o022;

/** Note what the file at the path of an unlinked program says of it. */
export function tellImage(process: Process): void {
  const { exe, exeStat, exeNowStat, told } = process;
  if (exe === null || exeStat === null) return;
  if (exe.deleted === true && isTrustedFile(exe.path, exeNowStat)) told.add("exe_replaced");
  if (exe.deleted === false && (process.exeNow === "replaced" || process.exeNow === "missing"))
    told.add("exe_path_differs");
  if ((exeStat.mode & 0o4000) !== 0 && !isSystemPath(exe.path)) told.add("setuid_outside_system");
}

function isTrustedFile(path: string, now: Process["exeNowStat"]): boolean {
  return (
    now !== null && now.type === "file" && now.uid === 0 && (now.mode & OTHERS_MAY_WRITE) === 0 && isSystemPath(path)
  );
}

/** Note what environment and mappings say of a process. */
export function tellDear({ dear, exe, told }: Process): void {
  const preloads = dear?.environ?.filter(({ name }) => PRELOAD.test(name)) ?? [];
  for (const libraries of preloads.map(({ value }) => value?.split(/[ :]+/).filter((path) => path !== "") ?? [])) {
    if (libraries.length > 0) told.add(libraries.every(isSystemPath) ? "ld_preload_system" : "ld_preload");
  }
  for (const map of dear?.maps ?? []) {
    const id = mapFact(map, exe?.path ?? "");
    if (id !== null) told.add(id);
  }
}

function mapFact({ kind, path }: TellingMap, exe: string): string | null {
  if (path === exe) return null;
  if (kind === "memfd") return "library_memfd";
  if (kind === "deleted") return isSystemPath(path ?? "") ? "library_replaced" : "library_deleted";
  if (kind === "anonymous_executable") return JIT.test(exe) ? "jit_memory" : "anonymous_executable";
  return null;
}
