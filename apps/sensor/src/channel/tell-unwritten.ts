import type { Log } from "../log.ts";

/** For the `catch` of what is followed although it could not be written down: tells so, and knows no other problem. */
export function tellUnwritten(log: Log, event: string): (error: unknown) => null {
  return (error) => {
    log("error", event, { problem: String(error) });
    return null;
  };
}
