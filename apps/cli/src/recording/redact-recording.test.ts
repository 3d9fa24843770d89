import { createRedact } from "@livetriage/triage-core";
import { expect, test } from "vitest";
import { redactRecording } from "./redact-recording.ts";

const redact = redactRecording(createRedact(Buffer.from("key")));
const H = expect.stringMatching(/^[^]*\[redacted:[0-9a-f]{16}:7\][^]*$/) as string;

test.each([
  ["an option with its secret as the next argument", "mysqldump\0--password\0hunter2\0db\0"],
  ["an environment", "HOME=/root\0AWS_SECRET_ACCESS_KEY=hunter2\0"],
  ["a line of a file", "* * * * * root curl -H 'Authorization: Bearer hunter2' https://example.net\n"],
])("%s", (_name, text) => {
  expect(redact(text)).toEqual(H);
  expect(redact(text)).not.toContain("hunter2");
  expect(redact(text).split("\0")).toHaveLength(text.split("\0").length);
});

test("what holds no secret stays as it is, byte by byte", () => {
  const text = "Name:\tsshd\nUmask:\t0022\n\udcff\0ELF";
  expect(redact(text)).toBe(text);
});
