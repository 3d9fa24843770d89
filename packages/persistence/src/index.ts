export { MAX_PERSISTENCE_ENTRIES } from "./caps.ts";
export { type PersistenceItem, persistenceItemSchema, type Target } from "./item.ts";
export { persistence } from "./phase.ts";
