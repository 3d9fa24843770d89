import type { LosslessString } from "../lossless.ts";
import { isSecretName } from "./secret-name.ts";
import { secretsOfPrograms, type WordSpan } from "./secret-options.ts";

const ASSIGNED = /^(?<option>--?|\/)?(?<key>[\w.-]{2,80})[=:](?=[^])/;
const OPTION = /^--?(?<key>[\w.-]{2,80})$/;
const SETTER = /^(?:set|config|configure|--global|--add)$/;
/** Behind these the argument is a text of commands. */
const COMMAND_OPTION = /^-\w*[ce]$/;

/** Secrets in the words of one command: `NAME=secret`, `--name secret`, `config set name secret`, options of programs. */
export function secretsOfWords(words: readonly LosslessString[]): WordSpan[] {
  return [...words.flatMap((text, word) => spanOfWord(words, text, word)), ...secretsOfPrograms(words)];
}

function spanOfWord(words: readonly LosslessString[], text: LosslessString, word: number): WordSpan[] {
  const end = text.length;
  if (text !== "" && !text.startsWith("-") && isNamedBefore(words, word)) return [{ word, start: 0, end }];
  const assigned = ASSIGNED.exec(text);
  if (assigned === null || !isSecretName(assigned.groups?.["key"] as string)) return [];
  const start = assigned[0].length;
  if (assigned.groups?.["option"] !== undefined) return [{ word, start, end }];
  return COMMAND_OPTION.test(words[word - 1] ?? "") ? [] : [{ word, start, end, variable: true }];
}

function isNamedBefore(words: readonly LosslessString[], word: number): boolean {
  const before = words[word - 1];
  if (before === undefined) return false;
  const option = OPTION.exec(before)?.groups?.["key"];
  if (option !== undefined) return isSecretName(option);
  return SETTER.test(words[word - 2] ?? "") && isSecretName(before.slice(before.search(/[^:/]*$/)));
}
