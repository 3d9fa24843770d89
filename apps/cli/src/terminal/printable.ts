/**
 * What a terminal, or the eye, would not show as itself: controls, format characters (bidi, zero width), line and
 * paragraph separators, lone surrogates, private and unassigned code points, ignorable fillers, spaces other than the
 * plain one, the blank braille cell.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x1b": "\\e" };

/** Combining marks on one base character beyond these are escaped, so that no text climbs out of its line. */
const MAX_MARKS = 3;

/** One character as shown: itself or its escape. Never split. */
export interface Cell {
  readonly text: string;
  /** Columns that it takes. */
  readonly width: number;
}

/**
 * A string of the host as cells that are safe on a terminal.
 *
 * Shape: `a<ESC>[31m` becomes `a`, `\e`, `[`, `3`, `1`, `m`; a backslash is doubled only where an escape stands beside
 *        it. Above U+007F the escape is `\u…`, since `\xNN` is the document's word for a byte that is not UTF-8.
 */
export function toCells(text: string): Cell[] {
  const escaping = needsEscape(text);
  const cells: Cell[] = [];
  let marks = MAX_MARKS; // a mark needs a base before it
  for (const char of text) {
    const mark = /\p{M}/u.test(char);
    marks = mark ? marks + 1 : 0;
    if (UNPRINTABLE.test(char) || (mark && marks > MAX_MARKS)) cells.push(escapeCell(char));
    else if (char === "\\" && escaping) cells.push({ text: "\\\\", width: 2 });
    else cells.push({ text: char, width: mark ? 0 : charWidth(char) });
  }
  return cells;
}

/** A string of the host, safe on a terminal, of any length. */
export function printable(text: string): string {
  return needsEscape(text)
    ? toCells(text)
        .map((cell) => cell.text)
        .join("")
    : text;
}

function needsEscape(text: string): boolean {
  return UNPRINTABLE.test(text) || /^\p{M}|\p{M}{4}/u.test(text);
}

function escapeCell(char: string): Cell {
  const code = char.codePointAt(0) as number;
  const hex = code.toString(16);
  const escape =
    code <= 0x7f ? `\\x${hex.padStart(2, "0")}` : code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
  const text = NAMED[char] ?? escape;
  return { text, width: text.length };
}

/** Columns of one printable character. Source: Unicode East_Asian_Width W and F, and Emoji_Presentation. */
function charWidth(char: string): number {
  const code = char.codePointAt(0) as number;
  if (code < 0x1100) return 1;
  return WIDE.some(([from, to]) => code >= from && code <= to) || /\p{Emoji_Presentation}/u.test(char) ? 2 : 1;
}

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];
