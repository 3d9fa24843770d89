import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeLossless } from "../../text/lossless.ts";
import { parsePasswd } from "./passwd.ts";

const anyText = fc.uint8Array({ maxLength: 400 }).map((bytes) => decodeLossless(bytes));

test("accounts of a passwd file with NIS lines, an empty shell and an invalid byte", () => {
  const text = [
    "root:x:0:0:root:/root:/bin/bash",
    "bin:*:1:1:bin:/bin:",
    "caf\uDCE9:x:1000:1000::/home/x:/bin/sh",
    "+@admins::::::",
    "-eve::::::",
    "# comment",
    "",
  ].join("\n");
  expect(parsePasswd(text)).toEqual({
    accounts: [
      { name: "root", uid: 0, gid: 0, home: "/root", shell: "/bin/bash" },
      { name: "bin", uid: 1, gid: 1, home: "/bin", shell: "" },
      { name: "caf\uDCE9", uid: 1000, gid: 1000, home: "/home/x", shell: "/bin/sh" },
    ],
    malformed: 0,
  });
});

test.each([
  ["no name", ":x:0:0::/:/bin/sh"],
  ["uid not a number", "a:x:zero:0::/:/bin/sh"],
  ["uid negative", "a:x:-1:0::/:/bin/sh"],
  ["gid missing", "a:x:0:::/:/bin/sh"],
  ["gid negative", "a:x:0:-2::/:/bin/sh"],
  ["too few fields", "a:x:0:0::/"],
])("%s is malformed", (_name, line) => {
  expect(parsePasswd(line)).toEqual({ accounts: [], malformed: 1 });
});

test("any text is accounts or counted", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { accounts, malformed } = parsePasswd(text);
      expect(accounts.length + malformed).toBeLessThanOrEqual(text.split("\n").length);
    }),
  );
});
