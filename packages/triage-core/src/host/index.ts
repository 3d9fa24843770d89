export { FIND } from "./find-trust.ts";
export { createLiveHost, type LiveHost, type LiveHostOptions, type LiveHostStats } from "./live-host.ts";
export { defaultReaderCommand, READER_FLAGS, type ReaderCommand, startReader } from "./reader-command.ts";
export { type RecordedAsk, recordHost } from "./record.ts";
export { formatRecording, parseRecording, type Recording, type RecordingHead } from "./recording.ts";
export type { RecordingRedaction } from "./recording-value.ts";
export { replayHost } from "./replay.ts";
export { systemClock } from "./system-clock.ts";
