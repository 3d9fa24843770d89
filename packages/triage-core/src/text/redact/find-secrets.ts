import type { LosslessString } from "../lossless.ts";
import { mayHoldSecrets, regionsOf } from "./near-secrets.ts";
import { isNameOfKey, isSecretName } from "./secret-name.ts";
import type { WordSpan } from "./secret-options.ts";
import { FIXED_SETTINGS, NEAR_NAME, SETTING_FORMS, type SettingForm } from "./secret-settings.ts";
import { SECRET_SHAPES } from "./secret-shapes.ts";
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
const BLANK = /\s/;

/** The secrets of a text, by name, by option, by shape; sorted, none over another. */
export function findSecrets(text: LosslessString): SecretSpan[] {
  if (!mayHoldSecrets(text)) return [];
  const near = regionsOf(text).flatMap((region) =>
    [...named(region.text), ...inCommands(region.text, 0)].map((span) => shift(region.start, span)),
  );
  return disjoint([...shaped(text), ...near]);
}

/** The secrets of each argument, those that the argument before or the program gives away included. */
export function findSecretsOfArguments(argv: readonly LosslessString[]): SecretSpan[][] {
  if (!mayHoldSecrets(argv.join("\n"))) return [];
  const byWords = checked(argv, secretsOfWords(argv));
  return argv.map((text, word) =>
    disjoint([...byWords.filter((span) => span.word === word).map((span) => shift(0, span)), ...findSecrets(text)]),
  );
}

function shaped(text: LosslessString): SecretSpan[] {
  return SECRET_SHAPES.filter(({ near }) => near === undefined || near.some((part) => text.includes(part)))
    .flatMap(({ pattern, always = false }) =>
      [...text.matchAll(pattern)].map((match) => ({ ...rangeOf(match), always })),
    )
    .filter(({ start, end }) => !isPlaceholder(text.slice(start, end)));
}

function named(text: LosslessString): SecretSpan[] {
  if (!NEAR_NAME.test(text)) return [];
  const fixed = FIXED_SETTINGS.flatMap(({ pattern, always = false }) =>
    [...text.matchAll(pattern)].map((match) => ({ ...rangeOf(match), always })),
  ).filter(({ start, end }) => isSecretValue(text.slice(start, end)));
  return [...SETTING_FORMS.flatMap((form) => settingsIn(text, form)), ...fixed];
}

/** What is found in a secret is part of it, so the search goes on behind. */
function settingsIn(text: LosslessString, { before, value }: SettingForm): SecretSpan[] {
  const found: SecretSpan[] = [];
  before.lastIndex = 0;
  for (let match = before.exec(text); match !== null; match = before.exec(text)) {
    const key = match.groups?.["key"] as string;
    if (!isSecretName(key)) continue;
    value.lastIndex = before.lastIndex;
    const secret = value.exec(text);
    if (secret === null) continue;
    const { start, end } = rangeOf(secret);
    if (!isSecretValue(text.slice(start, end))) continue;
    found.push({ start, end, always: isNameOfKey(key) });
    before.lastIndex = end;
  }
  return found;
}

/** Where the one group of a match that took part, besides `key`, stands. */
function rangeOf({ indices }: RegExpExecArray): { readonly start: number; readonly end: number } {
  const [, range] =
    Object.entries(indices?.groups ?? {}).find(([name, at]) => name !== "key" && at !== undefined) ?? [];
  const [start, end] = range ?? [0, 0];
  return { start, end };
}

function inCommands(text: LosslessString, depth: number): SecretSpan[] {
  if (depth === MOST_DEPTH || !BLANK.test(text)) return [];
  return shellCommands(text).flatMap((words) => {
    const texts = words.map((word) => word.text);
    const own = checked(texts, secretsOfWords(texts)).map((span) => shift(words[span.word]?.start ?? 0, span));
    const inner = words
      .filter((word) => BLANK.test(word.text) && word.text.length < text.length)
      .flatMap((word) => inCommands(word.text, depth + 1).map((span) => shift(word.start, span)));
    return [...own, ...inner];
  });
}

function shift(
  offset: number,
  { start, end, always = false }: Omit<SecretSpan, "always"> & Partial<SecretSpan>,
): SecretSpan {
  return { start: offset + start, end: offset + end, always };
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
