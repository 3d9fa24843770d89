export { MAX_RECENT_FILE_ENTRIES, type RecentFilesCaps } from "./caps.ts";
export { type FileModification, fileModificationSchema } from "./item.ts";
export type { RecentFilesParams } from "./params.ts";
export { recentFiles } from "./phase.ts";
