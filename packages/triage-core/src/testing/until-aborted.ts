import type { HostReader, Result, SkipReason } from "../contract/host-reader.ts";
import { type Ask, interceptHost } from "../host/intercept.ts";

/** A host whose open and later asks answer `SKIPPED` from the moment the signal fires. */
export function untilAborted(inner: HostReader, signal: AbortSignal, why: SkipReason = "cancelled"): HostReader {
  const aborted = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  return interceptHost(inner, async (ask, passOn) => {
    if (signal.aborted) return skipped(ask, why);
    return Promise.race([passOn(), aborted.then(() => skipped(ask, why))]);
  });
}

function skipped({ method, path }: Ask, why: SkipReason): Result<never> {
  return { ok: false, error: { op: method, path, errno: "SKIPPED", why } };
}
