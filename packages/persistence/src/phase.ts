import {
  definePhase,
  type Fact,
  fitItems,
  keepByStrata,
  type PhaseContext,
  type PhaseEvent,
  type Truncation,
} from "@livetriage/triage-core";
import { z } from "zod";
import { CAPS, type PersistenceCaps } from "./caps.ts";
import { type Cutter, createCutter } from "./cut.ts";
import { fitRules, rankFindings, strataRules } from "./fit.ts";
import { type PersistenceItem, persistenceItemSchema } from "./item.ts";
import { look } from "./look.ts";
import { lookAtContainers } from "./look-at-containers.ts";
import { MECHANISMS, MECHANISMS_VERSION } from "./mechanisms/index.ts";

const RECENT_NS = 30n * 86_400_000_000_000n;

const params = z.object({
  mechanisms: z
    .enum(["default", "all"], "must be default or all")
    .default("default")
    .describe("`all` also looks at those that are found often and rarely meant")
    .meta({ flag: "--mechanisms", value: "default|all" }),
  containers: z
    .boolean()
    .default(false)
    .describe("Also look at the files of every mount namespace that has a root of its own")
    .meta({ flag: "--containers" }),
});

type Params = z.infer<typeof params>;

type Context = PhaseContext<PersistenceCaps, Params>;

/** What starts something on this host. */
export const persistence = definePhase<PersistenceItem, PersistenceCaps, Params>({
  contract: 1,
  name: "persistence",
  version: "0.1.0",
  schemaVersion: 1,
  doc: "Everything that starts something on this host: schedulers, services, logins, sessions, hooks.",
  itemName: "PersistenceItem",
  item: persistenceItemSchema,
  params,
  caps: CAPS,
  reads: [
    ...new Set(MECHANISMS.flatMap(({ paths }) => Object.values(paths).flat())),
    "/home/*",
    "/etc/os-release",
    "/usr/lib/os-release",
    "/**",
  ],
  run,
});

async function* run(context: Context): AsyncIterable<PhaseEvent<PersistenceItem>> {
  const { caps, facts, params } = context;
  const all = params.mechanisms === "all";
  const mechanisms = all ? MECHANISMS : MECHANISMS.filter(({ rare }) => rare !== true);
  const cutter = createCutter(caps, facts.redact);
  const own = await look(context, mechanisms, cutter);
  for (const fact of factsOf(own.databases, own.zone, all)) yield { kind: "fact", fact };
  const looks = params.containers ? [own, ...(await lookAtContainers(context, mechanisms, cutter))] : [own];
  for (const error of looks.flatMap(({ errors }) => errors)) yield { kind: "error", error };
  const findings = looks.flatMap((one) => one.findings);
  const ranked = rankFindings(findings, facts.started_at_ns - RECENT_NS);
  const { kept, truncation } = keepByStrata(ranked, strataRules(caps.entries));
  const fitted = fitItems(
    kept.map((finding) => finding.toItem()),
    fitRules(caps.bytes),
  );
  for (const item of fitted.items) yield { kind: "item", item };
  const found = looks.flatMap(({ truncations }) => truncations);
  for (const cut of [...found, truncation, ...fitted.truncations, ...cutTruncations(cutter, caps)]) {
    if (cut !== null) yield { kind: "truncation", truncation: cut };
  }
}

function factsOf(databases: readonly string[], zone: string, all: boolean): Fact[] {
  const read = databases.length === 0 ? "none" : databases.join(", ");
  const list = `version ${MECHANISMS_VERSION}, ${all ? "all" : "default"}`;
  return [
    { id: "package_databases", source: "package databases", value: read },
    { id: "mechanisms", source: "mechanisms", value: list },
    { id: "time_zone", source: "/etc/localtime", value: zone },
  ];
}

function cutTruncations({ cuts }: Cutter, caps: PersistenceCaps): Truncation[] {
  return (["text_bytes", "list_entries", "excerpt_bytes"] as const)
    .filter((cap) => cuts[cap] > 0)
    .map((cap) => ({
      cap,
      limit: caps[cap],
      unit: cap === "list_entries" ? "lists" : "strings",
      source: "items",
      dropped: cuts[cap],
      dropped_is: "exact",
      kept: cap === "list_entries" ? "the first elements of each" : "the beginning and the end of each",
      groups: [],
    }));
}
