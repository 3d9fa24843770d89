import type { KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { type Identity, subjectUris } from "@livetriage/proto-types";
import type { Endpoint } from "../config/endpoint.ts";
import type { Authority } from "./authority.ts";

/** Sensors renew theirs by themselves; an operator's ends with the key policy that names him, or with a newer one. */
const DAYS = { sensor: 30, operator: 366 } as const;

/** The Collector's certificate for the names and addresses under which it is reached. */
export async function issueServerCertificate(
  authority: Authority,
  endpoints: readonly Endpoint[],
  publicKey: KeyObject,
  nowMs: number,
): Promise<X509Certificate> {
  const hosts = [...new Set(endpoints.map(({ host }) => host))];
  const names = hosts.map((value) => ({ type: isIP(value) === 0 ? ("dns" as const) : ("ip" as const), value }));
  return authority.issue({ commonName: "livetriage Collector", publicKey, names, usage: "server", nowMs, days: 30 });
}

/** The certificate of a sensor or an operator. */
export async function issueClientCertificate(
  authority: Authority,
  identity: Identity,
  publicKey: KeyObject,
  nowMs: number,
): Promise<X509Certificate> {
  const names = subjectUris(identity).map((value) => ({ type: "url" as const, value }));
  const days = DAYS[identity.role];
  return authority.issue({ commonName: identity.name, publicKey, names, usage: "client", nowMs, days });
}
