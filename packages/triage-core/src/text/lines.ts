/**
 * Split text into lines at `\n` only. One trailing `\r` is taken off each line (CRLF files); a lone `\r` inside a line
 * stays, and a last line without `\n` counts. The empty text has no lines.
 */
export function splitLines(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}
