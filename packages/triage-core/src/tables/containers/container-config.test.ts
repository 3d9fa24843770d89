import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDockerConfig, parseOciConfig, parseStorageList } from "./container-config.ts";

const json = (value: unknown) => JSON.stringify(value);

test("containerd below kubelet", () => {
  const annotations = {
    "io.kubernetes.cri.container-name": "web",
    "io.kubernetes.cri.image-name": "docker.io/library/nginx:1.27",
    "io.kubernetes.cri.sandbox-name": "web-7d4",
    "io.kubernetes.cri.sandbox-namespace": "shop",
    "io.kubernetes.cri.sandbox-uid": "u-1",
  };
  const process = { capabilities: { bounding: ["CAP_CHOWN"] } };
  expect(parseOciConfig(json({ annotations, process }))).toEqual({
    name: "web",
    image: "docker.io/library/nginx:1.27",
    image_digest: null,
    pod: "web-7d4",
    pod_namespace: "shop",
    pod_uid: "u-1",
    privileged: false,
  });
});

test("CRI-O, privileged", () => {
  const annotations = {
    "io.kubernetes.container.name": "agent",
    "io.kubernetes.cri-o.ImageName": "quay.io/x/agent:1",
    "io.kubernetes.cri-o.ImageRef": "sha256:abc",
    "io.kubernetes.pod.name": "agent-1",
    "io.kubernetes.pod.namespace": "sys",
    "io.kubernetes.pod.uid": "u-2",
  };
  const process = { capabilities: { bounding: Array.from({ length: 41 }, (_, i) => `CAP_${i}`) } };
  expect(parseOciConfig(json({ annotations, process }))).toMatchObject({
    name: "agent",
    image: "quay.io/x/agent:1",
    image_digest: "sha256:abc",
    pod: "agent-1",
    privileged: true,
  });
});

test("docker, with and without its second file", () => {
  const config = json({ Name: "/db", Image: "sha256:def", Config: { Image: "postgres:16", Labels: {} } });
  const whole = { name: "db", image: "postgres:16", image_digest: "sha256:def", pod: null, privileged: true };
  expect(parseDockerConfig(config, json({ Privileged: true }))).toMatchObject(whole);
  expect(parseDockerConfig(config, null)).toMatchObject({ ...whole, privileged: null });
});

test("podman's list of containers", () => {
  const metadata = json({ "image-name": "localhost/app:1", "image-id": "77", name: "app" });
  const list = json([
    { id: "a", names: ["other"] },
    { id: "b", names: ["app"], image: "77", metadata },
  ]);
  expect(parseStorageList(list, "b")).toMatchObject({ name: "app", image: "localhost/app:1", image_digest: "77" });
  expect(parseStorageList(list, "c")).toBeNull();
});

test.each([["not JSON"], ["[]"], ["7"], ["null"]])("%s is no configuration", (text) => {
  expect(parseOciConfig(text)).toBeNull();
  expect(parseDockerConfig(text, text)).toBeNull();
  expect(parseStorageList(text, "a")).toBeNull();
});

test("any JSON gives a value", () => {
  fc.assert(
    fc.property(fc.json(), fc.json(), (one, other) => {
      const names = [parseOciConfig(one)?.name, parseDockerConfig(one, other)?.name, parseStorageList(one, "a")?.name];
      expect(names.every((name) => name === null || typeof name !== "object")).toBe(true);
    }),
  );
});
