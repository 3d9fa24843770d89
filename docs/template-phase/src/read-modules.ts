import { type HostReader, type Result, type TriageError, toTriageError } from "@livetriage/triage-core";
import { decodeLossless } from "@livetriage/triage-core/text";

export const MODULES = "/proc/modules";

/** Read /proc/modules up to `maxBytes`; when there is more, the last line is whole all the same. */
export async function readModules(
  host: HostReader,
  maxBytes: number,
): Promise<Result<{ readonly text: string; readonly more: boolean }>> {
  const file = await host.readFile(MODULES, { maxBytes });
  if (!file.ok) return file;
  const text = decodeLossless(file.value.bytes);
  const whole = file.value.more ? text.slice(0, text.lastIndexOf("\n") + 1) : text;
  return { ok: true, value: { text: whole, more: file.value.more } };
}

/** What it means that the file could not be read: a kernel without loadable modules has none. */
export function toReadError(error: Parameters<typeof toTriageError>[0]): TriageError {
  const meaning = { scope: "phase", source: MODULES } as const;
  return toTriageError(error, error.errno === "ENOENT" ? { ...meaning, kind: "unsupported" } : meaning);
}
