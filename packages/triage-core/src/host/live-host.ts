import type { ChildProcess } from "node:child_process";
import type { HostReader, InsideProcess, Result } from "../contract/host-reader.ts";
import type { Ask } from "../reader/ask.ts";
import { createTables } from "../tables/tables.ts";
import type { LosslessString } from "../text/lossless.ts";
import { AskScope } from "./ask-scope.ts";
import { runFind } from "./find.ts";
import { distrustOfFind } from "./find-trust.ts";
import { Pending } from "./pending.ts";
import { defaultReaderCommand, type ReaderCommand } from "./reader-command.ts";
import { ReaderPool } from "./reader-pool.ts";
import { ReaderStock } from "./reader-stock.ts";

export interface LiveHostOptions {
  /** `/` for the running host, else a directory that holds an image of one. */
  readonly root?: LosslessString;
  /** Where the files of the running host are, when not at `/`: `/proc/1/root`, or a directory where they are mounted. */
  readonly hostRoot?: LosslessString | undefined;
  /** Readers at work at the same time at most; the second starts only where it pays. */
  readonly readers?: 1 | 2;
  readonly command?: ReaderCommand;
  /** A reader that was started by `startReader` from the same command beforehand; it is the first that is used. */
  readonly early?: ChildProcess | undefined;
  /** When it fires, every open and later ask answers `SKIPPED`. */
  readonly signal?: AbortSignal;
  /** Mount points that are entered whatever is mounted there. */
  readonly enterMounts?: readonly LosslessString[];
  /** Offer the host's `find` where it can be trusted: root `/` only, for an operator's command only. */
  readonly find?: boolean;
}

/** What reading has cost so far. */
export interface LiveHostStats {
  readonly asks: number;
  readonly bytes_read: number;
  readonly files_opened: number;
  /** Files read without O_NOATIME, for it was refused. */
  readonly atime_touched: number;
  readonly directories_listed: number;
  /** Processor time of the readers, as they last told it. */
  readonly cpu_ms: number;
  /** The readers' peaks, added up. */
  readonly peak_rss_bytes: number;
  readonly readers_started: number;
  readonly readers_abandoned: number;
  /** Every reader process of this host so far. */
  readonly reader_pids: readonly number[];
  /** Little memory or few descriptors: one reader, and a small window. */
  readonly small_host: boolean;
}

/** The running host, or an image of one, through sealed reader processes. */
export interface LiveHost extends HostReader {
  /** The same host for one phase: its own signal, and its own share of time that blocked reads may cost. */
  forPhase(signal: AbortSignal): HostReader;
  /** Why `find` is not offered, null when it is. To be awaited before `forPhase`, which offers it from then on. */
  readonly findDistrust: Promise<string | null>;
  stats(): LiveHostStats;
  /** Ends the readers; every open and later ask answers `SKIPPED`. */
  close(): void;
}

/** Time that blocked reads may take from one phase. */
const LOST_MOST_MS = 5000;

/**
 * Start reading a host. The first reader is started at once; this process itself opens nothing of the host but
 * `/proc/READER/stat` of its readers.
 */
export function createLiveHost(options: LiveHostOptions = {}): LiveHost {
  const { root = "/", hostRoot = "/", readers = 2, command = defaultReaderCommand(), enterMounts = [] } = options;
  const own = new AskScope(options.signal, LOST_MOST_MS);
  const live = root === "/";
  const settings = { kind: "settings", root: live ? hostRoot : root, live, enter: enterMounts } as const;
  const pool = new ReaderPool((events) => new ReaderStock(command, options.early, settings, events), readers, own);
  let asks = 0;
  const ask = <T>(scope: AskScope, what: Ask): Promise<Result<T>> =>
    new Promise((resolve) => {
      asks++;
      const pending = new Pending(what, scope, resolve as (result: Result<unknown>) => void);
      if (scope.ended === null) pool.submit(pending);
      else pending.fail("SKIPPED", scope.ended);
    });
  const host = hostOf((what) => ask(own, what));
  const inside: LiveHost[] = [];
  let finds = false;
  const distrust =
    options.find !== true || !live ? Promise.resolve("not asked for") : distrustOfFind(host, process.env);
  return {
    ...host,
    forPhase(signal) {
      const scope = new AskScope(signal, LOST_MOST_MS);
      const phaseHost = hostOf((what) => ask(scope, what));
      const within = (pid: number): InsideProcess => enter(pid, { command, signal }, inside);
      return { ...phaseHost, ...(live ? { within } : {}), ...(finds ? { find: runFind } : {}) };
    },
    findDistrust: distrust.then((reason) => {
      finds = reason === null;
      return reason;
    }),
    stats: () => inside.map((one) => one.stats()).reduce(sumOf, { asks, ...pool.stats() }),
    close: () => {
      pool.close();
      for (const one of inside) one.close();
    },
  };
}

/** The host as a process in another mount namespace sees it; it is counted with the others. */
function enter(
  pid: number,
  options: { readonly command: ReaderCommand; readonly signal: AbortSignal },
  others: LiveHost[],
): InsideProcess {
  const host = createLiveHost({ ...options, root: `/proc/${pid}/root`, readers: 1 });
  others.push(host);
  return { host, tables: createTables(host), close: () => host.close() };
}

function sumOf(a: LiveHostStats, b: LiveHostStats): LiveHostStats {
  return {
    asks: a.asks + b.asks,
    bytes_read: a.bytes_read + b.bytes_read,
    files_opened: a.files_opened + b.files_opened,
    atime_touched: a.atime_touched + b.atime_touched,
    directories_listed: a.directories_listed + b.directories_listed,
    cpu_ms: a.cpu_ms + b.cpu_ms,
    peak_rss_bytes: a.peak_rss_bytes + b.peak_rss_bytes,
    readers_started: a.readers_started + b.readers_started,
    readers_abandoned: a.readers_abandoned + b.readers_abandoned,
    reader_pids: [...a.reader_pids, ...b.reader_pids],
    small_host: a.small_host,
  };
}

function hostOf(ask: <T>(what: Ask) => Promise<Result<T>>): HostReader {
  return {
    readSet: (path, parts, { expect } = {}) => ask({ kind: "set", path, parts, expect: expect?.start_ticks ?? "" }),
    list: (path, { maxEntries, stat, noFollow, otherView, changedSinceNs, after = "" }) =>
      ask({
        kind: "list",
        path,
        maxEntries,
        stat: stat === true,
        noFollow: noFollow === true,
        otherView: otherView === true,
        changedSinceNs: changedSinceNs ?? null,
        after,
      }),
    readFile: (path, { offset = 0, maxBytes, tailBytes = 0, expect = null }) =>
      ask({ kind: "file", path, offset, maxBytes, tailBytes, expect }),
    readLink: (path) => ask({ kind: "link", path }),
    lstat: (path) => ask({ kind: "lstat", path }),
    resolve: (path) => ask({ kind: "resolve", path }),
    hash: (path, { maxBytes, also = null, headBytes = 0, expect = null }) =>
      ask({ kind: "hash", path, maxBytes, also, headBytes, expect }),
    look: (path, names) => ask({ kind: "look", path, names }),
    probe: (from, to) => ask({ kind: "probe", path: "/proc", from, to }),
  };
}
