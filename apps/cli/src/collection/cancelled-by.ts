/** A signal that says what an interruption means to a collection. */
export function cancelledBy(interrupted: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const cancel = (): void => controller.abort("cancelled");
  if (interrupted.aborted) cancel();
  interrupted.addEventListener("abort", cancel);
  return controller.signal;
}
