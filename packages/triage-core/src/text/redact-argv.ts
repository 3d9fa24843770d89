import { type LosslessString, toText } from "./lossless.ts";

/** Words that name a secret; `token` is not part of `tokenizer`, nor `pass` of `passive`. */
const SECRET_WORD =
  "(?:passw(?:or)?d|passphrase|pwd|secret|token(?![a-z])|api[-_]?key|access[-_]?key|private[-_]?key|auth[-_]?key|credentials?)";
/** Ends of option names whose value is a place to find the secret in, not the secret. */
const PLACE = /(?:file|path|dir|fd|stdin|prompt|cmd|command|env|type|name|id|url|uri)$/i;

/** What stands before a secret within one argument, and the secret. No pattern looks at a byte more than twice. */
const INLINE: readonly RegExp[] = [
  new RegExp(
    `(?<before>${SECRET_WORD}(?<rest>[\\w.-]{0,40})["']?\\s{0,4}[=:]\\s{0,4}["']?)(?<secret>[^\\s"'&;,]+)`,
    "gi",
  ),
  new RegExp(
    `(?<before>--?[\\w-]{0,20}${SECRET_WORD}(?<rest>[\\w.-]{0,40})\\s{1,4})(?<secret>[^\\s"'-][^\\s"']*)`,
    "gi",
  ),
  /(?<before>:\/\/[^\s/:@]*:)(?<secret>[^\s/@]+)(?=@)/g,
  /(?<before>authorization:\s{0,4}(?:(?:bearer|basic|token|digest)\s{1,4})?)(?<secret>[^\s"']+)/gi,
  /(?<before>\b)(?<secret>(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-|hvs\.|eyJ[\w-]{10,40}\.)[\w.-]{16,})/g,
];

/** What every secret that a pattern finds has near it; most texts have none of these. */
const NEAR_SECRET = /pass|pwd|secret|token|key|credential|:\/\/|authorization|gh[pousr]_|_pat_|glpat|xox|sk-|hvs|eyJ/i;

/** An option that is followed by its secret as the next argument. */
const SECRET_OPTION = new RegExp(`^--?[\\w-]{0,20}${SECRET_WORD}[\\w.-]{0,40}$`, "i");

/** Programs with short options of their own: the next argument, or the rest of this one, is the secret. */
const PROGRAM_OPTIONS: readonly { readonly program: RegExp; readonly attached?: RegExp; readonly next?: RegExp }[] = [
  { program: /^(?:mysql|mariadb)/, attached: /^(?<before>-p)(?<secret>.+)$/s },
  { program: /^sshpass$/, attached: /^(?<before>-p)(?<secret>.+)$/s, next: /^-p$/ },
  {
    program: /^curl$/,
    attached: /^(?<before>(?:-u|--user=)[^:]*:)(?<secret>.+)$/s,
    next: /^(?:-u|--user|-U|--proxy-user)$/,
  },
  { program: /^redis-cli$/, next: /^-a$/ },
  { program: /^ldap/, next: /^-w$/ },
  { program: /^openssl$/, attached: /^(?<before>pass:)(?<secret>.+)$/s, next: /^-k$/ },
  { program: /^(?:smbclient|net|rpcclient)$/, attached: /^(?<before>[^%]+%)(?<secret>.+)$/s },
];

/** Arguments without their secrets; each secret became `[redacted:HASH]`, equal secrets the same hash. */
export interface RedactedArgv {
  readonly argv: readonly LosslessString[];
  readonly redacted: number;
}

/** Take secrets out of arguments by rule: named options and assignments, URLs, headers, options of known programs. */
export function redactArgv(argv: readonly LosslessString[], hash: (value: string) => string): RedactedArgv {
  let redacted = 0;
  const hide = (secret: string): string => {
    redacted++;
    return `[redacted:${hash(toText(secret).text)}]`;
  };
  const program = (argv[0] ?? "").replace(/^.*\//s, "");
  const options = PROGRAM_OPTIONS.find((one) => one.program.test(program));
  const isNext = (before: string): boolean =>
    options?.next?.test(before) === true || (SECRET_OPTION.test(before) && !PLACE.test(before));
  const clean = argv.map((arg, i) => {
    const before = i === 0 ? "" : (argv[i - 1] as string);
    if (i > 0 && arg !== "" && !arg.startsWith("-") && isNext(before)) return hide(arg);
    return redactInline(i > 0 && options?.attached !== undefined ? replace(arg, options.attached, hide) : arg, hide);
  });
  return { argv: clean, redacted };
}

/** Take secrets out of one text, such as the value of an environment variable. */
export function redactText(text: LosslessString, hash: (value: string) => string): LosslessString {
  return redactInline(text, (secret) => `[redacted:${hash(toText(secret).text)}]`);
}

function redactInline(text: LosslessString, hide: (secret: string) => string): LosslessString {
  if (!NEAR_SECRET.test(text)) return text;
  return INLINE.reduce((left, pattern) => replace(left, pattern, hide), text);
}

function replace(text: LosslessString, pattern: RegExp, hide: (secret: string) => string): LosslessString {
  return text.replace(pattern, (...match) => {
    const { before = "", rest = "", secret = "" } = match.at(-1) as Record<string, string | undefined>;
    if (PLACE.test(rest) || secret.startsWith("[redacted:")) return before + secret;
    return before + hide(secret);
  });
}
