import { toRfc3339 } from "@livetriage/triage-core/text";
import { parseGroup, parsePasswd, parseShadow } from "../parse/accounts.ts";
import type { Entry, EntryFile } from "./entry.ts";

const NO_LOGIN = /\/(nologin|false|sync|shutdown|halt)$|^$/;
const PRIVILEGED = new Set("root sudo wheel admin adm docker lxd disk shadow kvm libvirt sys kmem".split(" "));
const NS_PER_DAY = 86_400_000_000_000n;

/** Accounts worth a look: another uid 0, a system account with a login shell. */
export function parsePasswdAccounts(file: EntryFile): Entry[] {
  return parsePasswd(file.text).flatMap(({ line, name, uid, home, shell }): Entry[] => {
    const another = uid === 0 && name !== "root";
    const system = uid !== null && uid > 0 && uid < 1000 && !NO_LOGIN.test(shell);
    if (!another && !system) return [];
    return [
      {
        line,
        name,
        key: another ? "uid" : "shell",
        runsAs: name,
        command: shell,
        payload: { program: shell, interpreter: null },
        environment: [`uid=${uid}`, `home=${home}`],
        ...(another ? { signals: ["second_root"] } : { context: ["system_account_with_shell"] }),
      },
    ];
  });
}

/** Accounts with a password, or without need of one; never the hash. */
export function parseShadowAccounts(file: EntryFile): Entry[] {
  return parseShadow(file.text).flatMap(({ line, name, password, algorithm, lastChange }): Entry[] => {
    if (password === "locked") return [];
    const changed =
      lastChange === null ? [] : [`last_change=${toRfc3339(BigInt(lastChange) * NS_PER_DAY).slice(0, 10)}`];
    const told = [`login=${password}`, ...(algorithm === null ? [] : [`algorithm=${algorithm}`]), ...changed];
    return [
      {
        line,
        name,
        runsAs: name,
        command: null,
        payload: null,
        environment: told,
        ...(password === "none" ? { signals: ["no_password"] } : {}),
      },
    ];
  });
}

/** Members of groups that are as good as root. */
export function parsePrivilegedGroups(file: EntryFile): Entry[] {
  return parseGroup(file.text)
    .filter(({ name, members }) => PRIVILEGED.has(name) && members.length > 0)
    .map(({ line, name, members }) => ({ line, key: name, name, command: members.join(","), payload: null }));
}
