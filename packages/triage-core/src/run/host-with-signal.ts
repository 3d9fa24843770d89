import type { HostReader, Result } from "../contract/host-reader.ts";
import { type Ask, interceptHost } from "../host/intercept.ts";
import { skipReasonOf } from "../host/skip-reason.ts";

/**
 * A view of a host that goes quiet when the signal fires: every outstanding and every later ask answers `SKIPPED`
 * at once, with what the signal fired for.
 */
export function hostWithSignal(host: HostReader, signal: AbortSignal): HostReader {
  const waiting = new Set<() => void>();
  signal.addEventListener("abort", () => {
    for (const release of waiting) release();
    waiting.clear();
  });
  return interceptHost(host, <T>(ask: Ask, passOn: () => Promise<Result<T>>): Promise<Result<T>> => {
    if (signal.aborted) return Promise.resolve(skipped(ask, signal));
    return new Promise((resolve) => {
      const release = (): void => resolve(skipped(ask, signal));
      waiting.add(release);
      void passOn().then((result) => {
        waiting.delete(release);
        resolve(result);
      });
    });
  });
}

function skipped(ask: Ask, signal: AbortSignal): Result<never> {
  return { ok: false, error: { op: ask.method, path: ask.path, errno: "SKIPPED", why: skipReasonOf(signal) } };
}
