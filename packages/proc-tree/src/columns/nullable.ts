import { type LosslessString, textField } from "@livetriage/triage-core/text";

/** A text column that is null when there is none. */
export function nullable<K extends string>(key: K, value: LosslessString | null | undefined) {
  return value === null || value === undefined ? ({ [key]: null } as { [P in K]: null }) : textField(key, value);
}
