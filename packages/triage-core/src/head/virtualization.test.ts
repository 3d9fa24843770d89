import { expect, test } from "vitest";
import type { Dmi } from "./dmi.ts";
import { NO_DMI } from "./dmi.ts";
import { detectVirtualization, type VirtualizationClues } from "./virtualization.ts";

const flags = (words: string) => `processor\t: 0\nflags\t\t: fpu ${words} sse\nbugs\t\t:\n`;

const rows: readonly (readonly [Partial<Dmi>, Partial<VirtualizationClues>, string | null])[] = [
  [{ sys_vendor: "QEMU", product_name: "Standard PC" }, {}, "qemu"],
  [{ product_name: "KVM" }, {}, "kvm"],
  [{ sys_vendor: "VMware, Inc." }, {}, "vmware"],
  [{ sys_vendor: "innotek GmbH", product_name: "VirtualBox" }, {}, "oracle"],
  [{ sys_vendor: "Microsoft Corporation", product_name: "Virtual Machine" }, {}, "microsoft"],
  [{ sys_vendor: "Microsoft Corporation", product_name: "Surface" }, { cpuinfo: flags("vmx") }, "none"],
  [{ sys_vendor: "Amazon EC2", product_name: "t3.micro" }, {}, "amazon"],
  [{ sys_vendor: "Amazon EC2", product_name: "i3.metal" }, { cpuinfo: flags("") }, "none"],
  [{ product_name: "Google Compute Engine" }, {}, "google"],
  [{ bios_vendor: "Xen" }, {}, "xen"],
  [{}, { hypervisor_type: "xen" }, "xen"],
  [{}, { hypervisor_type: "xen", xen_capabilities: "control_d" }, "none"],
  [{}, { cpuinfo: flags("hypervisor") }, "vm-other"],
  [{}, { cpuinfo: flags("nohypervisor") }, "none"],
  [{}, { cpuinfo: "processor\t: 0\nFeatures\t: fp asimd\n" }, null],
  [{}, {}, null],
];

test.each(rows)("firmware %j, clues %j: %j", (dmi, clues, expected) => {
  const known = { hypervisor_type: null, xen_capabilities: null, cpuinfo: null, ...clues };
  expect(detectVirtualization({ dmi: { ...NO_DMI, ...dmi }, ...known })).toBe(expected);
});
