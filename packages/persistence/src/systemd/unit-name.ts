/** The parts of a unit's name. */
export interface UnitName {
  /** `foo` of `foo@bar.service`. */
  readonly stem: string;
  /** `bar` of `foo@bar.service`, "" of the template `foo@.service`, null of `foo.service`. */
  readonly instance: string | null;
  /** `service`, `timer` … */
  readonly type: string;
}

/** Take a unit's name apart; null when it has no type. Source: systemd.unit(5). */
export function parseUnitName(name: string): UnitName | null {
  const match = /^([^@]+)(?:@(.*))?\.([a-z]+)$/s.exec(name);
  return match === null ? null : { stem: match[1] as string, instance: match[2] ?? null, type: match[3] as string };
}

/** The template of an instance; null for other names. */
export function templateOf(name: string): string | null {
  const parts = parseUnitName(name);
  return parts === null || parts.instance === null || parts.instance === "" ? null : `${parts.stem}@.${parts.type}`;
}

/**
 * Names of the drop-in directories of a unit, the most specific first.
 *
 * Shape: `a-b@c.service` gives `a-b@c.service.d`, `a-b@.service.d`, `a-@.service.d`, `service.d`; `a-b.service` gives
 *        `a-b.service.d`, `a-.service.d`, `service.d`.
 */
export function dropInDirectories(name: string): string[] {
  const parts = parseUnitName(name);
  if (parts === null) return [];
  const template = templateOf(name);
  const at = parts.instance === null ? "" : "@";
  const prefixes = [...parts.stem.matchAll(/-(?=.)/g)].map(({ index }) => parts.stem.slice(0, index + 1)).toReversed();
  return [
    `${name}.d`,
    ...(template === null ? [] : [`${template}.d`]),
    ...prefixes.map((prefix) => `${prefix}${at}.${parts.type}.d`),
    `${parts.type}.d`,
  ];
}

/** Undo the escaping of unit names: `-` is a slash, `\x2d` a dash. Source: systemd-escape(1). */
function unescapeUnitName(text: string): string {
  return text
    .replaceAll("-", "/")
    .replace(/\\x([0-9a-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Expand the specifiers that a name and a home decide; others stay, in a template those of its instance too. Source: systemd.unit(5), "Specifiers". */
export function expandSpecifiers(text: string, name: string, home: string | null): string {
  const parts = parseUnitName(name);
  if (parts === null || !text.includes("%")) return text;
  const { instance } = parts;
  const isTemplate = instance === "";
  const values: Readonly<Record<string, string | null>> = {
    n: name,
    N: name.slice(0, -parts.type.length - 1),
    p: parts.stem,
    P: unescapeUnitName(parts.stem),
    i: isTemplate ? null : (instance ?? ""),
    I: isTemplate ? null : unescapeUnitName(instance ?? ""),
    h: home,
    "%": "%",
  };
  return text.replace(/%([nNpPiIh%])/g, (all, letter: string) => values[letter] ?? all);
}
