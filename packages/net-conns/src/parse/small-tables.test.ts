import { encodeLossless } from "@livetriage/triage-core/text";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseContainerId } from "./cgroup.ts";
import { parseNetIgmp } from "./net-igmp.ts";

const ID = "5d41402abc4b2a76b9719d911017c592ae5d41402abc4b2a76b9719d911017c5".slice(0, 64);

describe("parseNetIgmp", () => {
  test("names by index, groups left out", () => {
    const text =
      "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n1\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n14\tveth@0a1b2c3:     1      V3\n";
    expect([...parseNetIgmp(encodeLossless(text))]).toEqual([
      [1, "lo"],
      [14, "veth@0a1b2c3"],
    ]);
  });

  test("any bytes are no throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(parseNetIgmp(bytes).size).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

describe("parseContainerId", () => {
  test.each([
    ["docker, cgroup v2", `0::/system.slice/docker-${ID}.scope`, ID],
    ["docker, cgroup v1", `12:pids:/docker/${ID}\n1:name=systemd:/docker/${ID}`, ID],
    ["kubernetes with containerd", `0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope`, ID],
    ["kubernetes, cgroupfs", `4:memory:/kubepods/burstable/pod9a7/${ID}`, ID],
    ["CRI-O", `0::/kubepods.slice/crio-${ID}.scope`, ID],
    ["podman, its inner group", `0::/user.slice/libpod-${ID}.scope/container`, ID],
    ["LXC", "0::/lxc.payload.web1/system.slice", "web1"],
    ["LXC, cgroup v1", "3:cpu:/lxc/web2", "web2"],
    ["a path with colons", `0::/a:b/docker-${ID}.scope`, ID],
    ["a service of the host", "0::/system.slice/ssh.service", null],
    ["the root group", "0::/", null],
    ["63 digits", `0::/docker/${ID.slice(1)}`, null],
    ["nothing", "", null],
  ])("%s", (_name, text, id) => {
    expect(parseContainerId(encodeLossless(text))).toBe(id);
  });
});
