import {
  definePhase,
  type Fact,
  fitItems,
  keepByStrata,
  type PhaseContext,
  type PhaseEvent,
  type Truncation,
} from "@livetriage/triage-core";
import { toRfc3339 } from "@livetriage/triage-core/text";
import { z } from "zod";
import { CAPS, type PersistenceCaps } from "./caps.ts";
import { type Cutter, createCutter } from "./cut.ts";
import { fitRules, rankItems, strataRules } from "./fit.ts";
import { type PersistenceItem, persistenceItemSchema } from "./item.ts";
import { itemFacts } from "./item-facts.ts";
import { MECHANISMS, MECHANISMS_VERSION } from "./mechanisms/index.ts";
import { readCandidates } from "./read-candidates.ts";
import { readInferredNames } from "./read-inferred-names.ts";
import { readTimeZone } from "./read-time-zone.ts";
import { toItem } from "./to-item.ts";

const RECENT_NS = 30n * 86_400_000_000_000n;

const params = z.object({
  mechanisms: z
    .enum(["default", "all"], "must be default or all")
    .default("default")
    .describe("`all` also looks at those that are found often and rarely meant")
    .meta({ flag: "--mechanisms", value: "default|all" }),
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
  const { caps, host } = context;
  const all = context.params.mechanisms === "all";
  const [zone, inferredNames] = await Promise.all([readTimeZone(host), readInferredNames(host, context.facts)]);
  const facts = itemFacts(context.facts, { zone, inferredNames });
  const found = await readCandidates(
    { ...context, facts },
    all ? MECHANISMS : MECHANISMS.filter(({ rare }) => rare !== true),
  );
  for (const fact of factsOf(found.databases, zone, all)) yield { kind: "fact", fact };
  for (const error of found.errors) yield { kind: "error", error };
  for (const truncation of found.truncations) yield { kind: "truncation", truncation };
  const cutter = createCutter(caps, facts.redact);
  const recentAfter = toRfc3339(facts.started_at_ns - RECENT_NS);
  const items = rankItems(
    found.candidates.map((candidate) => toItem(candidate, facts, cutter)),
    recentAfter,
  );
  const { kept, truncation } = keepByStrata(items, strataRules(caps.entries));
  const fitted = fitItems(kept, fitRules(caps.bytes));
  for (const item of fitted.items) yield { kind: "item", item };
  for (const cut of [truncation, ...fitted.truncations, ...cutTruncations(cutter, caps)]) {
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
