/** One value of an apt configuration, with the whole name of its key. */
export interface AptSetting {
  /** `APT::Update::Pre-Invoke`, without the `::` of a list. */
  readonly key: string;
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}

/** Blocks within blocks that still have a part in a name: no option of apt lies that deep, and names must not grow without end. */
const DEEPEST = 32;

const TOKEN = /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|#[^\n]*|"(?:[^"\\]|\\[\s\S])*"?|[{};]|[^\s{};"]+|\n/g;

/**
 * Flatten an apt configuration.
 *
 * Shape:  `A::B "x";`, `A { B { "x"; "y"; }; C "z"; };`, list keys `A::B:: "x"`; comments `//`, `/* … *\/`, `#`.
 * Errors: blocks and quotes left open end with the file.
 * Source: apt.conf(5).
 */
export function parseAptConf(text: string): AptSetting[] {
  const settings: AptSetting[] = [];
  const scopes: string[] = [];
  let word = "";
  let line = 1;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith('"')) settings.push({ key: nameOf(scopes, word), value: unquote(token), line });
    else if (token === "{") scopes.push(word);
    else if (token === "}") scopes.pop();
    else if (/^[^\s;#/]|^\/[^/*]/.test(token)) {
      if (word !== "" && token !== word) settings.push({ key: nameOf(scopes, word), value: token, line });
      word = token;
    }
    if (/^["{};]/.test(token)) word = "";
    line += token.split("\n").length - 1;
  }
  return settings;
}

function nameOf(scopes: readonly string[], word: string): string {
  return [...scopes.slice(0, DEEPEST), word].join("::").replace(/:{3,}/g, "::").replace(/:+$/, "");
}

function unquote(token: string): string {
  return token.slice(1, token.endsWith('"') && token.length > 1 ? -1 : undefined).replace(/\\(["\\])/g, "$1");
}
