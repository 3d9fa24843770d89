/** One command of an `Exec*=` setting. */
export interface ExecCommand {
  /** The special characters before the path: `@ - : + ! |`. */
  readonly prefix: string;
  /** Words after unquoting; `$VAR` and `%x` are left as written. With prefix `@` the second word is argv[0]. */
  readonly argv: readonly string[];
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  s: " ",
};

/**
 * Split the value of an `Exec*=` setting into commands and words.
 *
 * Shape:  `-/bin/a "b c" ; /bin/d`: a lone `;` word separates commands, quotes hold words together, C escapes work.
 * Errors: an open quote runs to the end of the line.
 * Source: systemd.service(5), "Command lines".
 */
export function parseExecLine(value: string): ExecCommand[] {
  const commands: ExecCommand[] = [];
  let words: string[] = [];
  for (const word of [...splitWords(value), null]) {
    if (word !== null && word.raw !== ";") {
      words.push(word.text);
      continue;
    }
    if (words.length > 0) commands.push(toCommand(words));
    words = [];
  }
  return commands;
}

function toCommand(words: readonly string[]): ExecCommand {
  const [first = "", ...rest] = words;
  const prefix = /^[@\-:+!|]*/.exec(first)?.[0] ?? "";
  return { prefix, argv: [first.slice(prefix.length), ...rest] };
}

interface Word {
  readonly raw: string;
  readonly text: string;
}

/** Words of a systemd command line, unquoted and unescaped. */
function splitWords(value: string): Word[] {
  return [...value.matchAll(/(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?|\\$)+/g)].map(
    ([raw]) => ({
      raw,
      text: raw === "\\;" ? ";" : unquote(raw),
    }),
  );
}

function unquote(raw: string): string {
  let text = "";
  let quote: string | null = null;
  for (let i = 0; i < raw.length; i++) {
    const char = raw[i] as string;
    if (char === "\\" && i + 1 < raw.length) {
      const [decoded, used] = decodeEscape(raw, i + 1);
      text += decoded;
      i += used;
    } else if (char === quote) quote = null;
    else if (quote === null && (char === '"' || char === "'")) quote = char;
    else text += char;
  }
  return text;
}

/** The character behind an escape at `at`, and how many characters it took. */
function decodeEscape(raw: string, at: number): [string, number] {
  const hex = /^x([0-9a-fA-F]{2})|^u([0-9a-fA-F]{4})|^([0-3][0-7]{2})/.exec(raw.slice(at, at + 5));
  if (hex !== null) {
    const digits = hex[1] ?? hex[2];
    const code = digits === undefined ? Number.parseInt(hex[3] as string, 8) : Number.parseInt(digits, 16);
    return [String.fromCharCode(code), hex[0].length];
  }
  const char = raw[at] as string;
  return [ESCAPES[char] ?? (/["'\\\s;]/.test(char) ? char : `\\${char}`), 1];
}
