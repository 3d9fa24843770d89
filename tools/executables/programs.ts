import { READER_WORD } from "@livetriage/triage-core/host";

/** A part of a program: the bundle that it is, and the rights that it keeps. */
export interface Part {
  readonly bundle: string;
  /** Of `fs.write` and `child`; the starter gives up the others for good. */
  readonly rights: readonly string[];
  /** The word is no argument of the bundle: it is a program by itself. */
  readonly isProgram?: true;
  /** Starts programs only for a service manager that wants to be told. */
  readonly notifies?: true;
}

/** What becomes one executable. */
export interface Program {
  readonly name: string;
  /** Folder of the bundles. */
  readonly dist: string;
  /** By the first word of the command line. */
  readonly parts: Readonly<Record<string, Part>>;
  /** What every other word, or none, starts. */
  readonly otherwise: Part;
  /** The part that knows what `--version` says. */
  readonly versionFrom: string;
  /** Words for which another program's executable, which lies beside this one, takes its place. */
  readonly beside?: Readonly<Record<string, string>>;
  /** Further files that the parts load. */
  readonly files: readonly string[];
  readonly nodeFlags: readonly string[];
  /** What the C library heeds when it starts. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** As in `bin/livetriage` and `bin/livetriage-sensor`, with all that one of the parts may; Node takes them from the file. */
const SEALED = ["--no-experimental-sqlite", "--permission", "--allow-fs-read=*", "--allow-fs-write=*"];
const ALWAYS = [
  "--openssl-config=/dev/null",
  "--disable-sigusr1",
  "--disable-warning=PERM0002",
  "--disable-warning=ExperimentalWarning",
];

const READER: Part = { bundle: "reader.cjs", rights: [] };

/** The Collector has a file of its own: SQLite writes past what Node refuses, and must not be where suspect hosts are read. */
export const PROGRAMS: readonly Program[] = [
  {
    name: "livetriage",
    dist: "apps/cli/dist",
    parts: { [READER_WORD]: READER, fleet: { bundle: "livetriage-fleet.cjs", rights: ["fs.write"], isProgram: true } },
    otherwise: { bundle: "livetriage.cjs", rights: ["fs.write", "child"] },
    beside: { collector: "livetriage-collector" },
    versionFrom: "livetriage.cjs",
    files: ["program.cjs"],
    nodeFlags: [...ALWAYS, ...SEALED, "--allow-child-process", "--max-semi-space-size=8", "--min-semi-space-size=8"],
  },
  {
    name: "livetriage-sensor",
    dist: "apps/sensor/dist",
    parts: {
      [READER_WORD]: READER,
      collecting: { bundle: "collecting.cjs", rights: ["child", "fs.write"] }, // the latter it gives up itself
      "check-config": { bundle: "collecting.cjs", rights: [] },
      run: { bundle: "livetriage-sensor.cjs", rights: ["fs.write", "child"] },
      daemon: { bundle: "livetriage-sensor.cjs", rights: ["fs.write"], notifies: true },
    },
    otherwise: { bundle: "livetriage-sensor.cjs", rights: ["fs.write"] },
    versionFrom: "collecting.cjs",
    files: ["program.cjs"],
    nodeFlags: [...ALWAYS, ...SEALED, "--allow-child-process", "--max-semi-space-size=4"],
  },
  {
    name: "livetriage-collector",
    dist: "apps/cli/dist",
    parts: {},
    otherwise: { bundle: "livetriage-collector.cjs", rights: [] },
    versionFrom: "livetriage-collector.cjs",
    files: [],
    nodeFlags: [...ALWAYS, "--heap-growing-percent=50", "--max-semi-space-size=8"],
    environment: { MALLOC_MMAP_THRESHOLD_: "32768", MALLOC_TOP_PAD_: "32768" },
  },
];
