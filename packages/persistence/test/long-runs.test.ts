import { describe, expect, test } from "vitest";
import { MECHANISMS } from "../src/mechanisms/index.ts";
import { anyFile } from "./any-file.ts";

/** Quadratic work on so many characters takes longer than a test may. */
const LONG = 200_000;

function entriesOf(id: string, text: string): number {
  const mechanism = MECHANISMS.find((one) => one.id === id) as (typeof MECHANISMS)[number];
  const file = anyFile(mechanism, text);
  mechanism.includes?.(file);
  return mechanism.parse(file).length;
}

describe("a file made to keep us busy ends within the time of a test", () => {
  test.each(MECHANISMS)("$id: lines, or one line, of nothing", ({ id }) => {
    expect(entriesOf(id, "\n".repeat(LONG))).toBeLessThan(2);
    expect(entriesOf(id, " ".repeat(LONG))).toBeLessThan(2);
  });

  const gap = " ".repeat(LONG);
  test.each([
    ["user_crontab", `A=b${gap}c\n@daily /opt/x\n`, 1],
    ["anacron", `A=b${gap}c\n1 2 x /opt/x\n`, 1],
    ["vpn", `PostUp = /opt/x${gap};${gap}y\n`, 1],
    ["tcp_wrappers", `sshd : ALL : spawn /opt/x${gap}y\n`, 1],
    ["xinetd", `service x\n{\n  server = /opt/x${gap}y\n}\n`, 1],
    ["supervisor", `[program:x]\ncommand=/opt/x${gap}y\n`, 1],
    ["kubernetes_manifest", `command: /opt/x${gap}y\n`, 1],
    ["key_binding", `  /opt/x${gap}"y\n`, 0],
    ["window_manager_config", `exec${gap}--no-startup-id /opt/x\n`, 1],
  ])("%s: blanks inside a line", (id, text, count) => {
    expect(entriesOf(id, text)).toBe(count);
  });
});
