import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { CollectSchema } from "@livetriage/proto-types";
import { readYaml } from "@livetriage/proto-types/yaml";
import { fold, type TriagePackage } from "@livetriage/triage-core";
import { afterAll, describe, expect, test } from "vitest";
import { parseConfig } from "../src/config/parse-config.ts";
import { VERSION } from "../src/version.ts";
import { requestFor, startCollecting } from "./kit/collecting-process.ts";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { configMapSchema, daemonSetSchema } from "./kit/kubernetes-schema.ts";
import { framesOf } from "./kit/unseal.ts";

const MANIFEST = join(import.meta.dirname, "../kubernetes/daemonset.yaml");
const [first, second] = readFileSync(MANIFEST, "utf8")
  .split(/^---$/m)
  .map(readYaml)
  .flatMap((document) => (document.ok ? [document.content] : []));
const configMap = configMapSchema.parse(first);
const { spec } = daemonSetSchema.parse(second).spec.template;
const config = parseConfig(configMap.data["sensor.yaml"] ?? "none");

describe("the DaemonSet", () => {
  test("has a configuration that a sensor takes, and reads the node where it is mounted", () => {
    expect(config).toMatchObject({ ok: true, warnings: [] });
    const mounts = spec.containers.flatMap(({ volumeMounts }) => volumeMounts);
    expect(mounts).toContainEqual({
      name: "host",
      mountPath: (config as { config: { host_root: string } }).config.host_root,
      readOnly: true,
      mountPropagation: "HostToContainer",
    });
    const volumes = new Set(spec.volumes.map(({ name }) => name));
    expect(mounts.filter(({ name }) => !volumes.has(name))).toEqual([]);
  });

  test("has no more rights than reading a node and parting two users take", () => {
    expect(spec.hostPID).toBe(true);
    expect(spec).not.toHaveProperty("hostNetwork");
    expect(spec.automountServiceAccountToken).toBe(false);
    for (const { securityContext } of [...spec.initContainers, ...spec.containers]) {
      expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
      expect(securityContext.capabilities.drop).toEqual(["ALL"]);
    }
    expect(spec.containers.map(({ securityContext }) => securityContext.capabilities.add)).toEqual([
      ["DAC_READ_SEARCH", "SYS_PTRACE", "SETUID", "SETGID", "CHOWN", "KILL"],
    ]);
    const writable = spec.volumes.filter(({ name }) =>
      spec.containers[0]?.volumeMounts.some((mount) => mount.name === name && mount.readOnly !== true),
    );
    expect(writable.map(({ name }) => name)).toEqual(["state", "run"]);
  });

  test("is of this version", () => {
    for (const { image } of [...spec.initContainers, ...spec.containers])
      expect(image).toBe(`livetriage-sensor:${VERSION}`);
  });
});

const SLEEP = "/usr/bin/sleep";

/** A node: process 1 has the tree as its root, and beside it runs what is started; both keep the pid namespace alive. */
const NODE = `mount --bind "$0" "$0" && mount -t proc proc "$0/proc" && exec 3<&0
(until [ "$(readlink /proc/1/root)" != / ]; do :; done; exec "$@") <&3 &
exec chroot "$0" ${SLEEP} 60`;

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)(`on one node${isRoot ? "" : " (needs root)"}`, async () => {
  const { collector, host } = await enrolledHost();
  const tree = mkdtempSync(join(tmpdir(), "livetriage-node-"));
  afterAll(() => rmSync(tree, { recursive: true }));
  for (const folder of ["proc", "etc/cron.d", "etc/systemd/system", "root"])
    mkdirSync(join(tree, folder), { recursive: true });
  const libraries = execFileSync("ldd", [SLEEP], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
  for (const file of [SLEEP, ...libraries]) {
    mkdirSync(join(tree, dirname(file)), { recursive: true });
    copyFileSync(file, join(tree, file));
  }
  for (const [path, text] of Object.entries({
    "etc/passwd": "root:x:0:0:root:/root:/bin/sh\n",
    "etc/cron.d/planted": "0 0 1 1 * root /usr/bin/true planted\n",
    "etc/systemd/system/planted.service": "[Service]\nExecStart=/usr/bin/true\n[Install]\nWantedBy=multi-user.target\n",
  }))
    writeFileSync(join(tree, path), text);

  const collect = async (settings: string): Promise<TriagePackage> => {
    host.configure(settings);
    const own = ["unshare", "--pid", "--fork", "--kill-child", "--mount", "--mount-proc", "sh", "-c", NODE, tree];
    const peer = await startCollecting(host, own);
    const command = collector.fleet.command({ collect: create(CollectSchema, { phases: ["persistence"] }) });
    peer.send(requestFor(command.document));
    const sealed: Uint8Array[] = [];
    for await (const answer of peer.answers()) if (answer.kind === "segment") sealed.push(answer.sealed);
    peer.child.kill("SIGKILL");
    return fold((await framesOf(Buffer.concat(sealed), collector.fleet.identity)).frames) as TriagePackage;
  };
  const itemsOf = (document: TriagePackage) => document.phases["persistence"]?.items as { path: string }[];

  test("the DaemonSet finds what the package finds", { timeout: 120_000 }, async () => {
    const asPackage = await collect("host_root: /proc/1/root\n");
    const asDaemonSet = await collect(`host_root: ${tree}\n`);
    expect([asPackage, asDaemonSet].map(({ vantage }) => vantage.host_root)).toEqual(["/proc/1/root", tree]);
    expect(itemsOf(asPackage).map(({ path }) => path)).toEqual(
      expect.arrayContaining(["/etc/cron.d/planted", "/etc/systemd/system/planted.service"]),
    );
    const lasting = (items: { path: string }[]) => items.filter(({ path }) => !path.startsWith("/proc/"));
    expect(lasting(itemsOf(asDaemonSet))).toEqual(lasting(itemsOf(asPackage)));
  });
});
