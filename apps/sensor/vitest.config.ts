import { mergeConfig } from "vitest/config";
import shared from "../../vitest.shared.ts";

/** Whole collections of whatever machine this is take their time. */
export default mergeConfig(shared, { test: { testTimeout: 120_000, maxConcurrency: 3 } });
