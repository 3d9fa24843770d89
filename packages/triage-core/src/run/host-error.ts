import type { HostError } from "../contract/host-reader.ts";
import type { ErrorKind, ErrorScope, TriageError } from "../schema/error.ts";
import { toText } from "../text/lossless.ts";

const MAX_PATH = 512;

const KINDS: Readonly<Record<string, ErrorKind>> = {
  EACCES: "access_denied",
  EPERM: "access_denied",
  ENOENT: "vanished",
  ESRCH: "vanished",
  VANISHED: "vanished",
  BLOCKED: "blocked",
  SKIPPED: "skipped",
  NOT_REGULAR: "not_regular",
  READER_DIED: "reader_died",
  READER_FAULT: "contract_violation",
};

/**
 * What a failed ask means in the document, by the usual meaning of its errno; a phase that knows better gives `kind`.
 */
export function toTriageError(
  error: HostError,
  meaning: { readonly scope: ErrorScope; readonly source: string; readonly kind?: ErrorKind },
): TriageError {
  const kind = meaning.kind ?? usualKind(error);
  const { text, base64 } = toText(error.path.slice(0, MAX_PATH));
  const skipped =
    kind === "skipped" && error.why !== undefined && error.why !== "deadline" && error.why !== "cancelled";
  return {
    kind,
    scope: meaning.scope,
    source: meaning.source,
    path: text,
    ...(base64 === null ? {} : { path_base64: base64 }),
    errno: error.errno,
    ...(skipped ? { why: error.why } : {}),
  };
}

function usualKind(error: HostError): ErrorKind {
  if (error.errno === "SKIPPED" && error.why === "deadline") return "deadline_exceeded";
  if (error.errno === "SKIPPED" && error.why === "cancelled") return "cancelled";
  return KINDS[error.errno] ?? "io";
}
