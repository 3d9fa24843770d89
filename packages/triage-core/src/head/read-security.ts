import type { HostSection } from "../schema/host.ts";
import { parseDecimal } from "../text/numbers.ts";
import { parseSelectedOption } from "./parse/selected-option.ts";
import type { Sources } from "./sources.ts";
import { taintFlags } from "./taint-flags.ts";

type SecurityFields = "lsm" | "selinux_mode" | "apparmor_enabled" | "lockdown" | "taint" | "taint_flags";

/** Security modules, lockdown and taint of the running kernel. */
export async function readSecurity(sources: Sources): Promise<Pick<HostSection, SecurityFields>> {
  const [lsmLine, enforce, apparmor, lockdownLine, taintLine] = await Promise.all([
    sources.line("/sys/kernel/security/lsm"),
    sources.line("/sys/fs/selinux/enforce"),
    sources.line("/sys/module/apparmor/parameters/enabled"),
    sources.line("/sys/kernel/security/lockdown"),
    sources.line("/proc/sys/kernel/tainted"),
  ]);
  const lsm = lsmLine?.split(",").map((name) => sources.brief(name, "/sys/kernel/security/lsm")) ?? null;
  const lockdown = parseSelectedOption(lockdownLine ?? "");
  const taint = parseDecimal(taintLine ?? "");
  return {
    lsm,
    selinux_mode: selinuxMode(enforce, lsm),
    apparmor_enabled: apparmor === null ? absentIn(lsm, "apparmor") : apparmor === "Y",
    lockdown: lockdown === null ? null : sources.brief(lockdown, "/sys/kernel/security/lockdown"),
    taint,
    taint_flags: taint === null ? null : taintFlags(taint),
  };
}

/** Source: kernel security/selinux/selinuxfs.c, sel_read_enforce() */
function selinuxMode(enforce: string | null, lsm: readonly string[] | null): string | null {
  if (enforce === null) return absentIn(lsm, "selinux") === false ? "disabled" : null;
  return enforce === "1" ? "enforcing" : "permissive";
}

/** False when the list of active modules is known and lacks this one. */
function absentIn(lsm: readonly string[] | null, name: string): false | null {
  return lsm !== null && !lsm.includes(name) ? false : null;
}
