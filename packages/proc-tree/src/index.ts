export { buildTree, type ProcessTree } from "./build-tree.ts";
export { FACTS } from "./facts.ts";
export { type ProcessNode, processNodeSchema } from "./item.ts";
export { MAX_PROCESS_ENTRIES, type ProcTreeCaps, type ProcTreeParams, procTree } from "./phase.ts";
export { SIGNALS, type SignalRule } from "./signals.ts";
