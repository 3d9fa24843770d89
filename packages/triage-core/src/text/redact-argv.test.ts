import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactArgv } from "./redact-argv.ts";

const hash = () => "h";
const redact = (...argv: string[]) => redactArgv(argv, hash).argv;
const X = "[redacted:h]";

describe("redactArgv", () => {
  test.each([
    [
      ["x", "--password=hunter2"],
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
      ["env", "AWS_SECRET_ACCESS_KEY=abc", "y"],
      ["env", `AWS_SECRET_ACCESS_KEY=${X}`, "y"],
    ],
    [
      ["sh", "-c", "TOKEN=abc curl http://u:p@h/"],
      ["sh", "-c", `TOKEN=${X} curl http://u:${X}@h/`],
    ],
    [
      ["curl", "-H", "Authorization: Bearer abc.def"],
      ["curl", "-H", `Authorization: Bearer ${X}`],
    ],
    [
      ["curl", "-u", "alice:pw"],
      ["curl", "-u", X],
    ],
    [
      ["/usr/bin/mysql", "-uroot", "-phunter2"],
      ["/usr/bin/mysql", "-uroot", `-p${X}`],
    ],
    [
      ["sshpass", "-p", "pw", "ssh"],
      ["sshpass", "-p", X, "ssh"],
    ],
    [
      ["x", "ghp_0123456789abcdefABCDEF0123456789abcd"],
      ["x", X],
    ],
    [
      ["x", '{"password": "a b"}'],
      ["x", `{"password": "${X} b"}`],
    ],
  ])("%j", (argv, expected) => {
    expect(redact(...argv)).toEqual(expected);
  });

  test.each([
    [["x", "--password-file", "/etc/pw"]],
    [["x", "--password-file=/etc/pw"]],
    [["x", "--tokenizer=bpe"]],
    [["x", "--token", "--next"]],
    [["tar", "-p", "file"]],
    [["ssh", "-p", "22", "host"]],
    [["passwd", "alice"]],
    [["x", "http://host/path"]],
  ])("left alone: %j", (argv) => {
    expect(redact(...argv)).toEqual(argv);
    expect(redactArgv(argv, hash).redacted).toBe(0);
  });

  test("counts what it hid", () => {
    expect(redactArgv(["x", "--token=a", "--secret", "b"], hash).redacted).toBe(2);
  });

  test.each(["password", "token=", "://", "://a:", "a", "-", "--secret ", "authorization:", "eyJ"])(
    "32 KiB of %j end",
    (piece) => {
      expect(redact("x", piece.repeat(32_768 / piece.length))).toHaveLength(2);
    },
    10_000,
  );

  test("any arguments: as many come back", () => {
    const arg = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("--password", "-p", "token=x", "://a:b@"));
    fc.assert(
      fc.property(fc.array(arg), (argv) => {
        expect(redactArgv(argv, hash).argv).toHaveLength(argv.length);
      }),
    );
  });
});
