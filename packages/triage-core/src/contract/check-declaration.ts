import { z } from "zod";
import type { AnyPhase } from "./phase.ts";

/** What a phase's package.json says, as far as the contract cares. */
export interface PhaseManifest {
  readonly name: string;
  readonly version: string;
}

/** Faults in what a phase declares, without running it. */
export function checkDeclaration(phase: AnyPhase, manifest: PhaseManifest | undefined): string[] {
  const said = [
    [phase.contract === 1, "contract is not 1"],
    [/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(phase.name), `name ${phase.name} is not kebab-case`],
    [/^\d+\.\d+\.\d+/.test(phase.version), `version ${phase.version} is not semver`],
    [Number.isInteger(phase.schemaVersion) && phase.schemaVersion > 0, "schemaVersion is not a positive integer"],
    [/^[A-Z].*\.$/s.test(phase.doc), "doc is not a sentence"],
    [/^[A-Z][A-Za-z0-9]*$/.test(phase.itemName), `itemName ${phase.itemName} is not PascalCase`],
    [phase.reads.length > 0, "reads is empty"],
    [phase.params.safeParse({}).success, "params have no defaults: {} is refused"],
    [
      manifest === undefined || lastPart(manifest.name) === phase.name,
      `package ${manifest?.name} is not named after the phase`,
    ],
    [
      manifest === undefined || manifest.version === phase.version,
      `package version ${manifest?.version} is not ${phase.version}`,
    ],
  ] as const;
  return [
    ...said.filter(([holds]) => !holds).map(([, fault]) => fault),
    ...phase.reads.filter((read) => !/^(~?\/)/.test(read)).map((read) => `reads: ${read} is not absolute`),
    ...checkCapSpecs(phase),
    ...checkFields(phase),
  ];
}

function checkCapSpecs(phase: AnyPhase): string[] {
  const missing = ["entries", "bytes"].filter((name) => !(name in phase.caps)).map((name) => `caps: no ${name}`);
  const bad = Object.entries(phase.caps as Record<string, { default: number; doc: string }>)
    .filter(([, spec]) => spec.default < 1 || spec.doc === "")
    .map(([name]) => `caps: ${name} has no default or no doc`);
  return [...missing, ...bad];
}

function checkFields(phase: AnyPhase): string[] {
  const item = z.toJSONSchema(phase.item, { unrepresentable: "any" }) as JsonSchema;
  const params = z.toJSONSchema(phase.params, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const expected = ["signals", "context", "detail"].filter((name) => item.properties?.[name] === undefined);
  return [
    ...expected.map((name) => `item: no field ${name}`),
    ...undescribed(item, "item"),
    ...undescribed(params, "params"),
  ];
}

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** Properties anywhere below a schema that carry no description. */
function undescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties, ...rest } = schema as JsonSchema;
  const own = Object.entries(properties ?? {}).flatMap(([name, property]) => [
    ...(property.description === undefined ? [`${path}.${name} has no description`] : []),
    ...undescribed(property, `${path}.${name}`),
  ]);
  return [...own, ...Object.values(rest).flatMap((below) => undescribed(below, path))];
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
