import type { SecretShape } from "./secret-shapes.ts";

/** What a name stands in before its value, and the value: a group that is not `key`. */
export interface SettingForm {
  readonly before: RegExp;
  readonly value: RegExp;
}

const KEY = "(?<key>[\\w.-]{2,80})";

/** Unquoted, up to what ends a word in a shell, in mount options and in addresses. */
const BARE = "(?<bare>(?:[^\\s\"'`;&|<>(),\\\\]+|\\\\.|,(?![\\w.-]{1,80}=))+)";
const VALUE = new RegExp(
  `\\\\"(?<escaped>[^"\\\\\\n]{1,4096})\\\\"|"(?<double>(?:\\\\.|[^"\\\\\\n]){1,4096})"|'(?<single>[^'\\n]{1,4096})'|(?<expression>\\$\\{[^}\\s]*\\}|\\$\\([^)\\n]*)|${BARE}`,
  "dy",
);

/** Where a value stands beside its name; whether it is a secret is decided by both. */
export const SETTING_FORMS: readonly SettingForm[] = [
  // name=value, name: value, "name": "value", name => 'value', \"name\":\"value\"
  {
    before: new RegExp(`(?<![\\w./-])-{0,2}${KEY}(?:\\\\?["'])?\\]?\\s{0,4}(?:=>|:=|[=:])\\s{0,4}`, "g"),
    value: VALUE,
  },
  // "name=a value with blanks"
  { before: new RegExp(`"${KEY}=`, "g"), value: /(?<whole>[^"\n]{1,4096})"/dy },
  { before: new RegExp(`'${KEY}=`, "g"), value: /(?<whole>[^'\n]{1,4096})'/dy },
  // ["--name", "value"]
  { before: new RegExp(`["']--?${KEY}["']\\s{0,4},\\s{0,4}`, "g"), value: /["'](?<whole>[^"'\n]{1,4096})["']/dy },
  // {"name": "NAME", "value": "value"}, <x name="NAME" value="value">, - name: NAME, value: value
  {
    before: new RegExp(
      `\\b(?:name|key)["']?\\s{0,4}[:=]\\s{0,4}["']?${KEY}["']?[,\\s]\\s{0,80}["']?value["']?\\s{0,4}[:=]\\s{0,4}`,
      "gi",
    ),
    value: VALUE,
  },
  // <name>value</name>
  { before: new RegExp(`<${KEY}>\\s{0,80}`, "g"), value: /(?<whole>[^<\s][^<]{0,4095})<\//dy },
];

/** Settings that their syntax names: netrc, SQL, npm, docker, a password piped into a program. */
export const FIXED_SETTINGS: readonly SecretShape[] = [
  { pattern: /\blogin\s{1,80}\S{1,256}\s{1,80}password\s{1,80}(?<secret>\S+)/dg },
  {
    pattern:
      /\b(?:identified\s{1,4}(?:with\s{1,4}\S{1,64}\s{1,4})?by|password)\s{1,4}\(?["'](?<secret>[^"'\n]+)["']/dgi,
  },
  { pattern: /\bset\s{1,4}password\b[^\n]{0,128}?=\s{0,4}(?:password\()?["'](?<secret>[^"'\n]+)["']/dgi },
  { pattern: /(?<![\w.-])_auth\s{0,4}=\s{0,4}["']?(?<secret>[^\s"']+)/dg, always: true },
  { pattern: /"auth"\s{0,4}:\s{0,4}"(?<secret>[A-Za-z0-9+/=]{8,})"/dg, always: true },
  {
    pattern:
      /\b(?:echo|printf)\s{1,4}(?:-n\s{1,4}|["']?%s(?:\\n)?["']?\s{1,4})?["']?(?:[\w.-]{1,64}:)?(?<secret>[^\s"'|\\]+)(?:\\n)?["']?\s{0,4}\|[^|\n]{0,128}(?:\bchpasswd|\bpasswd\s[^|\n]{0,64}--stdin|\bsudo\s[^|\n]{0,64}-\w*S\b|--password-stdin|\bcryptsetup|\bkinit)/dg,
  },
];

/** Something that stands near every secret that a name gives away. */
export const NEAR_NAME: RegExp =
  /pass|pwd|pw\b|secret|token|key|cred|psk|_auth|"auth"|identified|kinit|sudo|cryptsetup/i;
