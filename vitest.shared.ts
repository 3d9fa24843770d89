import { defineConfig } from "vitest/config";
import { TestReporter } from "./tools/check/test-report.ts";

/** Which tests: the everyday ones, or those of `npm run test:long` and `npm run hostile` alone. */
const suite = process.env["LIVETRIAGE_SUITE"];
const everyday = ["src/**/*.test.ts", "test/**/*.test.ts"];
const apart = ["**/*.long.test.ts", "**/*.hostile.test.ts"];

/** Every package's tests resolve sibling packages to their sources, so that no build is needed. */
export default defineConfig({
  ssr: { resolve: { conditions: ["@livetriage/source"] } },
  resolve: { conditions: ["@livetriage/source"] },
  test: {
    include: suite === undefined ? everyday : [`**/*.${suite}.test.ts`],
    exclude: ["**/node_modules/**", "**/dist/**", ...(suite === undefined ? apart : [])],
    passWithNoTests: suite !== undefined,
    isolate: false, // no test changes what another file's tests see; it saves a third of the time
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ["default", new TestReporter()],
  },
});
