import { createHash } from "node:crypto";
import { rolldown } from "rolldown";

/** A phase as a third party delivers it: one file with all that it needs inside. */
export async function bundlePhase(file: string): Promise<string> {
  const build = await rolldown({
    input: file,
    resolve: { conditionNames: ["@livetriage/source", "import", "default"] },
  });
  const { output } = await build.generate({ format: "cjs", minify: true });
  return output[0].code;
}

/** The lines of a configuration that name such a file, with the digest that it has or another one. */
export function phaseModule(
  path: string,
  code: string,
  sha256 = createHash("sha256").update(code).digest("hex"),
): string {
  return `phase_modules:\n  - path: ${path}\n    sha256: "${sha256}"\n`;
}
