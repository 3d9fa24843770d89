/** One component of a pattern: a name (`**` is any depth) or an expression. */
export type GlobPart = string | RegExp;

/**
 * A glob as its components, one list for each way to read its braces.
 *
 * Shape: `/etc/rc.{local,d}/*.sh` gives `etc, rc.local, /^.*\.sh$/` and `etc, rc.d, …`. `*` also matches hidden names. Braces
 *        that make more than `MOST_CHOICES` stand for themselves: anyone may write patterns into files that include others.
 *        `known` has the parts of other globs, most of which are the same.
 */
export function parseGlob(pattern: string, known = new Map<string, GlobPart>()): GlobPart[][] {
  const partOf = (part: string): GlobPart => {
    const made = known.get(part) ?? toPart(part);
    known.set(part, made);
    return made;
  };
  return expandBraces(pattern).map((path) =>
    path
      .split("/")
      .filter((part) => part !== "" && part !== ".")
      .map(partOf),
  );
}

const MOST_CHOICES = 256;
const BRACES = /\{([^{}]*)\}/;

/** `a{b,c}d` is `abd` and `acd`. */
function expandBraces(pattern: string): string[] {
  let paths = [pattern];
  while (paths.some((path) => BRACES.test(path))) {
    const expanded = paths.flatMap(expandFirst);
    if (expanded.length > MOST_CHOICES) break;
    paths = expanded;
  }
  return paths;
}

function expandFirst(pattern: string): string[] {
  const match = BRACES.exec(pattern);
  if (match === null) return [pattern];
  const [before, after] = [pattern.slice(0, match.index), pattern.slice(match.index + match[0].length)];
  return (match[1] as string).split(",").map((choice) => before + choice + after);
}

/**
 * What stands between two stars is looked for once, at its first place: that is enough for globs, and a name made for
 * the purpose cannot make the expression try them all.
 */
function toPart(part: string): GlobPart {
  if (part === "**" || !/[*?[]/.test(part)) return part;
  const segments = splitAtStars(part);
  const [first = "", last] = [segments.shift(), segments.pop()];
  const middle = segments.map((segment, i) => `(?=(.*?${segment}))\\${i + 1}`).join("");
  return new RegExp(`^${first}${middle}${last === undefined ? "" : `.*${last}`}$`, "s");
}

/** The expressions between runs of stars. */
function splitAtStars(part: string): string[] {
  const segments = [""];
  for (const [token] of part.matchAll(/\[[^\]]+\]|\*+|[^]/g)) {
    if (token.startsWith("*")) segments.push("");
    else segments[segments.length - 1] += token.length > 1 ? toClass(token) : toCharacter(token);
  }
  return segments;
}

function toCharacter(token: string): string {
  return token === "?" ? "." : token.replace(/[.+^$()|\\[\]{}/-]/, "\\$&");
}

/** A class of characters; one that makes no sense, such as `[z-a]`, matches nothing. */
function toClass(token: string): string {
  try {
    return new RegExp(token.replace(/^\[!/, "[^").replaceAll("\\", "\\\\")).source;
  } catch {
    return "(?!)";
  }
}
