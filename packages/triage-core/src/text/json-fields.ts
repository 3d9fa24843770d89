/** Any JSON value as an object: of anything else an empty one. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object in a JSON text; null when the text is not JSON or not an object. */
export function parseJsonObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The object under a key; empty when there is none. */
export function objectAt(value: JsonObject, key: string): JsonObject {
  const below = Object.hasOwn(value, key) ? value[key] : undefined;
  return isObject(below) ? below : {};
}

/** The text under the first of some keys that holds one; null when none does. */
export function textAt(value: JsonObject, ...keys: readonly string[]): string | null {
  for (const key of keys) {
    const below = Object.hasOwn(value, key) ? value[key] : undefined;
    if (typeof below === "string" && below !== "") return below.toWellFormed().slice(0, MAX_TEXT);
  }
  return null;
}

const MAX_TEXT = 512;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
