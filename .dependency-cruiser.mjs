/**
 * Who may import whom. One row per wall; a phase is any package that is not named here, and the template.
 *
 * @type {import("dependency-cruiser").IConfiguration}
 */
const PHASE = "^(?:packages|docs)/([^/]+)/";
const NOT_PHASE = "^packages/(triage-core|proto-types|collector)/";
const TEST = "([.]test[.]ts$|/test/)";
const LIVE_TEST = "[.](live|long)[.]test[.]ts$";
const CONFIG = "vitest[.]config[.]ts$";
const CORE = "^packages/triage-core/src/";
const NPM = "node_modules/";
const OURS = "^(packages|apps|docs|tools)/";

/** Files that may touch the machine: the sealed reader, the doors of core, the storage and the edges of the apps. */
const EDGES = [
  `${CORE}(reader|testing)/`,
  `${CORE}host/(live|find|load|reader|record|replay|tool-hash)`,
  "^packages/triage-core/src/.*system-clock",
  "^packages/collector/src/storage/",
  "^apps/[^/]+/src/(spawn|config|output)/",
  LIVE_TEST,
  "^(packages/(triage-core|proto-types|collector)|apps)/.*[.]test[.]ts$",
  "^(packages|apps)/[^/]+/(test|bench|sim)/",
  "^tools/",
];

/** What reads or writes the machine, starts programs or threads, resolves names, or knows the time. */
const MACHINE =
  "^(node:)?(child_process|cluster|dgram|dns|fs|inspector|module|perf_hooks|process|repl|sqlite|timers|vm|wasi|worker_threads)(/|$)";

/** A package from the registry, wherever pnpm keeps it. */
const npm = (...names) => names.map((name) => `/node_modules/${name}/`);

export default {
  forbidden: [
    {
      name: "core-stands-alone",
      comment: "triage-core imports zod and nothing of ours",
      severity: "error",
      from: { path: CORE, pathNot: TEST },
      to: { path: [OURS, NPM], pathNot: [CORE, ...npm("zod")] },
    },
    {
      name: "phase-imports-core-only",
      comment: "a phase imports triage-core and zod: no other phase, no channel, no app",
      severity: "error",
      from: { path: PHASE, pathNot: [NOT_PHASE, TEST, CONFIG] },
      to: { path: [OURS, NPM], pathNot: ["^(packages|docs)/$1/", `${CORE}(text/)?index[.]ts$`, ...npm("zod")] },
    },
    {
      name: "phase-tests-import-testing",
      comment: "a phase's tests add triage-core/testing, vitest and fast-check; its live tests triage-core/host",
      severity: "error",
      from: { path: `${PHASE}.*${TEST}`, pathNot: [NOT_PHASE, LIVE_TEST] },
      to: {
        path: [OURS, NPM],
        pathNot: ["^(packages|docs)/$1/", `${CORE}(text/|testing/)?index[.]ts$`, ...npm("zod", "vitest", "fast-check")],
      },
    },
    {
      name: "phase-has-no-builtins",
      comment: "a phase asks its HostReader; it imports nothing of Node",
      severity: "error",
      from: { path: PHASE, pathNot: [NOT_PHASE, TEST, CONFIG] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "proto-types-knows-core-only",
      comment: "the channel imports triage-core, the protobuf runtime, age and yaml",
      severity: "error",
      from: { path: "^packages/proto-types/src/", pathNot: TEST },
      to: {
        path: [OURS, NPM],
        pathNot: [CORE, "^packages/proto-types/", ...npm("zod", "@bufbuild", "age-encryption", "yaml")],
      },
    },
    {
      name: "collector-knows-no-phase",
      comment: "the Collector imports triage-core and proto-types",
      severity: "error",
      from: { path: "^packages/collector/src/", pathNot: TEST },
      to: { path: OURS, pathNot: [CORE, "^packages/(proto-types|collector)/"] },
    },
    {
      name: "apps-stand-apart",
      comment: "an app imports packages, never another app",
      severity: "error",
      from: { path: "^apps/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$1/" },
    },
    {
      name: "parse-is-pure",
      comment: "parse/ imports core's text, schemas and types, the package's own item shapes, and its siblings",
      severity: "error",
      from: { path: "^(.+)/parse/", pathNot: TEST },
      to: { pathNot: ["^$1/parse/", "^$1/item", `${CORE}(index[.]ts$|text/|schema/|contract/)`, ...npm("zod")] },
    },
    {
      name: "machine-at-the-edges",
      comment: "files, programs, networks and clocks are touched at the edges only",
      severity: "error",
      from: { path: OURS, pathNot: EDGES },
      to: { path: MACHINE, dependencyTypes: ["core"] },
    },
    {
      name: "reader-is-sealed",
      comment: "the reader loads node:fs and node:crypto and its own few files",
      severity: "error",
      from: { path: `${CORE}reader/`, pathNot: TEST },
      to: { pathNot: [`${CORE}(reader|text|contract)/`, "^(node:)?(buffer|crypto|fs|process)$"] },
    },
    {
      name: "tests-are-leaves",
      comment: "nothing imports a test",
      severity: "error",
      from: { path: OURS },
      to: { path: "[.]test[.]ts$" },
    },
    {
      name: "no-circles",
      comment: "no two files need each other at run time",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: NPM },
    exclude: { path: ["^(packages|apps|docs)/[^/]+/dist/", "^docs/site/"] },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@livetriage/source", "import", "node", "default"],
    },
  },
};
