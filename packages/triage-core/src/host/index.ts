export { createLiveHost, type LiveHost, type LiveHostOptions, type LiveHostStats } from "./live-host.ts";
export { defaultReaderCommand, READER_FLAGS, type ReaderCommand } from "./reader-command.ts";
export { systemClock } from "./system-clock.ts";
