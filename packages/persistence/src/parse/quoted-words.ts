/** How a format takes words with quotes apart. */
interface WordRules {
  /** Is this character, after a backslash, that character itself? `quote` is the open one. */
  readonly escapes: (char: string, quote: string | null) => boolean;
  /** An open quote runs to the end; otherwise the line is none. */
  readonly relaxed?: true;
}

const QUOTE = /["']/;

const RULES = {
  /** udev(7) RUN; systemd, src/basic/extract-word.c with EXTRACT_UNQUOTE, EXTRACT_RELAX and EXTRACT_RETAIN_ESCAPE. */
  udev: { escapes: () => false, relaxed: true },
  /** alpm-hooks(5) Exec; pacman, src/common/util-common.c, wordsplit(). */
  alpm: { escapes: (char, quote) => (quote === null ? QUOTE.test(char) : char === quote) },
  /** GLib, g_shell_parse_argv(). */
  glib: { escapes: (char, quote) => quote === null || (quote === '"' && /["\\$`\n]/.test(char)) },
} satisfies Readonly<Record<string, WordRules>>;

/** Split a command at its blanks, quotes taken off; null where a quote is open that must not be. */
export function parseQuotedWords(text: string, format: keyof typeof RULES): string[] | null {
  const rules: WordRules = RULES[format];
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] as string)) at++;
    else {
      const word = takeWord(text, at, rules);
      if (word === null) return null;
      words.push(word.text);
      at = word.end;
    }
  }
  return words;
}

/** The word at `at`, and where it ends. */
function takeWord(text: string, at: number, { escapes, relaxed }: WordRules): { text: string; end: number } | null {
  let word = "";
  let quote: string | null = null;
  let end = at;
  for (; end < text.length && (quote !== null || !/\s/.test(text[end] as string)); end++) {
    const char = text[end] as string;
    const next = text[end + 1] ?? "";
    if (char === "\\" && next !== "" && escapes(next, quote)) {
      word += next;
      end++;
    } else if (char === quote) quote = null;
    else if (quote === null && QUOTE.test(char)) quote = char;
    else word += char;
  }
  return quote === null || relaxed === true ? { text: word, end } : null;
}
