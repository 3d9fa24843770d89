import { splitLines } from "../../text/lines.ts";

/**
 * The variables of an os-release file.
 *
 * Shape:  `NAME="Debian GNU/Linux"`; shell-like quoting, `#` comments; a line that is no assignment is left out, the
 *         last of equal names wins.
 * Source: os-release(5)
 */
export function parseOsRelease(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const line of splitLines(text)) {
    const match = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(line);
    if (match !== null) variables.set(match[1] as string, unquote((match[2] as string).trim()));
  }
  return variables;
}

function unquote(value: string): string {
  const quote = value[0];
  if (quote === "'" && value.endsWith("'") && value.length > 1) return value.slice(1, -1);
  const isDouble = quote === '"' && value.endsWith('"') && value.length > 1;
  return (isDouble ? value.slice(1, -1) : value).replace(/\\(["$`\\])/g, "$1");
}
