import type { PhaseSection, TriagePackage } from "../schema/envelope.ts";
import type { Frame } from "../schema/frame.ts";

/** Takes frames one by one and gives the document they make. */
export interface Fold {
  push(frame: Frame): void;
  /** The document so far, or null when no header came. */
  result(): TriagePackage | null;
}

/**
 * The document that a stream of frames makes. A stream that ends early makes a valid partial document: a phase without
 * its end frame is `partial`, and `ended` is `interrupted`.
 */
export function createFold(): Fold {
  let document: TriagePackage | null = null;
  let order: readonly string[] = [];

  function section(name: string): PhaseSection | undefined {
    return document?.phases[name];
  }

  return {
    push(frame) {
      switch (frame.frame) {
        case "header":
          order = frame.phases;
          document = startedDocument(frame);
          break;
        case "phase-start":
          if (document !== null) {
            document.phases = inOrder(order, { ...document.phases, [frame.phase]: startedSection(frame) });
          }
          break;
        case "item":
          section(frame.phase)?.items.push(frame.item);
          break;
        case "phase-end": {
          const { frame: _kind, phase, items: _count, ...end } = frame;
          Object.assign(section(phase) ?? {}, end);
          break;
        }
        case "trailer":
          if (document !== null) document = finish(document, frame);
          break;
      }
    },
    result: () => document,
  };
}

/** The document of a whole list of frames; null when it has no header. */
export function fold(frames: Iterable<Frame>): TriagePackage | null {
  const document = createFold();
  for (const frame of frames) document.push(frame);
  return document.result();
}

/** Phases start side by side; the document has them in the order of its header. */
function inOrder(order: readonly string[], phases: TriagePackage["phases"]): TriagePackage["phases"] {
  const names = [...order.filter((name) => Object.hasOwn(phases, name)), ...Object.keys(phases)];
  return Object.fromEntries(names.map((name) => [name, phases[name] as PhaseSection]));
}

function startedDocument({ head }: Extract<Frame, { frame: "header" }>): TriagePackage {
  return { ...head, finished_at: null, duration_ms: null, ended: "interrupted", footprint: null, phases: {} };
}

function startedSection(frame: Extract<Frame, { frame: "phase-start" }>): PhaseSection {
  const { version, schema, caps, params, started_at } = frame;
  const error = {
    kind: "cancelled" as const,
    scope: "phase" as const,
    source: "frames",
    message: "the stream ended before the phase did",
  };
  return {
    version,
    schema,
    status: "partial",
    error,
    errors: [],
    truncations: [],
    caps,
    params,
    facts: [],
    started_at,
    duration_ms: null,
    items: [],
  };
}

function finish(document: TriagePackage, frame: Extract<Frame, { frame: "trailer" }>): TriagePackage {
  const { finished_at, duration_ms, ended, footprint, clocks_end } = frame;
  const collection = { ...document.collection, clocks_end };
  return { ...document, collection, finished_at, duration_ms, ended, footprint };
}
