export { beNice } from "./be-nice.ts";
export { startEarlyReader } from "./early-reader.ts";
export { createLiveHost, type LiveHost, type LiveHostOptions, type LiveHostStats } from "./live-host.ts";
export { loadPhaseModule } from "./load-phase-module.ts";
export { loadProgram, type ProgramFiles } from "./load-program.ts";
export { openLanes } from "./open-lanes.ts";
export { ownExecutable, programFile, type StartCommand } from "./own-executable.ts";
export { ownUsage } from "./own-usage.ts";
export {
  defaultReaderCommand,
  READER_FLAGS,
  READER_WORD,
  type ReaderCommand,
  readerCommand,
  startReader,
} from "./reader-command.ts";
export { type RecordedAsk, recordHost } from "./record.ts";
export { formatRecording, parseRecording, type Recording, type RecordingHead } from "./recording.ts";
export type { RecordingRedaction } from "./recording-value.ts";
export { replayHost } from "./replay.ts";
export { systemClock } from "./system-clock.ts";
export { describeTool, versionText } from "./tool.ts";
export { toolHashes } from "./tool-hash.ts";
export { tuneEngine } from "./tune-engine.ts";
