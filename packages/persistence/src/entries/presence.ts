import type { Entry, EntryFile } from "./entry.ts";

/** A file whose being there is the entry: a marker, a library, a module, an image. */
export function parsePresence(file: EntryFile): Entry[] {
  return [{ name: file.name, command: null, payload: null }];
}

/** A file that is loaded as code by its path. */
export function parseLoaded(file: EntryFile): Entry[] {
  return [{ name: file.name, command: file.path, payload: { program: file.path, interpreter: null } }];
}
