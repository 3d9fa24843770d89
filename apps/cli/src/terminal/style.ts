/** Ways to set off a piece of text that is already escaped. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  alarm(text: string): string;
}

const sgr =
  (code: number) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;

/** SGR colours, or nothing at all. */
export function styleFor(colour: boolean): Style {
  const plain = (text: string): string => text;
  return colour ? { bold: sgr(1), dim: sgr(2), alarm: sgr(31) } : { bold: plain, dim: plain, alarm: plain };
}
