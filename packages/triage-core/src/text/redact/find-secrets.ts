import type { LosslessString } from "../lossless.ts";
import { isNameOfKey, isSecretName } from "./secret-name.ts";
import { NEAR_PROGRAM, type WordSpan } from "./secret-options.ts";
import { FIXED_SETTINGS, NEAR_SETTING, SETTING_FORMS } from "./secret-settings.ts";
import { NEAR_SHAPE, SECRET_SHAPES } from "./secret-shapes.ts";
import { isPlaceholder, isSecretValue } from "./secret-value.ts";
import { secretsOfWords } from "./secret-words.ts";
import { shellCommands } from "./shell-commands.ts";

/** Where in a text a secret stands. */
export interface SecretSpan {
  readonly start: number;
  readonly end: number;
  /** Taken out even when redaction is off. */
  readonly always: boolean;
}

/** Commands within quotes within commands: `ssh host "sh -c 'mysql -psecret'"`. */
const MOST_DEPTH = 3;

/** The secrets of a text, by name, by option, by shape; sorted, none over another. */
export function findSecrets(text: LosslessString): SecretSpan[] {
  return disjoint([...shaped(text), ...named(text), ...inCommands(text, 0)]);
}

/** The secrets of each argument, those that the argument before or the program gives away included. */
export function findSecretsOfArguments(argv: readonly LosslessString[]): SecretSpan[][] {
  const byWords = isWorthWords(argv.join(" ")) ? checked(argv, secretsOfWords(argv)) : [];
  return argv.map((text, word) =>
    disjoint([
      ...byWords.filter((span) => span.word === word).map(({ start, end }) => ({ start, end, always: false })),
      ...findSecrets(text),
    ]),
  );
}

function shaped(text: LosslessString): SecretSpan[] {
  if (!NEAR_SHAPE.test(text)) return [];
  return SECRET_SHAPES.flatMap(({ pattern, always = false }) =>
    [...text.matchAll(pattern)].map((match) => ({ ...rangeOf(match), always })),
  ).filter(({ start, end }) => !isPlaceholder(text.slice(start, end)));
}

function named(text: LosslessString): SecretSpan[] {
  if (!NEAR_SETTING.test(text)) return [];
  const values = SETTING_FORMS.flatMap(({ before, value }) =>
    [...text.matchAll(before)].flatMap(({ index, groups, 0: whole }) => {
      const key = groups?.["key"] as string;
      if (!isSecretName(key)) return [];
      value.lastIndex = index + whole.length;
      const match = value.exec(text);
      return match === null ? [] : [{ ...rangeOf(match), always: isNameOfKey(key) }];
    }),
  );
  const fixed = FIXED_SETTINGS.flatMap(({ pattern, always = false }) =>
    [...text.matchAll(pattern)].map((match) => ({ ...rangeOf(match), always })),
  );
  return [...values, ...fixed].filter(({ start, end }) => isSecretValue(text.slice(start, end)));
}

/** Where the one group of a match that took part, besides `key`, stands. */
function rangeOf({ indices }: RegExpExecArray): { readonly start: number; readonly end: number } {
  const [, range] =
    Object.entries(indices?.groups ?? {}).find(([name, at]) => name !== "key" && at !== undefined) ?? [];
  const [start, end] = range ?? [0, 0];
  return { start, end };
}

function inCommands(text: LosslessString, depth: number): SecretSpan[] {
  if (depth === MOST_DEPTH || !isWorthWords(text)) return [];
  return shellCommands(text).flatMap((words) => {
    const texts = words.map((word) => word.text);
    const own = checked(texts, secretsOfWords(texts)).map((span) => at(words[span.word]?.start ?? 0, span));
    const inner = words
      .filter((word) => /\s/.test(word.text) && word.text.length < text.length)
      .flatMap((word) => inCommands(word.text, depth + 1).map((span) => at(word.start, span)));
    return [...own, ...inner];
  });
}

function at(offset: number, { start, end }: { readonly start: number; readonly end: number }): SecretSpan {
  return { start: offset + start, end: offset + end, always: false };
}

function isWorthWords(text: LosslessString): boolean {
  return NEAR_SETTING.test(text) || NEAR_PROGRAM.test(text);
}

/** Those spans that may be secrets, without the quotes around them. */
function checked(words: readonly LosslessString[], spans: readonly WordSpan[]): WordSpan[] {
  return spans
    .map((span) => {
      const value = words[span.word]?.slice(span.start, span.end) ?? "";
      return /^(["'])[^]*\1$/.test(value) && value.length > 1
        ? { ...span, start: span.start + 1, end: span.end - 1 }
        : span;
    })
    .filter(({ word, start, end, variable }) => {
      const value = words[word]?.slice(start, end) ?? "";
      return variable ? isSecretValue(value) : !isPlaceholder(value);
    });
}

/** Sorted, and what overlaps made one. */
function disjoint(spans: readonly SecretSpan[]): SecretSpan[] {
  const merged: SecretSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push(span);
    else
      merged[merged.length - 1] = {
        start: last.start,
        end: Math.max(last.end, span.end),
        always: last.always || span.always,
      };
  }
  return merged;
}
