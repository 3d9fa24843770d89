export type { CapSpec, CapSpecs, Caps } from "./contract/caps.ts";
export type { Clock } from "./contract/clock.ts";
export { type FileSystemRefusal, isLayered, refusalOf } from "./contract/file-systems.ts";
export type { Account, HostFacts, MountPoint } from "./contract/host-facts.ts";
export type {
  DirEntry,
  FileBytes,
  FileGlance,
  FileHash,
  FileIdentity,
  FileStat,
  FileType,
  FindEvent,
  FindSpec,
  FoundEntry,
  HostError,
  HostReader,
  InsideProcess,
  LinkEntry,
  Links,
  Listing,
  ListOptions,
  PartValue,
  ReadPart,
  ReadSet,
  ReadSetOptions,
  Result,
  SkipReason,
} from "./contract/host-reader.ts";
export type { AnyPhase, Phase, PhaseContext, PhaseEvent, Registry } from "./contract/phase.ts";
export { definePhase } from "./contract/phase.ts";
export { type FoundPhase, phaseOf } from "./contract/phase-module.ts";
export type {
  Container,
  ContainerTable,
  FdTable,
  FileOwner,
  ImageHash,
  KnownFile,
  OpenFd,
  OwnerTable,
  PackageManager,
  PackageScript,
  ProcessFds,
  RunningImage,
  Tables,
} from "./contract/tables.ts";
export { parseMountinfo } from "./head/parse/mountinfo.ts";
export { parseUtmp } from "./head/parse/utmp.ts";
export { createRedact } from "./head/redact.ts";
export { askAhead } from "./host/ask-ahead.ts";
export { glanceOf } from "./host/glance.ts";
export { collectTriagePackage } from "./run/collect-triage-package.ts";
export { encodedSize, encodeFrame, encodeItem, encodePackage } from "./run/encode.ts";
export { type FitRules, type Fitted, fitItems } from "./run/fit-items.ts";
export { createFold, type Fold, fold } from "./run/fold.ts";
export { toTriageError } from "./run/host-error.ts";
export { hostWithSignal } from "./run/host-with-signal.ts";
export { type Kept, keepByStrata, type StrataRules } from "./run/keep-by-strata.ts";
export { LANES, type Lane, type LaneHost, type LaneStats, NO_COST } from "./run/lane.ts";
export { type Plan, type PlannedPhase, type PlanRequest, planCollection } from "./run/plan.ts";
export { type CollectionOptions, runCollection } from "./run/run-collection.ts";
export { toGroups } from "./run/truncation-groups.ts";
export * from "./schema/collection.ts";
export * from "./schema/envelope.ts";
export * from "./schema/error.ts";
export * from "./schema/fact.ts";
export * from "./schema/frame.ts";
export { checkGrowth } from "./schema/growth.ts";
export * from "./schema/host.ts";
export * from "./schema/identity.ts";
export * from "./schema/integrity.ts";
export { composeSchema, itemSchema, type JsonSchema, toJsonSchema } from "./schema/json-schema.ts";
export * from "./schema/signals.ts";
export * from "./schema/truncation.ts";
export { CONTAINER_FILES } from "./tables/containers/container-files.ts";
export { toOpenFds } from "./tables/fds/open-fds.ts";
export { PACKAGE_FILES } from "./tables/owners/package-files.ts";
export { type Instant, instantOf, nsOf } from "./text/instant.ts";
