import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { isolated, needsIsolation } from "./livetriage.ts";

const REPOSITORY = join(import.meta.dirname, "../../..");

/** The commands of the README's section, as they stand there. */
function commandsOf(title: string): string {
  const [, rest = ""] = readFileSync(join(REPOSITORY, "README.md"), "utf8").split(`\n## ${title}\n`);
  const [section = ""] = rest.split("\n## ");
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block).join("");
}

beforeEach(needsIsolation);

test("the README's fleet on one machine works as written, within a minute", async () => {
  const commands = commandsOf("A fleet on one machine");
  expect(commands).toContain("livetriage fleet collect");
  const { code, stdout, stderr } = await isolated(
    `unset -f livetriage; set -e; export HOME=/tmp/home; mkdir $HOME; cd ${REPOSITORY}; SECONDS=0\n${commands}
     wait || true
     echo "seconds $SECONDS"; ls packages; grep -c delivered sensor.log`,
  );
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("done") });
  expect(stdout).toMatch(/^signature sensor [0-9a-f-]{36} of fleet demo, attempt 1$/m);
  expect(stdout).toMatch(/^PROCESS TREE: \d+/m);
  expect(Number(/^seconds (\d+)$/m.exec(stdout)?.[1])).toBeLessThan(60);
}, 120_000);
