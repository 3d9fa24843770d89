import { memHost } from "@livetriage/triage-core/testing";
import { expect, it } from "vitest";
import { readPoliteness } from "./read-politeness.ts";

const mount = {
  mount_id: 1,
  parent_id: 0,
  root: "/",
  fs_type: "ext4",
  source: "x",
  options: "rw",
  super_options: "rw",
};
const mounts = [
  { ...mount, device: "8:1", mount_point: "/" },
  { ...mount, device: "253:0", mount_point: "/home/data" },
  { ...mount, device: "0:30", mount_point: "/home/tmp", fs_type: "tmpfs" },
  { ...mount, device: "8:16", mount_point: "/elsewhere" },
];
const stat = (nice: number) => `77 (a) b) S 1 ${"0 ".repeat(14)}${nice} 1 0 99\n`;
const plan = { starts: ["/home"], prunes: new Map(), layered: [] };

async function politeness(entries: Parameters<typeof memHost>[0]): Promise<string[]> {
  const facts = [];
  for await (const { id, value } of readPoliteness(memHost(entries), plan, mounts)) facts.push(`${id} ${value}`);
  return facts;
}

it("tells the nice value, the level of IO, and the schedulers of the disks that are walked", async () => {
  expect(
    await politeness({
      "/proc/self/stat": stat(10),
      "/sys/dev/block/8:1": { link: "../../devices/pci/sda/sda1" },
      "/sys/devices/pci/sda/sda1/size": "9",
      "/sys/devices/pci/sda/queue/scheduler": "none [mq-deadline] kyber\n",
      "/sys/dev/block/253:0/queue/scheduler": "[none]\n",
      "/sys/dev/block/8:16/queue/scheduler": "[bfq]\n",
    }),
  ).toEqual(["nice 10, best-effort IO at level 6 of 7", "io_scheduler 8:1 mq-deadline", "io_scheduler 253:0 none"]);
});

it("leaves out what cannot be read", async () => {
  expect(await politeness({})).toEqual([]);
  expect(await politeness({ "/proc/self/stat": stat(-5) })).toEqual(["nice -5, best-effort IO at level 3 of 7"]);
});
