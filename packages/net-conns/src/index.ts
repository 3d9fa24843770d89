export type { NoOwnerReason } from "./item/words.ts";
export type { NetworkConnection, SocketOwner } from "./item.ts";
export { networkConnectionSchema } from "./item.ts";
export { MAX_CONNECTION_ENTRIES } from "./params.ts";
export { netConns } from "./phase.ts";
