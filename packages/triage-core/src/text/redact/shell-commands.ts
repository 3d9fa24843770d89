import type { LosslessString } from "../lossless.ts";

/** A word of a text read as a shell would, without what encloses it. */
export interface ShellWord {
  readonly text: LosslessString;
  readonly start: number;
}

/** A word with quotes, or one of the characters that end a command. A quote that its line does not close is a character. */
const PIECE = /(?<word>(?:\\[^]|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[^\s;|&()`<>\\]|\\$)+)|(?<end>[\n;|&()`])/g;
const ENCLOSED = /^(["'])([^]*)\1$/;

/** Commands of a text and their words, quotes around a whole word taken off; good enough to know options by. */
export function shellCommands(text: LosslessString): ShellWord[][] {
  const commands: ShellWord[][] = [];
  let words: ShellWord[] = [];
  for (const match of text.matchAll(PIECE)) {
    const word = match.groups?.["word"];
    if (word === undefined) {
      if (words.length > 0) commands.push(words);
      words = [];
    } else if (!/^\\\s*$/.test(word)) {
      const inner = ENCLOSED.exec(word)?.[2];
      words.push(inner === undefined ? { text: word, start: match.index } : { text: inner, start: match.index + 1 });
    }
  }
  return words.length > 0 ? [...commands, words] : commands;
}
