/** A pattern whose group `secret` is one. */
export interface SecretShape {
  readonly pattern: RegExp;
  /** Taken out even when redaction is off. */
  readonly always?: true;
  /** One of these stands in every text that holds such a secret; looked for first, as it costs least. */
  readonly near?: readonly string[];
}

/** Start of a token, and how many characters follow at least. Sources: the issuers' documentation of their tokens. */
const TOKEN_STARTS: readonly (readonly [start: string, least: number])[] = [
  ["(?:AKIA|ASIA|ABIA|ACCA)(?=[A-Z2-7]{16}(?![A-Za-z0-9]))", 16], // AWS
  ["AIza", 35], // Google
  ["ya29\\.", 20],
  ["1\\/\\/0", 30],
  ["GOCSPX-", 20],
  ["gh[pousr]_", 20], // GitHub
  ["github_pat_", 20],
  ["gl(?:pat|dt|rt|ptt|cbt|ft|imt|soat|agent|oas)-", 16], // GitLab
  ["GR1348941", 16],
  ["xox[abeoprs]-", 10], // Slack
  ["xapp-\\d-", 10],
  ["[rs]k_(?:live|test)_", 10], // Stripe
  ["whsec_", 16],
  ["npm_(?=[A-Za-z0-9]{36})", 36],
  ["pypi-AgE", 16],
  ["rubygems_", 40],
  ["dckr_[po]at_", 16], // Docker
  ["SWMTKN-1-", 20],
  ["SG\\.", 40], // SendGrid
  ["sk-(?:(?:proj|ant|svcacct|or-v1)-|(?=[A-Za-z0-9]{20}))", 20], // OpenAI, Anthropic, OpenRouter
  ["hf_(?=[A-Za-z0-9]{30})", 30], // Hugging Face
  ["hv[sbr]\\.", 20], // Vault
  ["do[oprt]_v1_", 40], // DigitalOcean
  ["dapi", 32], // Databricks
  ["shp(?:at|ca|pa|ss)_", 30], // Shopify
  ["sq0(?:atp|csp)-", 20], // Square
  ["(?:lin_api|sbp|nfp|ntn|figd|glsa|glc|sntrys|sntryu|pul|aio|fo1)_(?=[A-Za-z0-9]{20})", 20],
  ["(?:PMAK|NRAK|HRKU|tskey)-", 16],
  ["dp\\.(?:pt|st|ct|sa)\\.", 20], // Doppler
  ["dt0c01\\.", 20], // Dynatrace
  ["AT(?:ATT|CTT|BB)[A-Za-z0-9]", 20], // Atlassian
  ["LTAI(?=[A-Za-z0-9]{12,20}(?![A-Za-z0-9]))", 12], // Alibaba
  ["AKID(?=[A-Za-z0-9]{32}(?![A-Za-z0-9]))", 32], // Tencent
  ["\\w{14}\\.atlasv1\\.", 40], // Terraform
];

/** What the starts above begin with. */
const NEAR_TOKEN =
  "AKIA ASIA ABIA ACCA AIza ya29. 1//0 GOCSPX- ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- gldt- glrt- glptt- glcbt- glft- glimt- glsoat- glagent- gloas- GR1348941 xox xapp- _live_ _test_ whsec_ npm_ pypi- rubygems_ dckr_ SWMTKN SG. sk- hf_ hvs. hvb. hvr. _v1_ dapi shpat_ shpca_ shppa_ shpss_ sq0 lin_api_ sbp_ nfp_ ntn_ figd_ glsa_ glc_ sntry pul_ aio_ fo1_ PMAK- NRAK- HRKU- tskey- dp.pt. dp.st. dp.ct. dp.sa. dt0c01. ATATT ATCTT ATBB LTAI AKID .atlasv1.".split(
    " ",
  );

const starts = TOKEN_STARTS.map(([start, least]) => `${start}[\\w.~-]{${least},}`).join("|");

/** Between the lines of a key file: line ends, also those of JSON and of quoted text. */
const GAP = "(?:\\s|\\\\[nrt]|[\"',#])*";
const KEY_LINE =
  "(?:Proc-Type: 4,ENCRYPTED|DEK-Info: [A-Z0-9-]+,[0-9A-Fa-f]+|(?:Version|Comment|Hash): [^\\n]{0,80}|[A-Za-z0-9+/=]{40,})";
const LAST_LINE = "[A-Za-z0-9+/=]{1,76}";
const KEY_END = "-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----";

/** Tokens, keys, hashes and headers, known by what they look like; never by how random they are. */
export const SECRET_SHAPES: readonly SecretShape[] = [
  {
    always: true,
    near: ["PRIVATE KEY"],
    pattern: new RegExp(
      `(?<secret>-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:${GAP}${KEY_LINE})+(?:${GAP}${LAST_LINE}(?=${GAP}-----END))?(?:${GAP}${KEY_END})?)`,
      "dg",
    ),
  },
  {
    always: true,
    near: ["PRIVATE KEY"],
    pattern: new RegExp(
      `(?<![A-Za-z0-9+/=])(?<secret>(?:[A-Za-z0-9+/=]{40,76}\\s+){1,80}(?:${LAST_LINE}\\s+)?${KEY_END})`,
      "dg",
    ),
  },
  { always: true, near: ["AGE-SECRET"], pattern: /(?<secret>AGE-SECRET-KEY-1[A-Z0-9]{40,})/dg },
  {
    always: true, // crypt(5), RFC 2307, MySQL
    near: ["$", "{S", "{M", "*"],
    pattern:
      /(?<secret>\$(?:1\$[./\w]{1,8}\$[./\w]{22}|apr1\$[./\w]{1,8}\$[./\w]{22}|5\$(?:rounds=\d+\$)?[./\w]{1,16}\$[./\w]{43}|6\$(?:rounds=\d+\$)?[./\w]{1,16}\$[./\w]{86}|g?y\$[./\w]+\$[./\w]{1,86}\$[./\w]{43}|7\$[./\w]{10,}\$[./\w]{43}|2[abxy]?\$\d\d\$[./\w]{53}|argon2id?d?\$[^\s"']{30,})|\{(?:S?SHA(?:256|512)?|S?MD5)\}[\w+/]{20,}={0,2}|(?<!\w)\*[0-9A-F]{40}(?!\w))/dg,
  },
  {
    always: true, // a line of shadow(5) or passwd(5) whose hash has no sign of its own, as one of DES, or one that we do not know
    near: [":"],
    pattern: /^[\w.@-]{1,64}\$?:[!*]{0,2}(?<secret>\$[^:\s]{8,}|_?[./0-9A-Za-z]{13,}):(?:\d+:\d*:|:\d+:|:{6})/dgm,
  },
  { near: NEAR_TOKEN, pattern: new RegExp(`(?<![A-Za-z0-9])(?<secret>${starts})`, "dg") },
  { near: ["eyJ"], pattern: /(?<![\w-])(?<secret>eyJ[\w-]{8,}\.[\w-]{2,}(?:\.[\w-]*){0,3})/dg }, // JSON web tokens
  { near: ["8Q~"], pattern: /(?<![\w~.-])(?<secret>[\w~.-]{3}8Q~[\w~.-]{31,34})(?![\w~.-])/dg }, // Azure client secrets
  { near: ["SK"], pattern: /(?<![A-Za-z0-9])(?<secret>SK[0-9a-f]{32})(?![A-Za-z0-9])/dg }, // Twilio
  { near: [":AA"], pattern: /(?<![\w:])\d{8,10}:(?<secret>AA[\w-]{33})(?![\w-])/dg }, // Telegram bots
  { pattern: /(?<![\w.-])(?<secret>[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40})(?![\w.-])/dg }, // Discord bots
  {
    near: ["hooks.slack.com"],
    pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[\w/-]{20,})/dg,
  },
  { near: ["/api/webhooks/"], pattern: /discord(?:app)?\.com\/api\/webhooks\/\d+\/(?<secret>[\w-]{20,})/dg },
  { near: ["://"], pattern: /:\/\/[^\s/:@"'<>]*:(?<secret>[^\s/"'<>]+)(?=@)/dg }, // user information of addresses
  {
    near: ["="],
    pattern: /[?&;](?:sig|X-(?:Amz|Goog)-(?:Signature|Security-Token|Credential))=(?<secret>[\w%+/=.~-]+)/dgi,
  },
  {
    near: ["uthorization", "UTHORIZATION"],
    pattern:
      /authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:AWS4-HMAC-SHA256|Digest|Hawk|OAuth|SharedKey(?:Lite)?)\s{1,4}(?<secret>[^"'\n\r]+)|(?:[A-Za-z][\w-]{0,20}[ \t]{1,4})?(?<bare>[^\s"'\\]+))/dgi,
  },
  { near: ["ookie:", "OOKIE:"], pattern: /(?<![\w-])(?:set-)?cookie:\s{0,4}(?<secret>[^"'\n\r]+)/dgi },
];
