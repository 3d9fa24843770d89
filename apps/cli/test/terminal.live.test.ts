import { execFileSync, spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { COMMAND, QUICK } from "./livetriage.ts";

let server = "";
let servers = 0;
const hasTmux = spawnSync("tmux", ["-V"]).status === 0;

const tmux = (...args: string[]): string => execFileSync("tmux", ["-L", server, ...args], { encoding: "utf8" });

/** Start a command line on a terminal of 100 columns. */
function onTerminal(command: string): void {
  const path = `${dirname(process.execPath)}:${process.env["PATH"]}`;
  tmux(
    "new-session",
    "-d",
    "-x",
    "100",
    "-y",
    "110",
    `env -u NO_COLOR PATH='${path}' bash -c '${command}; echo ended with $?; sleep 60'`,
  );
}

/** What the terminal shows once it shows this. */
async function screenWith(pattern: RegExp): Promise<string> {
  for (let i = 0; i < 250; i++) {
    const screen = tmux("capture-pane", "-p", "-e");
    if (pattern.test(screen)) return screen;
    await new Promise((resolve) => setTimeout(resolve, 80));
  }
  return tmux("capture-pane", "-p", "-e");
}

afterEach(() => {
  spawnSync("tmux", ["-L", server, "kill-server"]);
});

beforeEach(({ skip }) => {
  if (!hasTmux) skip("needs tmux: apt-get install tmux");
  server = `livetriage-test-${process.pid}-${servers++}`; // the last one may still be going
});

describe("on a terminal", () => {
  test("progress while it runs, then the summary in colour, the progress gone", async () => {
    onTerminal(`${COMMAND} collect --budget 2s`);
    expect(await screenWith(/proc-tree \d+/)).toMatch(/^[\d.]+ s {2}/);
    const screen = await screenWith(/^ended with \d/m);
    expect(screen).toContain("ended with 0");
    expect(screen).toContain("\u001b[1mHOST");
    expect(screen).not.toMatch(/\d s {2}proc-tree \d+/);
  });

  test("NO_COLOR", async () => {
    onTerminal(`NO_COLOR=1 ${COMMAND} collect ${QUICK}`);
    const screen = await screenWith(/^ended with \d/m);
    expect(screen).toContain("PROCESS TREE");
    expect(screen).not.toContain("\u001b[");
  });

  test("Ctrl-C: what there is, marked cancelled, exit code 130", async () => {
    onTerminal(`trap : INT; ${COMMAND} collect`);
    await screenWith(/recent-files \d/);
    tmux("send-keys", "C-c");
    const screen = await screenWith(/^ended with \d/m);
    expect(screen).toMatch(/collected .*, cancelled/);
    expect(screen).toContain("ended with 130");
  });
});
