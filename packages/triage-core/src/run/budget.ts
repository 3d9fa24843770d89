/** Share of a lane's remaining time that is held back for each phase still to come. */
const HELD_BACK = 0.2;

/** Milliseconds that a phase may use when its lane has `left` ms and `later` phases still to come. */
export function phaseBudget(left: number, later: number): number {
  return Math.max(0, left * Math.max(HELD_BACK, 1 - HELD_BACK * later));
}

/** A signal that fires with reason `deadline` after `ms`, or with the reason of `parent` when that fires first. */
export function deadlineSignal(ms: number, parent: AbortSignal): { readonly signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort("deadline"), ms);
  const follow = (): void => controller.abort(parent.reason);
  if (parent.aborted) follow();
  else parent.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      parent.removeEventListener("abort", follow);
    },
  };
}
