import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseGvdb } from "../src/parse/gvdb.ts";

const user = new Uint8Array(readFileSync(new URL("../../../fixtures/files/dconf/user", import.meta.url)));
const MEDIA_KEYS = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings";

describe("a database made by dconf", () => {
  const values = parseGvdb(user);

  test("gives strings, lists and switches", () => {
    expect(values?.get(`${MEDIA_KEYS}/custom0/command`)).toBe('/home/alice/.local/x --go "a b"');
    expect(values?.get(MEDIA_KEYS)).toEqual([`${MEDIA_KEYS}/custom0/`]);
    expect(values?.get("/org/gnome/shell/enabled-extensions")).toEqual(["evil@example.org", "other@x"]);
    expect(
      values?.get("/org/gnome/terminal/legacy/profiles:/:b1dcc9dd-5262-4d8d-a863-c897e6d979b9/use-custom-command"),
    ).toBe(true);
  });

  test("gives every key", () => {
    expect(values?.size).toBe(20);
  });
});

test.each([
  ["nothing", ""],
  ["another file", "SQLite format 3\0aaaaaaaaaaaaaaaa"],
  ["a header that leads nowhere", `GVariant${"\xff".repeat(16)}`],
])("%s is none", (_what, text) => {
  expect(parseGvdb(Uint8Array.from(text, (char) => char.charCodeAt(0)))).toBeNull();
});

test("damage is neither thrown nor endless", () => {
  const changes = fc.array(fc.tuple(fc.nat(user.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(changes, fc.nat(user.length), (changed, length) => {
      const bytes = user.slice();
      for (const [at, value] of changed) bytes[at] = value;
      parseGvdb(bytes.subarray(0, length));
      parseGvdb(bytes);
    }),
    { numRuns: 1000 },
  );
});
