import { join } from "node:path";
import { expect, test } from "vitest";
import { shell } from "./livetriage.ts";

const ROOT = join(import.meta.dirname, "../../..");

test("npm start -- collect … is livetriage collect …, with nothing else on stdout", async () => {
  const { code, stdout } = await shell(
    `cd ${ROOT} && npm start -- collect --phase proc-tree --format json | node -e 'let t = ""; process.stdin.on("data", (d) => (t += d)).on("end", () => console.log(JSON.parse(t).schema))'; echo \${PIPESTATUS[0]}`,
  );
  expect(stdout).toBe("livetriage.package/v1\n0\n");
  expect(code).toBe(0);
});

test("npm start hands exit codes on", async () => {
  const { code, stderr } = await shell(`cd ${ROOT} && npm start -- collect --nonsense`);
  expect(stderr).toMatch(/^livetriage: unknown flag --nonsense; /);
  expect(code).toBe(64);
});
