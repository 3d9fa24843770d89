export { type InitOptions, initCollector } from "./init-collector.ts";
export { type LogLine, type RunningCollector, type ServeOptions, serveCollector } from "./serve-collector.ts";
export { type BackupOptions, backupCollector } from "./storage/backup-collector.ts";
export type * from "./storage/storage-engine.ts";
export { verifyCollector } from "./verify-collector.ts";
