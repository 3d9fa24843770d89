import { readdirSync, readFileSync } from "node:fs";

/** One recorded host: the folder's name, and the recording in it. */
export interface RecordedHost {
  readonly name: string;
  readonly recording: string;
}

/** The recorded hosts in a directory, by name: `recordedHosts(new URL("../../../fixtures/hosts/", import.meta.url))`. */
export function recordedHosts(directory: URL): RecordedHost[] {
  const folders = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = folders.map(({ name }) => name).toSorted();
  return names.map((name) => ({
    name,
    recording: readFileSync(new URL(`${name}/recording.jsonl`, directory), "utf8"),
  }));
}
