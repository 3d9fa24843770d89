import type { Container } from "../../contract/tables.ts";
import { type JsonObject, objectAt, parseJsonObject, textAt } from "../../text/json-fields.ts";

/** What the files of a runtime say of a container. */
export type ContainerConfig = Omit<Container, "runtime" | "id" | "unread">;

/** A container of which its files say nothing. */
export const NO_CONFIG: ContainerConfig = {
  name: null,
  image: null,
  image_digest: null,
  pod: null,
  pod_namespace: null,
  pod_uid: null,
  privileged: null,
};

/** With this many capabilities in its bounding set an OCI container was started as privileged. */
const PRIVILEGED_CAPABILITIES = 36;

/**
 * A container by its OCI runtime configuration, with the annotations that containerd, CRI-O and podman add.
 *
 * Errors: null when the text is not a JSON object.
 * Source: OCI runtime-spec config.md; containerd pkg/cri/annotations; CRI-O pkg/annotations
 */
export function parseOciConfig(text: string): ContainerConfig | null {
  const config = parseJsonObject(text);
  if (config === null) return null;
  const notes = objectAt(config, "annotations");
  const bounding = objectAt(objectAt(config, "process"), "capabilities")["bounding"];
  const image = textAt(
    notes,
    "io.kubernetes.cri.image-name",
    "io.kubernetes.cri-o.ImageName",
    "org.opencontainers.image.ref.name",
  );
  return {
    name: textAt(
      notes,
      "io.kubernetes.cri.container-name",
      "io.kubernetes.container.name",
      "nerdctl/name",
      "io.podman.annotations.name",
    ),
    image,
    image_digest: textAt(notes, "io.kubernetes.cri-o.ImageRef") ?? digestIn(image),
    pod: textAt(notes, "io.kubernetes.cri.sandbox-name", "io.kubernetes.pod.name"),
    pod_namespace: textAt(notes, "io.kubernetes.cri.sandbox-namespace", "io.kubernetes.pod.namespace"),
    pod_uid: textAt(notes, "io.kubernetes.cri.sandbox-uid", "io.kubernetes.pod.uid"),
    privileged: Array.isArray(bounding) ? bounding.length >= PRIVILEGED_CAPABILITIES : null,
  };
}

/** The digest in `name@sha256:…`, by which an image may be asked for. */
function digestIn(image: string | null): string | null {
  return /@(sha256:[0-9a-f]{64})$/.exec(image ?? "")?.[1] ?? null;
}

/**
 * A container by docker's own files: `config.v2.json`, and `hostconfig.json` where it could be read.
 *
 * Errors: null when the first text is not a JSON object.
 * Source: moby daemon/container/container.go, api/types/container/hostconfig.go
 */
export function parseDockerConfig(configText: string, hostConfigText: string | null): ContainerConfig | null {
  const config = parseJsonObject(configText);
  if (config === null) return null;
  const labels = objectAt(objectAt(config, "Config"), "Labels");
  const hostConfig = hostConfigText === null ? null : parseJsonObject(hostConfigText);
  const privileged = hostConfig?.["Privileged"];
  return {
    name: textAt(labels, "io.kubernetes.container.name") ?? textAt(config, "Name")?.replace(/^\//, "") ?? null,
    image: textAt(objectAt(config, "Config"), "Image"),
    image_digest: textAt(config, "Image"),
    pod: textAt(labels, "io.kubernetes.pod.name"),
    pod_namespace: textAt(labels, "io.kubernetes.pod.namespace"),
    pod_uid: textAt(labels, "io.kubernetes.pod.uid"),
    privileged: typeof privileged === "boolean" ? privileged : null,
  };
}

/**
 * A container by the list of containers that podman and CRI-O keep in their storage.
 *
 * Errors: null when the text is not a list, or does not hold the container.
 * Source: containers/storage containers.go
 */
export function parseStorageList(text: string, id: string): ContainerConfig | null {
  const list = parseJsonObject(`{"list":${text}}`)?.["list"];
  const entry = Array.isArray(list) ? (list as JsonObject[]).find((one) => one?.["id"] === id) : undefined;
  if (entry === undefined) return null;
  const metadata = parseJsonObject(textOf(entry["metadata"])) ?? {};
  const [first] = Array.isArray(entry["names"]) ? (entry["names"] as unknown[]) : [];
  return {
    ...NO_CONFIG,
    name: textAt(metadata, "name") ?? (typeof first === "string" ? first.toWellFormed() : null),
    image: textAt(metadata, "image-name"),
    image_digest: textAt(metadata, "image-id") ?? textAt(entry, "image"),
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
