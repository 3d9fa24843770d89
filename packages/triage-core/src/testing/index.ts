export type { MemContent, MemEntries, MemEntry, MemNode } from "../host/mem/entries.ts";
export { type MemHostOptions, memHost } from "../host/mem/mem-host.ts";
export { checkPhase, type PhaseCase } from "./check-phase.ts";
export { type Collected, collectEvents } from "./collect-events.ts";
export { goldenCase } from "./golden-case.ts";
export { type RecordedHost, recordedHosts } from "./recorded-hosts.ts";
export { TEST_NOW_NS, testClock } from "./test-clock.ts";
export { type TestContextOptions, testContext } from "./test-context.ts";
export { testFacts } from "./test-facts.ts";
