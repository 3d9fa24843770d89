import type { KeyObject, X509Certificate } from "node:crypto";
import { create, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { issuerOf } from "./authorities.ts";
import { type Decoded, decodeManifest } from "./decode.ts";
import type { SignedDocument } from "./gen/triage/channel/v1/command_pb.ts";
import { type Manifest, ManifestSchema } from "./gen/triage/channel/v1/package_pb.ts";
import { identityOf } from "./identity.ts";
import { PAYLOAD_TYPES } from "./payload-types.ts";
import { signDocument } from "./sign-document.ts";
import { isSignedBy } from "./verify-document.ts";

/** Sign what a package is with the sensor's key. */
export function makeManifest(manifest: MessageInitShape<typeof ManifestSchema>, key: KeyObject): SignedDocument {
  return signDocument(PAYLOAD_TYPES.manifest, toBinary(ManifestSchema, create(ManifestSchema, manifest)), key);
}

/** What a manifest is verified against. */
export interface ManifestFacts {
  readonly fleetId: string;
  /** The fleet's CAs. */
  readonly authorities: readonly X509Certificate[];
  /** The sensor's. */
  readonly certificate: X509Certificate;
}

/**
 * The manifest, if the sensor that it names has signed it and a CA of the fleet vouches for that sensor.
 *
 * A certificate that has expired since is no fault: packages are kept longer than certificates last.
 */
export function verifyManifest(document: SignedDocument, facts: ManifestFacts): Decoded<Manifest> {
  const { fleetId, authorities, certificate } = facts;
  if (issuerOf(certificate, authorities) === undefined) {
    return { ok: false, problem: "the sensor's certificate is not from the fleet's CA" };
  }
  const sensor = identityOf(certificate);
  if (sensor?.role !== "sensor" || sensor.fleetId !== fleetId) {
    return { ok: false, problem: "the certificate is not one of a sensor of this fleet" };
  }
  if (!isSignedBy(document, PAYLOAD_TYPES.manifest, certificate.publicKey)) {
    return { ok: false, problem: "the manifest is not signed by the sensor's key" };
  }
  const decoded = decodeManifest(document.payload);
  if (!decoded.ok || decoded.value.sensorId === sensor.name) return decoded;
  return {
    ok: false,
    problem: `the manifest names the sensor ${decoded.value.sensorId}, its signer is ${sensor.name}`,
  };
}
