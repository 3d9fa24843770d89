import { createHash } from "node:crypto";
import {
  createFold,
  encodePackage,
  type Fold,
  type Frame,
  type Registry,
  type TriagePackage,
} from "@livetriage/triage-core";
import { EXIT, type ExitCode } from "../exit.ts";
import { hasColour, type Io, interruptedBy, note } from "../io.ts";
import type { Destination } from "../output/destination.ts";
import { writeBeside } from "../output/file-sink.ts";
import { summary } from "../views/summary.ts";
import { ndjsonLines } from "./ndjson.ts";
import { nothingCollected } from "./nothing-collected.ts";
import type { Delivery } from "./options.ts";
import { packageName } from "./package-name.ts";
import { type Progress, startProgress } from "./progress.ts";
import { terminalJson } from "./terminal-json.ts";

/**
 * Write a collection out as it comes, then tell how it went: summary, warnings, sha256 of what was written. Returns
 * the exit code.
 */
export async function deliver(
  frames: AsyncIterable<Frame>,
  registry: Registry,
  delivery: Delivery,
  { sink, seal }: Destination,
  io: Io,
): Promise<ExitCode> {
  const document = createFold();
  const progress = startProgress(io, !delivery.quiet);
  const digest = createHash("sha256");
  try {
    const clear = encoded(frames, { document, progress }, registry, delivery, io);
    for await (const bytes of seal === null ? clear : seal(clear)) {
      digest.update(bytes);
      await sink.write(bytes);
    }
  } catch (error) {
    await sink.discard();
    throw error;
  } finally {
    await progress.end();
  }
  const collected = document.result() as TriagePackage;
  const path = await sink.commit(
    delivery.target.kind === "file" ? delivery.target.name : fileName(collected, delivery),
  );
  await conclude(collected, registry, { path, sha256: digest.digest("hex") }, delivery, io);
  return exitCode(collected, delivery, io);
}

/** The bytes of the chosen format: NDJSON as frames come, everything else once they are all there. */
async function* encoded(
  frames: AsyncIterable<Frame>,
  { document, progress }: { readonly document: Fold; readonly progress: Progress },
  registry: Registry,
  { format, target }: Delivery,
  io: Io,
): AsyncGenerator<Uint8Array> {
  const line = ndjsonLines(registry, io.clock);
  const shown = target.kind === "stdout" && io.stdout.terminal;
  const safe = shown ? terminalJson : (json: string): string => json;
  for await (const frame of frames) {
    document.push(frame);
    progress.frame(frame);
    if (format === "ndjson") yield Buffer.from(safe(line(frame)));
  }
  await progress.end();
  const whole = document.result() as TriagePackage;
  if (format === "json") yield Buffer.from(`${safe(encodePackage(whole))}\n`);
  if (format === "summary")
    yield Buffer.from(
      summary(whole, { columns: io.stdout.columns, colour: shown && hasColour(io) }, { all: false, registry }),
    );
}

async function conclude(
  document: TriagePackage,
  registry: Registry,
  written: { path: string; sha256: string },
  delivery: Delivery,
  io: Io,
): Promise<void> {
  const { path, sha256 } = written;
  const { target } = delivery;
  if (delivery.summaryOn !== null) {
    const output = io[delivery.summaryOn];
    const text = summary(
      document,
      { columns: output.columns, colour: output.terminal && hasColour(io) },
      { all: false, registry },
    );
    await output.write(text).catch(() => undefined);
  }
  const nothing = nothingCollected(document);
  if (nothing !== null) await note(io, nothing);
  if (target.kind !== "stdout" && !delivery.sealed && document.root === "/" && !delivery.quiet) {
    await note(io, `${path} is not sealed: root on this host can read and change it (--seal-to encrypts it)`);
  }
  if (target.kind === "directory")
    await writeBeside(`${path}.sha256`, `${sha256}  ${path.slice(path.lastIndexOf("/") + 1)}\n`, delivery.force);
  if (delivery.format !== "summary" || target.kind !== "stdout") await note(io, `${sha256}  ${path}`);
}

function exitCode(document: TriagePackage, delivery: Delivery, io: Io): ExitCode {
  const signal = interruptedBy(io);
  if (signal !== null) return EXIT[signal];
  if (nothingCollected(document) !== null) return EXIT.nothing;
  const isComplete = Object.values(document.phases).every(({ status }) => status === "complete");
  const complete = document.ended === "finished" && isComplete;
  return delivery.strict && !complete ? EXIT.incomplete : EXIT.ok;
}

function fileName(document: TriagePackage, { format, sealed }: Delivery): string {
  return `${packageName(document)}.${format === "summary" ? "txt" : format}${sealed ? ".age" : ""}`;
}
