export { type AuditReport, verifyAudit } from "./audit/verify-audit.ts";
export { type InitOptions, initCollector } from "./init-collector.ts";
export { dropFormerAuthority, type RotateOptions, rotateAuthority } from "./rotate-authority.ts";
export { type RunningCollector, type ServeOptions, serveCollector } from "./serve-collector.ts";
export type { Log, LogLine } from "./server/failures.ts";
export { type BackupOptions, backupCollector } from "./storage/backup-collector.ts";
export type * from "./storage/storage-engine.ts";
export { verifyCollector } from "./verify-collector.ts";
