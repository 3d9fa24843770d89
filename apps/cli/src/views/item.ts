import type { TriagePackage } from "@livetriage/triage-core";

/** One item of a package as read: a saved package may come from another version, or from an enemy. */
export type Item = Readonly<Record<string, unknown>>;

/** The items of a phase that are objects at all. */
export function itemsOf(document: TriagePackage, phase: string): Item[] {
  return (document.phases[phase]?.items ?? []).filter(isItem);
}

/** Why a phase without items does not mean that there is nothing; null when it does. */
export function unknownOf(document: TriagePackage, phase: string): string | null {
  const status = document.phases[phase]?.status;
  return status === "complete" ? null : status === undefined ? "not collected" : `none seen, ${status}`;
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A string field, null when absent, unknown or of another type. */
export function str(item: Item, key: string): string | null {
  const value = item[key];
  return typeof value === "string" ? value : null;
}

/** A number field, null when absent, unknown or of another type. */
export function num(item: Item, key: string): number | null {
  const value = item[key];
  return typeof value === "number" ? value : null;
}

/** A list of strings; what is not a string is left out. */
export function strs(item: Item, key: string): string[] {
  const value = item[key];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

/** A list of objects. */
export function objects(item: Item, key: string): Item[] {
  const value = item[key];
  return Array.isArray(value) ? value.filter(isItem) : [];
}

/** An object field. */
export function object(item: Item, key: string): Item {
  const value = item[key];
  return isItem(value) ? value : {};
}

/** Any value as one cell: unknown is `-`, a list is joined, an object is its JSON. */
export function cell(value: unknown): string {
  if (value === null || value === undefined || value === "") return "-";
  if (Array.isArray(value)) return value.length === 0 ? "-" : value.map(cell).join(" ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
