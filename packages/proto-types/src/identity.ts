import type { X509Certificate } from "node:crypto";

/** Who a certificate speaks for. */
export interface Identity {
  readonly fleetId: string;
  readonly role: "sensor" | "operator";
  /** A sensor's UUID, an operator's name. */
  readonly name: string;
  /** Only sensors have any. */
  readonly labels: readonly { readonly name: string; readonly value: string }[];
}

/** Names of fleets and operators: what can stand in a URI as it is. */
export const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;

const SPIFFE = /^spiffe:\/\/([^/]+)\/(sensor|operator)\/([^/]+)$/;
const LABEL = /^livetriage:label:([^=]+)=(.*)$/;

/** The URIs that a certificate of this identity names as its subject. */
export function subjectUris({ fleetId, role, name, labels }: Identity): string[] {
  const label = (text: string) => encodeURIComponent(text).replace(/'/g, "%27");
  return [
    `spiffe://${fleetId}/${role}/${name}`,
    ...labels.map(({ name, value }) => `livetriage:label:${label(name)}=${label(value)}`),
  ];
}

/**
 * Whom a certificate names; null when it is none of ours. That it is genuine must have been verified before.
 *
 * Shape:  URI SANs: one `spiffe://FLEET/sensor/UUID` or `spiffe://FLEET/operator/NAME`, and `livetriage:label:NAME=VALUE`
 *         for each label, percent-encoded.
 */
export function identityOf(certificate: Pick<X509Certificate, "subjectAltName">): Identity | null {
  const names = (certificate.subjectAltName ?? "").split(", ");
  const uris = names.flatMap((name) => (name.startsWith("URI:") ? [name.slice(4)] : []));
  const ids = uris.flatMap((uri) => SPIFFE.exec(uri) ?? []);
  if (ids.length !== 4) return null;
  const [, fleetId, role, name] = ids as [string, string, Identity["role"], string];
  if (!NAME.test(fleetId) || !NAME.test(name)) return null;
  try {
    return { fleetId, role, name, labels: uris.flatMap(labelOf) };
  } catch {
    return null; // a label that is not percent-encoded text
  }
}

function labelOf(uri: string): Identity["labels"] {
  const [, name, value] = LABEL.exec(uri) ?? [];
  return name === undefined || value === undefined
    ? []
    : [{ name: decodeURIComponent(name), value: decodeURIComponent(value) }];
}
