/**
 * Why a run whose signal fired is over. A deadline says so by its reason, or by its name as `AbortSignal.timeout` does;
 * every other reason is somebody's wish.
 */
export function skipReasonOf({ reason }: AbortSignal): "deadline" | "cancelled" {
  const name: unknown = typeof reason === "string" ? reason : (reason as { name?: unknown } | null)?.name;
  return name === "deadline" || name === "TimeoutError" ? "deadline" : "cancelled";
}
