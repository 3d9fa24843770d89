/** Most commands and words that are taken from one line; what follows is still in the raw line. */
const MAX_WORDS = 256;

/**
 * Split one line of shell into simple commands of words, quotes taken off.
 *
 * Shape:  `cd / && FOO=1 "my prog" -x; b | c &` gives `[cd, /] [FOO=1, my prog, -x] [b] [c]`; redirections are left out;
 *         `$(…)` and backquotes stay inside their word.
 * Errors: an open quote runs to the end.
 * Source: POSIX.1-2017, Shell Command Language 2.2 and 2.3.
 */
export function parseShellWords(line: string): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let redirected = false;
  for (const token of shellTokens(line)) {
    if (token.kind === "redirect") redirected = true;
    else if (token.kind === "word" && redirected) redirected = false;
    else if (token.kind === "word") words.push(token.text);
    else {
      if (words.length > 0) commands.push(words);
      words = [];
    }
  }
  if (words.length > 0) commands.push(words);
  return commands;
}

interface Token {
  readonly kind: "word" | "separator" | "redirect";
  readonly text: string;
}

function shellTokens(line: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length && tokens.length < MAX_WORDS) {
    const char = line[at] as string;
    if (/\s/.test(char) && char !== "\n") at++;
    else if (char === "#") break;
    else if (/[;&|\n(){}]/.test(char) && !line.startsWith("&>", at) && isOperator(line, at)) {
      tokens.push({ kind: "separator", text: char });
      at++;
    } else {
      const token = takeToken(line, at);
      tokens.push(token);
      at += Math.max(token.length, 1);
    }
  }
  return tokens;
}

/** Braces are operators only as words of their own. */
function isOperator(line: string, at: number): boolean {
  return !/[{}]/.test(line[at] as string) || /^[\s;]?$/.test(line[at + 1] ?? "");
}

function takeToken(line: string, start: number): Token & { length: number } {
  const redirect = /^(?:\d*(?:<<<|<<-?|>>|>\||<>|[<>]&|[<>])|&>>?)/.exec(line.slice(start, start + 16));
  if (redirect !== null) return { kind: "redirect", text: redirect[0], length: redirect[0].length };
  let text = "";
  let at = start;
  while (at < line.length && !/[\s;&|<>()]/.test(line[at] as string)) {
    const piece = takePiece(line, at);
    text += piece.text;
    at += piece.length;
  }
  return { kind: "word", text, length: at - start };
}

/** One quoted part, one escape, one substitution, or one character. */
function takePiece(line: string, at: number): { text: string; length: number } {
  const char = line[at] as string;
  if (char === "'") return upTo(line, at, line.indexOf("'", at + 1));
  if (char === "`") return keepUpTo(line, at, line.indexOf("`", at + 1));
  if (char === '"') return doubleQuoted(line, at);
  if (char === "\\") return { text: line[at + 1] ?? "", length: 2 };
  if (line.startsWith("$(", at)) return keepUpTo(line, at, closing(line, at + 1));
  return { text: char, length: 1 };
}

function upTo(line: string, at: number, end: number): { text: string; length: number } {
  const stop = end < 0 ? line.length : end;
  return { text: line.slice(at + 1, stop), length: stop - at + 1 };
}

function keepUpTo(line: string, at: number, end: number): { text: string; length: number } {
  const stop = end < 0 ? line.length : end + 1;
  return { text: line.slice(at, stop), length: stop - at };
}

function doubleQuoted(line: string, at: number): { text: string; length: number } {
  let end = at + 1;
  while (end < line.length && line[end] !== '"') end += line[end] === "\\" ? 2 : 1;
  return { text: line.slice(at + 1, end).replace(/\\(["\\$`])/g, "$1"), length: end - at + 1 };
}

/** Index of the parenthesis that closes the one at `open`, -1 when none does. */
function closing(line: string, open: number): number {
  let depth = 0;
  for (let i = open; i < line.length; i++) {
    if (line[i] === "(") depth++;
    else if (line[i] === ")" && --depth === 0) return i;
  }
  return -1;
}
