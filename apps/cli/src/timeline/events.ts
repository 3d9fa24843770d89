import type { Registry, TriagePackage } from "@livetriage/triage-core";
import { parseRfc3339 } from "@livetriage/triage-core/text";
import { type Item, itemsOf, object, str } from "../views/item.ts";
import { itemText } from "../views/label.ts";
import { type TimeField, timeFields } from "./time-fields.ts";

/** One instant of one item. */
export interface TimelineEvent {
  readonly phase: string;
  readonly itemType: string;
  readonly field: TimeField;
  /** As the document has it. */
  readonly time: string;
  /** Nanoseconds since the epoch. */
  readonly ns: bigint;
  readonly item: Item;
  readonly text: string;
}

/** Every time in a package that its phases mark as one, the earliest first. */
export function timelineEvents(document: TriagePackage, registry: Registry): TimelineEvent[] {
  const events = registry.flatMap((phase) => {
    const fields = timeFields(phase);
    return itemsOf(document, phase.name).flatMap((item) => {
      const text = itemText(phase.name, item, registry);
      return fields.flatMap((field): TimelineEvent[] => {
        const time = timeAt(item, field);
        const ns = time === null ? null : parseRfc3339(time);
        if (time === null || ns === null) return [];
        return [{ phase: phase.name, itemType: phase.itemName, field, time, ns, item, text }];
      });
    });
  });
  return events.toSorted((a, b) => (a.ns < b.ns ? -1 : a.ns > b.ns ? 1 : 0));
}

/** The object of an item that a time field belongs to: the item itself, or what it holds. */
export function ownerOf({ item, field }: Pick<TimelineEvent, "item" | "field">): Item {
  return field.slice(0, -1).reduce(object, item);
}

function timeAt(item: Item, field: TimeField): string | null {
  return str(ownerOf({ item, field }), field.at(-1) ?? "");
}
