import { randomBytes } from "node:crypto";
import type { ClientHttp2Session } from "node:http2";
import { create } from "@bufbuild/protobuf";
import {
  type Command,
  CommandKind,
  CommandState,
  CommitOutcome,
  CommitUploadRequestSchema,
  decodeCommand,
  jittered,
  OpenUploadRequestSchema,
  PutChunksRequestSchema,
  RefusalReason,
  SensorChannelService,
  type SignedDocument,
  toHex,
} from "@livetriage/proto-types";
import type { FakeWork, SayToCollector } from "./fake-sensor.ts";
import { ask, GrpcCall } from "./grpc-call.ts";
import { manifestOf } from "./manifest-of.ts";
import type { SensorIdentity } from "./sensor-identity.ts";

/** As long as the real sensor waits until it offers a package again. */
const AGAIN_MS = 2_000;

interface Job {
  readonly command: Command;
  readonly packageId: Uint8Array;
  state: "waiting" | "collecting" | "collected" | "delivered" | "halted";
}

interface Line {
  readonly http2: ClientHttp2Session;
  readonly say: SayToCollector;
}

/** What one fake sensor was told to do: one collection at a time, its package delivered once. */
export class FakeJobs {
  readonly #identity: SensorIdentity;
  readonly #work: FakeWork;
  readonly #jobs = new Map<string, Job>();
  #line: Line | null = null;
  #haltedBeforeMs = 0n;
  #sending = false;

  constructor(identity: SensorIdentity, work: FakeWork) {
    this.#identity = identity;
    this.#work = work;
  }

  get collecting(): boolean {
    return this.#some("collecting") !== undefined;
  }

  *resident(): Generator<Uint8Array> {
    for (const { state, packageId } of this.#jobs.values()) if (state === "collected") yield packageId;
  }

  connected(http2: ClientHttp2Session, say: SayToCollector): void {
    this.#line = { http2, say };
    this.#offer();
  }

  disconnected(): void {
    this.#line = null;
  }

  command(document: SignedDocument): void {
    const decoded = decodeCommand(document.payload);
    if (!decoded.ok) return;
    const command = decoded.value;
    const { commandId } = command;
    this.#line?.say({ case: "receipt", value: { commandId } });
    const known = this.#jobs.get(toHex(commandId));
    if (command.kind === CommandKind.HALT) this.#halt(command);
    else if (known !== undefined) this.#tell(known);
    else if (command.kind === CommandKind.COLLECT) this.#begin(command);
  }

  granted(packageId: Uint8Array): void {
    const job = this.#ofPackage(packageId);
    if (job === undefined || this.#line === null || this.#sending || job.state !== "collected") return;
    this.#sending = true;
    const { http2 } = this.#line;
    void this.#deliver(job, http2)
      .catch(() => false)
      .then((delivered) => {
        this.#sending = false;
        if (delivered) this.#offer();
        else setTimeout(() => this.#offer(), jittered(AGAIN_MS, Math.random())).unref();
      });
  }

  missing(packageId: Uint8Array): void {
    const job = this.#ofPackage(packageId);
    if (job?.state === "delivered") job.state = "collected";
    this.#offer();
  }

  #some(state: Job["state"]): Job | undefined {
    for (const job of this.#jobs.values()) if (job.state === state) return job;
    return undefined;
  }

  #ofPackage(packageId: Uint8Array): Job | undefined {
    const id = toHex(packageId);
    for (const job of this.#jobs.values()) if (toHex(job.packageId) === id) return job;
    return undefined;
  }

  #begin(command: Command): void {
    const job: Job = { command, packageId: randomBytes(16), state: "waiting" };
    if (command.notBeforeMs <= this.#haltedBeforeMs) job.state = "halted";
    this.#jobs.set(toHex(command.commandId), job);
    if (job.state === "halted") this.#tell(job);
    else this.#collectNext();
  }

  #collectNext(): void {
    const job = this.#some("waiting");
    if (job === undefined || this.collecting) return;
    job.state = "collecting";
    this.#work.tally.starts.push(performance.now());
    this.#tell(job);
    setTimeout(() => {
      if (job.state === "collecting") job.state = "collected";
      this.#offer();
      this.#collectNext();
    }, Math.random() * this.#work.collectMs);
  }

  /** What was asked before is neither begun nor ended any more. */
  #halt({ commandId, notBeforeMs }: Command): void {
    this.#haltedBeforeMs = notBeforeMs;
    for (const job of this.#jobs.values()) {
      if (job.state !== "waiting" && job.state !== "collecting") continue;
      job.state = "halted";
      this.#tell(job);
    }
    this.#line?.say({ case: "status", value: { commandId, state: CommandState.DONE } });
  }

  #tell({ command: { commandId }, state }: Job): void {
    if (state === "waiting") return;
    const reason = state === "halted" ? RefusalReason.HALTED : RefusalReason.UNSPECIFIED;
    const told = state === "halted" ? CommandState.REFUSED : CommandState.RUNNING;
    if (state === "halted") this.#work.tally.refused += 1;
    this.#line?.say({
      case: "status",
      value: { commandId, state: state === "delivered" ? CommandState.DONE : told, reason, attempt: 1 },
    });
  }

  #offer(): void {
    const job = this.#some("collected");
    if (job === undefined || this.#sending) return;
    const { packageId } = job;
    const { commandId } = job.command;
    const sealedBytes = BigInt(this.#work.pack.bytes);
    this.#line?.say({ case: "offer", value: { packageId, commandId, sealedBytes } });
  }

  async #deliver(job: Job, http2: ClientHttp2Session): Promise<boolean> {
    const { pack, tally } = this.#work;
    const { packageId } = job;
    const { method } = SensorChannelService;
    const { commandId } = job.command;
    const open = create(OpenUploadRequestSchema, { packageId, commandId, attempt: 1 });
    const { committedOffset, committed } = await ask(http2, method.openUpload, open);
    if (!committed) {
      const put = new GrpcCall(http2, method.putChunks, () => undefined);
      for (const { offset, sealed, sha256 } of pack.chunks) {
        if (offset + sealed.length <= Number(committedOffset)) continue;
        put.send(create(PutChunksRequestSchema, { chunk: { packageId, offset: BigInt(offset), sealed, sha256 } }));
      }
      put.end();
      await put.ended;
    }
    const manifest = manifestOf(this.#identity, { packageId, commandId }, pack);
    const commit = create(CommitUploadRequestSchema, { packageId, manifest });
    const { outcome } = await ask(http2, method.commitUpload, commit);
    if (outcome !== CommitOutcome.COMMITTED && outcome !== CommitOutcome.ALREADY_COMMITTED) return false;
    tally.delivered += 1;
    if (outcome === CommitOutcome.COMMITTED) tally.commits.push(toHex(packageId));
    job.state = "delivered";
    this.#tell(job);
    return true;
  }
}
