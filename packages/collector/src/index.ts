export type * from "./storage/storage-engine.ts";
