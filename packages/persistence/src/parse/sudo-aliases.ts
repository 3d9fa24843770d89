/** What an alias stands for. */
export type SudoAliasKind = "User" | "Runas" | "Host" | "Cmnd";

/** Aliases by `Kind NAME`, each with the members of its list as written. */
export type SudoAliases = ReadonlyMap<string, readonly string[]>;

const DEFINITION = /^[ \t]*(User|Runas|Host|Cmnd|Cmd)_Alias\s+(\S.*)$/gm;
const NEXT_NAME = /:(?=\s*[A-Z][A-Z0-9_]*\s*=)/;
const NAMED_LIST = /^\s*([A-Z][A-Z0-9_]*)\s*=\s*(.*)$/s;

/**
 * The aliases that a sudoers file defines.
 *
 * Shape:  `Cmnd_Alias A = /bin/a, /bin/b : C = !A`; a backslash joins lines, `#` begins a comment unless digits follow.
 * Errors: a definition of another shape is left out; of equal names the first counts.
 * Source: sudoers(5), "Aliases".
 */
export function parseSudoAliases(text: string): SudoAliases {
  const aliases = new Map<string, readonly string[]>();
  for (const [, kind, specs = ""] of text.replace(/\\\r?\n/g, " ").matchAll(DEFINITION)) {
    for (const spec of specs.replace(/(?<!\\)#(?!\d).*$/, "").split(NEXT_NAME)) {
      const [, name, list = ""] = NAMED_LIST.exec(spec) ?? [];
      const key = `${kind === "Cmd" ? "Cmnd" : kind} ${name}`;
      if (name !== undefined && !aliases.has(key)) aliases.set(key, splitMembers(list));
    }
  }
  return aliases;
}

/** Members of a list, without what stands between them. */
function splitMembers(list: string): string[] {
  return list
    .split(/(?<!\\),/)
    .map((member) => member.trim())
    .filter((member) => member !== "");
}

/** What stands before a member: whom it runs as, tags, a no. */
const MEMBER = /^(?<before>(?:\([^)]*\)\s*)?(?:[A-Z_]+(?::\s*|=\S+\s+))*)(?<no>!*)\s*(?<name>[A-Z][A-Z0-9_]*)$/;

/** Longest list that aliases are put into, and how deep; what is beyond keeps its names. */
const MAX_LENGTH = 4096;
const MAX_DEPTH = 32;

/** A list with its aliases resolved, those in aliases too; one that leads to itself keeps its name there. */
export function expandSudoList(list: string, kind: SudoAliasKind, aliases: SudoAliases): string {
  let length = 0;
  const expand = (member: string, seen: readonly string[]): string[] => {
    const { before = "", no = "", name = "" } = MEMBER.exec(member)?.groups ?? {};
    const members = aliases.get(`${kind} ${name}`);
    length += member.length;
    if (members === undefined || seen.includes(name) || length > MAX_LENGTH || seen.length > MAX_DEPTH) return [member];
    const found = members.flatMap((one) => expand(negate(one, no), [...seen, name]));
    return before === "" ? found : [`${before}${found[0] ?? ""}`, ...found.slice(1)];
  };
  return splitMembers(list)
    .flatMap((member) => expand(member, []))
    .join(", ");
}

/** `!!x` is `x`. */
function negate(member: string, no: string): string {
  return no.length % 2 === 0 ? member : member.startsWith("!") ? member.slice(1).trim() : `!${member}`;
}
