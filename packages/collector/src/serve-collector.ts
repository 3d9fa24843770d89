import { generateKeyPairSync } from "node:crypto";
import {
  type Http2SecureServer,
  Http2ServerRequest,
  Http2ServerResponse,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import { Code, ConnectError, type ConnectRouter } from "@connectrpc/connect";
import { EnrollmentService, Health, OperatorService } from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import { issueServerCertificate } from "./ca/certificates.ts";
import { reloadAuthorities } from "./ca/reload-authorities.ts";
import { nowMs } from "./clock.ts";
import type { Collector } from "./collector.ts";
import { parseEndpoint } from "./config/endpoint.ts";
import { enrollmentService } from "./enrollment/enrollment-service.ts";
import { serveMetrics } from "./metrics/serve-metrics.ts";
import { closeCollector, openCollector } from "./open-collector.ts";
import { fetchPackage } from "./operator/fetch-package.ts";
import { operatorService } from "./operator/operator-service.ts";
import { expireTargets } from "./runs/expire-targets.ts";
import { retirePackages } from "./runs/retire-packages.ts";
import { accept, createTlsServer, secureContextOf, watchConnections } from "./server/accept.ts";
import { answerCalls } from "./server/answer-calls.ts";
import { answerChannel } from "./server/answer-channel.ts";
import { storageErrors } from "./server/call-errors.ts";
import { isForeign } from "./server/caller.ts";
import { every } from "./server/every.ts";
import type { Log } from "./server/failures.ts";
import { createGate } from "./server/gate.ts";
import { health } from "./server/health.ts";
import { DEFAULT_SETTINGS, type Settings } from "./server/settings.ts";
import { tellAuthorities } from "./session/begin-session.ts";
import { drainWindowMs } from "./session/drain-window.ts";
import { serveSession } from "./session/serve-session.ts";
import { commitUpload } from "./uploads/commit-upload.ts";
import { openUpload } from "./uploads/open-upload.ts";
import { putChunks } from "./uploads/put-chunks.ts";

const DAY_MS = 86_400_000;

export interface ServeOptions {
  /** As `initCollector` made it. */
  readonly dir: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Instead of the one in `collector.yaml`; `127.0.0.1:0` picks a free port. */
  readonly listen?: string;
  /** Times and limits that are not the default ones. */
  readonly settings?: Partial<Settings>;
}

export interface RunningCollector {
  readonly port: number;
  /** Prometheus text format. */
  metrics(): string;
  /** Tells the sensors to come back later, ends every call, closes the storage. */
  close(): Promise<void>;
}

/**
 * Serve sensors and operators out of a Collector's directory.
 *
 * Errors: an Error whose message names the file and, for `collector.yaml`, the line and key.
 */
export async function serveCollector(options: ServeOptions): Promise<RunningCollector> {
  const { dir, clock, log } = options;
  const settings = { ...DEFAULT_SETTINGS, ...options.settings };
  const listen = options.listen === undefined ? null : parseEndpoint(options.listen);
  if (options.listen !== undefined && listen === null) throw new Error(`not HOST:PORT: ${options.listen}`);
  const collector = await openCollector(dir, clock, settings, log);
  const { cutAfter } = collector.audit;
  if (cutAfter !== null) log({ level: "error", event: "the audit log was cut or rewritten", after: cutAfter.seq });
  const { config, connections, metrics, failures } = collector;

  const shutdown = new AbortController();
  const tls = await createServer(collector, shutdown.signal);
  const front = await accept(tls, listen ?? config.listen, collector);
  const stops = startTimers(collector);
  const renew = async () => tls.setSecureContext(secureContextOf(await newTlsFiles(collector)));
  stops.push(every(DAY_MS, renew, failures.of("renewal failed")));
  const reload = () => followAuthorities(collector, dir, renew);
  stops.push(every(settings.reloadEveryMs, reload, failures.of("the CAs cannot be followed")));
  if (config.metrics !== undefined) stops.push(await serveMetrics(config.metrics, () => metrics.text()));
  log({ level: "info", event: "listening", port: front.port });
  return {
    port: front.port,
    metrics: () => metrics.text(),
    async close() {
      for (const stop of stops) stop();
      const { sessions } = collector;
      const windowMs = drainWindowMs(sessions.size, settings);
      for (const session of sessions) session.drain(windowMs);
      await new Promise((resolve) => setImmediate(resolve)); // the word to leave is on its way
      shutdown.abort(new ConnectError("the Collector shuts down", Code.Unavailable));
      connections.close();
      await front.close();
      await closeCollector(collector);
      log({ level: "info", event: "closed" });
    },
  };
}

async function createServer(collector: Collector, shutdown: AbortSignal): Promise<Http2SecureServer> {
  const { connections, settings, failures } = collector;
  const tls = createTlsServer(await newTlsFiles(collector), settings);
  watchConnections(tls, collector);
  const gate = createGate(collector);
  const { callMs } = settings;
  const common = { gate, connections, callMs, failures };
  const channel = answerChannel({ ...common, service: packageChannel(collector) });
  const others = answerCalls({ ...common, routes: routes(collector, shutdown), shutdown });
  tls.on("stream", (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _: number, rawHeaders: string[]) => {
    if (channel(stream, headers)) return;
    others(new Http2ServerRequest(stream, headers, {}, rawHeaders), new Http2ServerResponse(stream));
  });
  return tls;
}

function routes(collector: Collector, shutdown: AbortSignal): (router: ConnectRouter) => void {
  const options = { interceptors: [storageErrors(collector.failures)] };
  return (router) => {
    router.service(Health, health(shutdown));
    router.service(EnrollmentService, enrollmentService(collector), options);
    router.service(OperatorService, operatorService(collector), options);
  };
}

function packageChannel(collector: Collector) {
  return {
    session: serveSession(collector),
    openUpload: openUpload(collector),
    putChunks: putChunks(collector),
    commitUpload: commitUpload(collector),
    fetchPackage: fetchPackage(collector),
  };
}

/** Once the CAs have changed: a certificate of the new one, the news to sensors, and an end for who is of one that is gone. */
async function followAuthorities(collector: Collector, dir: string, renew: () => Promise<void>): Promise<void> {
  if (!(await reloadAuthorities(collector, dir))) return;
  await renew();
  tellAuthorities(collector);
  collector.connections.cut((caller) => isForeign(caller, collector.authorities.believed));
}

/** A key that lives as long as this process, and a certificate for it. */
async function newTlsFiles({ authorities, config, clock }: Collector) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const certificate = await issueServerCertificate(authorities.serving, config.endpoints, publicKey, nowMs(clock));
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { key, certificate: certificate.toString(), ca: authorities.believed.map(String).join("") };
}

function startTimers(collector: Collector): (() => void)[] {
  const { settings, grants, audit, failures } = collector;
  return [
    every(settings.expireEveryMs, () => expireTargets(collector), failures.of("expiry failed")),
    every(settings.retireEveryMs, () => retirePackages(collector), failures.of("retention failed")),
    every(60_000, () => audit.checkpoint(), failures.of("checkpoint failed")),
    every(1000, async () => grants.turn(), failures.of("grants failed")),
  ];
}
