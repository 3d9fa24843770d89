/** One unit as `systemctl show` prints it: values of a property, one a line. */
export type ShownUnit = ReadonlyMap<string, readonly string[]>;

/** Take the output of `systemctl show UNIT…` apart: blocks of `Property=value`, divided by blank lines. */
export function parseShow(text: string): ShownUnit[] {
  return text
    .split("\n\n")
    .map((block) => {
      const lines = block.split("\n").filter((line) => line.includes("="));
      const pairs = lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const);
      return new Map(
        [...Map.groupBy(pairs, ([key]) => key)].map(([key, found]) => [key, found.map(([, value]) => value)]),
      );
    })
    .filter((unit) => unit.has("Id"));
}

/** The argument vectors of an `Exec…` property, joined by blanks as systemctl prints them. */
export function shownCommands(unit: ShownUnit, key: string): string[] {
  return (unit.get(key) ?? []).flatMap((value) => /argv\[\]=(.*?) ; ignore_errors=/.exec(value)?.[1] ?? []);
}

/** The words of a property. */
export function shownWords(unit: ShownUnit, key: string): string[] {
  return (unit.get(key) ?? []).flatMap((value) => value.split(" ")).filter((word) => word !== "");
}

/** One value of a property; "" when it has none. */
export function shown(unit: ShownUnit, key: string): string {
  return unit.get(key)?.[0] ?? "";
}
