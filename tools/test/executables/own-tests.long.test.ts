import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../check/run.ts";
import { builtExecutable } from "../../executables/built-executable.ts";
import { root } from "../../stamp.mjs";

/** Tests of whole programs, which take another form of the program by a variable. */
const TESTS = [
  ["livetriage", "apps/cli", "LIVETRIAGE_COMMAND", ["strace", "phase-module"]],
  ["livetriage-sensor", "apps/sensor", "LIVETRIAGE_SENSOR", ["program", "deliver", "collecting-side", "phase-modules"]],
] as const;

test.each(TESTS)(
  "the executable %s passes its program's own tests",
  async (name, app, variable, tests) => {
    const variables = ["-u", "LIVETRIAGE_SUITE", "NO_COLOR=1", `${variable}=${await builtExecutable(name)}`];
    const { ok, output } = await run(
      "env",
      [...variables, "vitest", "run", ...tests.map((one) => `test/${one}.live`)],
      {
        cwd: join(root, app),
      },
    );
    expect(output).toMatch(new RegExp(`Test Files.* ${tests.length} passed`));
    expect(ok).toBe(true);
  },
  900_000,
);
