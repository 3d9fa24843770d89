import { MAX_CHUNK_BYTES, RefusalReason, TargetState } from "@livetriage/proto-types";
import type { Database } from "./database.ts";
import type { ExtentStore, Piece } from "./extent-store.ts";
import { groupCommit } from "./group-commit.ts";
import type { CommitOutcome, Id, StorageEngine, UploadRecord } from "./storage-engine.ts";
import type { UploadRow } from "./tables.ts";

type Uploads = Pick<
  StorageEngine,
  | "openUpload"
  | "upload"
  | "uploadsOf"
  | "appendChunk"
  | "commitUpload"
  | "readSealed"
  | "sealedSha256"
  | "deleteBefore"
>;

/** Packages that are deleted in one transaction. */
const PAGE = 200;

/** Packages as they arrive, stay and go. */
export function uploads(db: Database, extents: ExtentStore): Uploads {
  const row = (packageId: Id) => db.uploads.get(packageId);
  const isHeld = (commandId: Id) => db.commands.get(commandId)?.held ?? false;
  const toUpload = ({ sealedBytes: _, ...upload }: UploadRow): UploadRecord => ({
    ...upload,
    committedOffset: extents.end(upload.packageId),
    pieces: extents.pieces(upload.packageId),
    held: isHeld(upload.commandId),
  });
  return {
    openUpload: (upload) =>
      db.write(() => {
        const known = row(upload.packageId);
        if (known !== null) return isSame(known, upload) ? toUpload(known) : null;
        db.uploads.put({ ...upload, sealedBytes: null, manifest: null });
        return { ...upload, manifest: null, committedOffset: 0, pieces: 0, held: isHeld(upload.commandId) };
      }),
    async upload(packageId) {
      const found = row(packageId);
      return found === null ? null : toUpload(found);
    },
    uploadsOf: async (commandId, sensorId) =>
      db.uploads.all("WHERE commandId = ? AND sensorId = ? ORDER BY attempt", commandId, sensorId).map(toUpload),
    ...writes(db, extents),
    readSealed: (packageId, offset) => extents.read(packageId, offset),
    sealedSha256: (packageId) => extents.sha256(packageId),
  };
}

function writes(db: Database, extents: ExtentStore): Pick<Uploads, "appendChunk" | "commitUpload" | "deleteBefore"> {
  const append = groupCommit((chunks: readonly Piece[]) => appendAll(chunks, extents));
  return {
    async appendChunk(packageId, offset, bytes) {
      if (bytes.length > MAX_CHUNK_BYTES) throw new RangeError("a chunk is larger than 256 KiB");
      if (db.uploads.get(packageId) === null) throw new RangeError(`no upload ${packageId}`);
      const end = await append({ packageId, offset, bytes });
      if (end === null) throw new RangeError(`package ${packageId}: a chunk at ${offset} leaves a gap`);
      return end;
    },
    async commitUpload(packageId, sealedBytes, manifest, atMs) {
      const outcome = await db.write(() => commit({ packageId, sealedBytes, manifest, atMs }, db, extents));
      if (outcome.outcome === "committed") extents.forget(packageId);
      return outcome;
    },
    async deleteBefore(ms) {
      const all: Id[] = [];
      for (let some = await deletePage(ms, db); some.length > 0; some = await deletePage(ms, db)) all.push(...some);
      for (const packageId of all) extents.forget(packageId);
      await extents.sweep();
      return all;
    },
  };
}

/** Where each package ends then, null for a chunk that would leave a gap. */
async function appendAll(chunks: readonly Piece[], extents: ExtentStore): Promise<(number | null)[]> {
  const ends = new Map<Id, number>();
  const pieces: Piece[] = [];
  const results = chunks.map(({ packageId, offset, bytes }) => {
    const end = ends.get(packageId) ?? extents.end(packageId);
    if (offset > end) return null;
    const fresh = bytes.subarray(end - offset);
    if (fresh.length > 0) pieces.push({ packageId, offset: end, bytes: fresh });
    ends.set(packageId, end + fresh.length);
    return end + fresh.length;
  });
  if (pieces.length > 0) await extents.append(pieces);
  return results;
}

interface Commit {
  readonly packageId: Id;
  readonly sealedBytes: number;
  readonly manifest: Uint8Array;
  readonly atMs: number;
}

/** In a transaction of the caller. */
function commit({ packageId, sealedBytes, manifest, atMs }: Commit, db: Database, extents: ExtentStore): CommitOutcome {
  const upload = db.uploads.get(packageId);
  if (upload === null) throw new RangeError(`no upload ${packageId}`);
  if (upload.manifest !== null) return { outcome: "already-committed" };
  const { commandId, sensorId, attempt } = upload;
  const other = db.uploads.one("WHERE commandId = ? AND sensorId = ? AND manifest IS NOT NULL", commandId, sensorId);
  if (other !== null) return { outcome: "superseded" };
  const end = extents.end(packageId);
  if (end > sealedBytes)
    throw new RangeError(`package ${packageId}: ${end} bytes came, its manifest says ${sealedBytes}`);
  if (end < sealedBytes) return { outcome: "missing", committedOffset: end };
  extents.settle(packageId);
  db.uploads.put({ ...upload, sealedBytes, manifest });
  const startedAtMs = db.targets.get(commandId, sensorId)?.startedAtMs ?? null;
  const done = { state: TargetState.DONE, reason: RefusalReason.UNSPECIFIED, attempt, packageId, startedAtMs, atMs };
  db.targets.put({ commandId, sensorId, ...done });
  return { outcome: "committed" };
}

function deletePage(ms: number, db: Database): Promise<Id[]> {
  return db.write(() => {
    const isHeld = "SELECT 1 FROM commands WHERE commands.commandId = uploads.commandId AND held = 1";
    const old = db.uploads.all(`WHERE startedAtMs < ? AND NOT EXISTS (${isHeld}) LIMIT ${PAGE}`, ms);
    for (const { packageId } of old) {
      db.extents.delete("WHERE packageId = ?", packageId);
      db.uploads.delete("WHERE packageId = ?", packageId);
    }
    return old.map(({ packageId }) => packageId);
  });
}

function isSame(known: UploadRow, asked: Pick<UploadRow, "commandId" | "sensorId" | "attempt">): boolean {
  const { commandId, sensorId, attempt } = known;
  return commandId === asked.commandId && sensorId === asked.sensorId && attempt === asked.attempt;
}
