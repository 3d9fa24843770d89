export { buildTree, type ProcessTree } from "./build-tree.ts";
export { type ProcessNode, processNodeSchema } from "./item.ts";
export { MAX_PROCESS_ENTRIES, procTree, type ProcTreeCaps, type ProcTreeParams } from "./phase.ts";
export { SIGNALS, type SignalRule } from "./signals.ts";
