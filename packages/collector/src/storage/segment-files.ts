import type { Disk } from "./disk.ts";
import { type Extent, HEADER_BYTES, parseSegment, segmentName } from "./segment-record.ts";

/** Bytes of a file that are read in one go; more than a record has. */
const WINDOW_BYTES = 1_048_576;

/** Numbers of the segments that are there, in order. */
export async function segmentsOf(disk: Disk): Promise<number[]> {
  return (await disk.list("segments")).map((name) => Number.parseInt(name, 10));
}

/** The whole records of a segment. */
export async function* recordsOf(disk: Disk, segment: number): AsyncGenerator<Extent, void> {
  const window = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  for (let position = 0; ; ) {
    const extents = parseSegment(await disk.read(segmentName(segment), position, window), segment, position);
    yield* extents;
    const last = extents.at(-1);
    if (last === undefined) return;
    position = last.position + HEADER_BYTES + last.length;
  }
}
