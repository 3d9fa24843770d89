/**
 * Words of a command of an incron table. No shell sees it.
 *
 * Shape:  each blank ends a word, so that two of them have an empty one between; backslashes are taken off twice, once with
 *         the line and once with the word, so that a blank in a word is written `\\ `.
 * Source: incron, incrontab.cpp, IncronTabEntry::Parse(); usertable.cpp, PrepareArgs(); strtok.cpp.
 */
export function parseIncronWords(command: string): string[] {
  return stripBackslashes(command)
    .split(/(?<!\\) /)
    .map(stripBackslashes);
}

function stripBackslashes(text: string): string {
  return text.replace(/\\(\\?)/g, "$1");
}
