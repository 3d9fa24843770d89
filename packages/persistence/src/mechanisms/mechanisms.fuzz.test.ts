import fc from "fast-check";
import { expect, test } from "vitest";
import { anyFile } from "../../test/any-file.ts";
import { createGlobTree } from "../glob-tree.ts";
import { MECHANISMS } from "./index.ts";

const WORDS = `include Include @include ExecStart= command= exec root ALL /opt/x ~/.z %u * ** [a {b { } ( ) [x] : ; # \\ " '`;

/** Lines of what the formats have in common, and any bytes. */
const anyText = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  fc.array(fc.constantFrom(...WORDS.split(" "), "\n", "\t", "\0"), { maxLength: 60 }).map((words) => words.join(" ")),
);

test.each(MECHANISMS)("$id takes any text, and what it includes is a glob", ({ parse, includes, paths }) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const file = anyFile({ paths }, text);
      parse(file);
      const globs = (includes?.(file) ?? []).map(({ glob }) => glob);
      createGlobTree(globs.map((glob) => [glob, glob] as const));
      expect(globs.filter((glob) => !/^[~/]/.test(glob) || glob.includes("**"))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
