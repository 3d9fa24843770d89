import type { FileStat } from "@livetriage/triage-core";
import { expect, test } from "vitest";
import { toExe } from "./to-exe.ts";

const stat = (nlink: number, dev = 0x801n) => ({ nlink, dev }) as FileStat;
const mounted = new Set(["8:1"]);

test.each([
  ["a plain program", "/bin/sh", stat(1), null, { path: "/bin/sh", deleted: false, memfd: false }],
  [
    "a plain program, nothing known of its file",
    "/bin/sh",
    null,
    null,
    { path: "/bin/sh", deleted: false, memfd: false },
  ],
  ["an unlinked program", "/tmp/x (deleted)", stat(0), null, { path: "/tmp/x", deleted: true, memfd: false }],
  [
    "one name unlinked, another left",
    "/tmp/x (deleted)",
    stat(1),
    false,
    { path: "/tmp/x", deleted: true, memfd: false },
  ],
  [
    "a real name that ends so",
    "/tmp/x (deleted)",
    stat(1),
    true,
    { path: "/tmp/x (deleted)", deleted: false, memfd: false },
  ],
  [
    "a real name that ends so, unlinked",
    "/tmp/x (deleted) (deleted)",
    stat(0),
    null,
    { path: "/tmp/x (deleted)", deleted: true, memfd: false },
  ],
  [
    "a name that cannot be asked for",
    "/x (deleted)",
    stat(1),
    null,
    { path: "/x (deleted)", deleted: null, memfd: false },
  ],
  ["a file that cannot be asked for", "/x (deleted)", null, null, { path: "/x (deleted)", deleted: null, memfd: null }],
  ["a memfd", "/memfd:x (deleted)", stat(0, 1n), null, { path: "/memfd:x", deleted: false, memfd: true }],
  [
    "an unlinked file with the name of a memfd",
    "/memfd:x (deleted)",
    stat(0),
    null,
    { path: "/memfd:x", deleted: true, memfd: false },
  ],
])("%s", (_name, link, file, namedSo, expected) => {
  expect(toExe(link, file, mounted, namedSo)).toEqual(expected);
});
