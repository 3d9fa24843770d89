import type { Collector } from "../collector.ts";
import { Pusher } from "../session/pusher.ts";
import { Dispatcher } from "./dispatcher.ts";
import { RunBook } from "./run-book.ts";
import { RunEvents } from "./run-events.ts";

type Parts = Pick<Collector, "storage" | "audit" | "sessions" | "metrics" | "failures" | "clock" | "settings">;

/** What moves runs, going on where an earlier process was. */
export async function openRuns(parts: Parts): Promise<Pick<Collector, "runs" | "book" | "pusher" | "dispatcher">> {
  const runs = new RunEvents();
  const book = await RunBook.open(parts.storage);
  const pusher = new Pusher({ ...parts, book });
  const dispatcher = new Dispatcher({ ...parts, runs, book, pusher });
  await dispatcher.open();
  return { runs, book, pusher, dispatcher };
}
