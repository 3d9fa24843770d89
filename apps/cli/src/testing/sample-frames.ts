import type { Frame, TriagePackage } from "@livetriage/triage-core";

/** The frames that make a package; without the trailer an interrupted stream. */
export function sampleFrames({
  phases,
  finished_at: _end,
  duration_ms: _duration,
  ended: _ended,
  footprint: _cost,
  ...head
}: TriagePackage): Frame[] {
  return [
    { frame: "header", head, phases: Object.keys(phases) },
    ...Object.entries(phases).flatMap(([phase, section]): Frame[] => {
      const { version, schema, caps, params, status, error, errors, truncations, facts, items } = section;
      return [
        { frame: "phase-start", phase, version, schema, caps, params, started_at: "2026-11-23T12:00:00Z" },
        ...items.map((item): Frame => ({ frame: "item", phase, item })),
        { frame: "phase-end", phase, status, error, errors, truncations, facts, duration_ms: 310, items: items.length },
      ];
    }),
    {
      frame: "trailer",
      finished_at: "2026-11-23T12:00:01Z",
      duration_ms: 1000,
      ended: "finished",
      clocks_end: head.collection.clocks_end,
      footprint: {
        cpu_ms: 1,
        peak_rss_bytes: 1,
        asks: 1,
        bytes_read: 1,
        files_opened: 1,
        readers_started: 1,
        readers_abandoned: 0,
        programs_started: [],
      },
      sha256: "0".repeat(64),
    },
  ];
}
