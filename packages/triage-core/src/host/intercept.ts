import type { HostReader, Result } from "../contract/host-reader.ts";
import type { LosslessString } from "../text/lossless.ts";

/** The single asks of a host, by name. */
export type AskMethod = Exclude<keyof HostReader, "find" | "within">;

/** One ask as it was put: which method, its first argument as text, and what stood after it. */
export interface Ask {
  readonly method: AskMethod;
  readonly path: LosslessString;
  readonly args: readonly unknown[];
}

/** Decides over one ask: pass it on, watch its answer, or answer in the host's place. */
export type Interceptor = <T>(ask: Ask, passOn: () => Promise<Result<T>>) => Promise<Result<T>>;

/** A host whose every ask goes through one function. `find` and `within` are passed on untouched. */
export function interceptHost(inner: HostReader, around: Interceptor): HostReader {
  return {
    readSet: (dir, parts, options) =>
      around({ method: "readSet", path: dir, args: [parts, options] }, () => inner.readSet(dir, parts, options)),
    list: (dir, options) => around({ method: "list", path: dir, args: [options] }, () => inner.list(dir, options)),
    readFile: (path, options) =>
      around({ method: "readFile", path, args: [options] }, () => inner.readFile(path, options)),
    readLink: (path) => around({ method: "readLink", path, args: [] }, () => inner.readLink(path)),
    lstat: (path) => around({ method: "lstat", path, args: [] }, () => inner.lstat(path)),
    look: (path, names) => around({ method: "look", path, args: [names] }, () => inner.look(path, names)),
    resolve: (path) => around({ method: "resolve", path, args: [] }, () => inner.resolve(path)),
    hash: (path, options) => around({ method: "hash", path, args: [options] }, () => inner.hash(path, options)),
    probe: (from, to) => around({ method: "probe", path: "/proc", args: [from, to] }, () => inner.probe(from, to)),
    ...(inner.within === undefined ? {} : { within: inner.within.bind(inner) }),
    ...(inner.find === undefined ? {} : { find: inner.find.bind(inner) }),
  };
}
