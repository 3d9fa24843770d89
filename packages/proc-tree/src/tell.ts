import type { TellingMap } from "./parse/maps.ts";
import { isSystemPath } from "./places.ts";
import type { Process } from "./process.ts";

/** Programs that make code while they run. */
const JIT =
  /\/(?:node|nodejs|java|javaw|chrome|chromium|chrome_crashpad|firefox|firefox-esr|firefox-bin|thunderbird|electron|code|dotnet|mono|mono-sgen|qemu-[\w-]+|gnome-shell|gjs|gjs-console|Xwayland|WebKitWebProcess|plasmashell|deno|bun|luajit|pypy3?|php[\d.-]*|postgres|mysqld|erl|beam\.smp|julia|ruby|kwin_x11|kwin_wayland|slack|teams|discord)$/;
const PRELOAD = /^LD_(?:PRELOAD|AUDIT)$/;
const OTHERS_MAY_WRITE = 0o022;
const SETUID = 0o4000;

/** Note what the file at the path of a program, and the package that owns it, say of the program. */
export function tellImage(process: Process): void {
  const { exe, exeStat, exeNow, told } = process;
  if (exe === null || exeStat === null) return;
  if (exe.deleted === true) {
    const id = replacedBy(process);
    if (id !== null) told.add(id);
  } else if (exeNow === "replaced" || exeNow === "missing") told.add("exe_path_differs");
  const isExpected = process.package === null ? isSystemPath(exe.path) : process.package !== "none";
  if ((exeStat.mode & SETUID) !== 0 && !isExpected) told.add("setuid_outside_packages");
}

/** Why the loss of a program's name is harmless: its package, or an administrator, put a new file in its place. */
function replacedBy({ exe, exeNowStat, package: owner }: Process): string | null {
  if (exeNowStat === null) return null;
  if (owner === "none" || owner?.digest === "changed") return null;
  if (owner?.digest === "same") return "exe_replaced_by_package";
  const isTrusted = exeNowStat.type === "file" && exeNowStat.uid === 0 && (exeNowStat.mode & OTHERS_MAY_WRITE) === 0;
  return isTrusted && isSystemPath(exe?.path ?? "") ? "exe_replaced" : null;
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
