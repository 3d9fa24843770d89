import type { Registry } from "@livetriage/triage-core";
import { z } from "zod";
import type { Option } from "./option.ts";

/** A param of a phase, and the flag by which a command line sets it, when the phase gives it one. */
export interface PhaseParam {
  readonly phase: string;
  readonly name: string;
  readonly kind: "text" | "list" | "switch";
  readonly doc: string;
  /** Without dashes. */
  readonly flag: string | null;
  readonly value: string;
}

interface Property {
  readonly type?: string;
  readonly description?: string;
  readonly flag?: string;
  readonly value?: string;
}

/** The params of every phase as their schemas declare them, with `.meta({ flag, value })`. */
export function phaseParams(registry: Registry): PhaseParam[] {
  return registry.flatMap((phase) => {
    const schema = z.toJSONSchema(phase.params, { io: "input", unrepresentable: "any" });
    const properties = Object.entries((schema.properties ?? {}) as Record<string, Property>);
    return properties.map(([name, property]) => ({
      phase: phase.name,
      name,
      kind: property.type === "array" ? "list" : property.type === "boolean" ? "switch" : "text",
      doc: property.description ?? "",
      flag: property.flag?.replace(/^--/, "") ?? null,
      value: property.value ?? "VALUE",
    }));
  });
}

/** The flags that the phases ask for; one that several phases share is listed once and reaches all of them. */
export function phaseOptions(params: readonly PhaseParam[]): Option[] {
  const byFlag = Map.groupBy(
    params.filter((param) => param.flag !== null),
    (param) => param.flag as string,
  );
  return [...byFlag].map(([flag, sharing]) => {
    const [first] = sharing as [PhaseParam];
    const doc = `${first.doc} (${sharing.map((param) => param.phase).join(", ")})`;
    return first.kind === "switch" ? { flag, doc } : { flag, doc, value: first.value, many: first.kind === "list" };
  });
}
