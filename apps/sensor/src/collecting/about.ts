import { readOwnCapabilities } from "../spawn/capabilities.ts";
import type { About } from "../wire/answer.ts";

/** What this process is allowed to, and who started it. */
export function aboutMe(form: string): About {
  return { form, uid: process.geteuid?.() ?? 0, capabilities: readOwnCapabilities() };
}
