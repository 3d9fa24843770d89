/** Words that make a name that of a secret, wherever they stand in it. */
const SECRET_WORDS = new Set(
  "password passwords passwd passphrase passcode pass pwd pw secret secrets token tokens credential credentials creds apikey authkey authtoken psk".split(
    " ",
  ),
);

/** What makes a `key` a secret one when it stands before it. */
const KEY_KINDS = new Set(
  `api access private auth secret shared account signing encryption master session app deploy storage service preshared
  client admin webhook function license ssh stripe sendgrid hmac cipher crypt wep`.split(/\s+/),
);

/** Ends of names written in one word: `dbpassword`, `clientsecret`, `rootpw`; not sudo's `NOPASSWD`. */
const GLUED =
  /(?<!^no)(?:password|passwd|passphrase|secret|token|apikey|accesskey|privatekey|secretkey|authkey|sharedkey|accountkey|presharedkey|credentials)\d*$|^(?:root|bind|admin|db|user|my|smtp|ldap|mysql|ftp|http)(?:pass|pwd|pw)\d*$/;

/** Words behind a secret one that make it something else: a place, a kind, a number. */
const ATTRIBUTES = new Set(
  `file files path dir directory folder location fd stdin prompt cmd command program env var type kind name names id ids url uri
  endpoint host hostname port user username helper store provider manager service policy tries retries timeout ttl expiry
  expires expiration expire lifetime age days min max minimum maximum length len size count limit interval required enabled
  enable disabled disable mode format version algorithm alg method scheme field column param header prefix suffix pattern regex
  strength quality reset changed update updated rotation rotate scope scopes audience issuer check verify lang ref refs from
  mount volume reference rules hint cache ttl threshold warn inactive`.split(/\s+/),
);

/** Names come again and again, in every script of a kind. */
const known = new Map<string, boolean>();
const MOST_KNOWN = 4096;

/** Is a setting, option, key or variable of this name a secret? `PGPASSWORD`, `keyStorePassword`, `api-key`; not `token-file`. */
export function isSecretName(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (known.size >= MOST_KNOWN) known.clear();
  const isSecret = judge(name);
  known.set(name, isSecret);
  return isSecret;
}

function judge(name: string): boolean {
  const words = wordsOf(lastPart(name));
  const at = words.findLastIndex((word, i) => SECRET_WORDS.has(word) || GLUED.test(word) || isSecretKey(words, i));
  return at >= 0 && !words.slice(at + 1).some((word) => ATTRIBUTES.has(word));
}

function isSecretKey(words: readonly string[], at: number): boolean {
  return (words[at] === "key" || words[at] === "keys") && KEY_KINDS.has(words[at - 1] ?? "");
}

/** Private keys, and the tokens that clients of npm and Docker keep: not shown with redaction off either. */
export function isNameOfKey(name: string): boolean {
  return /private-?key$|key-data$|^-?auth-token$|^-auth$|^identity-?token$/.test(wordsOf(lastPart(name)).join("-"));
}

/** Of a dotted name what it ends in: `secret.example` is a host, `app.secret.key` a secret. */
function lastPart(name: string): string {
  return /[^.]*(?:\.(?:key|keys|value))?$/i.exec(name)?.[0] ?? name;
}

/** `keyStorePassword` as key, store, password. */
function wordsOf(name: string): string[] {
  return name
    .replace(/(?<=[a-z\d])(?=[A-Z])/g, "-")
    .toLowerCase()
    .split(/[^a-z\d]+/);
}
