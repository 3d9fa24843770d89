import type { CapSpecs, Caps } from "@livetriage/triage-core";

/** Most files that one package lists. */
export const MAX_RECENT_FILE_ENTRIES = 1024;

export interface RecentFilesCaps extends Caps {
  readonly entries: number;
  readonly bytes: number;
  readonly levels: number;
  readonly directories: number;
  readonly directory_names: number;
  readonly names: number;
  readonly content_bytes: number;
  readonly file_bytes: number;
  readonly open_files: number;
}

/** The limits of the phase. */
export const RECENT_FILES_CAPS: CapSpecs<RecentFilesCaps> = {
  entries: { default: MAX_RECENT_FILE_ENTRIES, unit: "items", doc: "files kept" },
  bytes: { default: 524_288, unit: "bytes", doc: "encoded size of all rows" },
  levels: { default: 64, unit: "levels", doc: "depth below a start point, as find -maxdepth" },
  directories: { default: 500_000, unit: "directories", doc: "directories that the walk lists" },
  directory_names: { default: 1_000_000, unit: "entries", doc: "names that the walk looks at in one directory" },
  names: { default: 2_000_000, unit: "entries", doc: "names that the walk looks at, or find shows, in all" },
  content_bytes: { default: 33_554_432, unit: "bytes", doc: "bytes read of the kept files for their sha256" },
  file_bytes: { default: 16_777_216, unit: "bytes", doc: "size of a file above which its sha256 is not computed" },
  open_files: { default: 128, unit: "files", doc: "files without a name that processes hold open" },
};
