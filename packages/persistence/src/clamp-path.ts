import type { LosslessString } from "@livetriage/triage-core/text";

/** An absolute path without `.`, `..` and doubled slashes; `..` stops at the root. */
export function clampPath(path: LosslessString): LosslessString {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
