export { type KernelModule, kernelModuleSchema } from "./item.ts";
export { kernelModules, MAX_MODULE_ENTRIES } from "./phase.ts";
