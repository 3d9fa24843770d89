export { type InitOptions, initCollector } from "./init-collector.ts";
export { type LogLine, type RunningCollector, type ServeOptions, serveCollector } from "./serve-collector.ts";
export type * from "./storage/storage-engine.ts";
