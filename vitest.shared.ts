import { defineConfig } from "vitest/config";

/** Every package's tests resolve sibling packages to their sources, so that no build is needed. */
export default defineConfig({
  ssr: { resolve: { conditions: ["@livetriage/source"] } },
  resolve: { conditions: ["@livetriage/source"] },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    testTimeout: 30_000,
    reporters: ["default", ["json", { outputFile: "node_modules/.cache/vitest-report.json" }]],
  },
});
