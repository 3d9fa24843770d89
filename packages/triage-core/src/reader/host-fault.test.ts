import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HostFault, toFault } from "./host-fault.ts";

const thrownBy = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

test.each([
  ["the kernel's word", thrownBy(() => readFileSync("/nowhere")), "ENOENT"],
  ["a refusal of Node", thrownBy(() => readFileSync("a\0b")), "ERR_INVALID_ARG_VALUE"],
  ["our own", new HostFault("open", "NOT_REGULAR"), "NOT_REGULAR"],
  ["a mistake in this program", new TypeError("undefined is not a function"), "READER_FAULT"],
])("%s", (_name, error, errno) => {
  expect(toFault("open", error).errno).toBe(errno);
});
