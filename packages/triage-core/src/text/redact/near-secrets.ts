import type { LosslessString } from "../lossless.ts";
import { namesProgram } from "./secret-options.ts";
import { NEAR_NAME } from "./secret-settings.ts";

/** Lines of a text that a name or a program of a secret may stand in. */
export interface Region {
  readonly start: number;
  readonly text: LosslessString;
}

const SHORT = 512;

/** Something that most texts have none of, and every text with a secret has. */
const MAYBE =
  /pass|pwd|pw\b|secret|token|key|cred|psk|auth|identified|kinit|sudo|cryptsetup|:\/\/|cookie|[?&;]sig|:AA|8Q~|\$[1-7agy]|:[!*]{0,2}\$|\{S?[SM]|\*[0-9A-F]{8}|[./\w]{13}:(?:\d+:\d*:|:\d+:|:{6})|[\w~.-]{16}/i;

/** Is a text worth a closer look? */
export function mayHoldSecrets(text: LosslessString): boolean {
  return MAYBE.test(text) || namesProgram(text);
}

/**
 * Where in a text names and programs are to be looked for: whole commands, with the lines that continue them and the one
 * behind, in which the value may stand.
 */
export function regionsOf(text: LosslessString): Region[] {
  if (text.length <= SHORT) return isNear(text) ? [{ start: 0, text }] : [];
  const regions: Region[] = [];
  let start = 0;
  let isWanted = false;
  let wasWanted = false;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, end);
    at = end;
    isWanted ||= isNear(line);
    if (line.endsWith("\\\n")) continue;
    const last = regions.at(-1);
    if (wasWanted && last !== undefined) regions[regions.length - 1] = { ...last, text: text.slice(last.start, end) };
    else if (isWanted) regions.push({ start, text: text.slice(start, end) });
    [wasWanted, isWanted, start] = [isWanted, false, end];
  }
  return regions;
}

function isNear(text: LosslessString): boolean {
  return NEAR_NAME.test(text) || namesProgram(text);
}
