import type { ConformanceCase } from "./conformance-case.ts";
import { FLEET_CASES } from "./fleet-cases.ts";
import { PACKAGE_CASES } from "./package-cases.ts";

/** What every storage engine keeps. */
export const STORAGE_CONFORMANCE: readonly ConformanceCase[] = [...FLEET_CASES, ...PACKAGE_CASES];
