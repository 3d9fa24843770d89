import type { Dmi } from "./dmi.ts";

/** What tells a virtual machine from a real one. */
export interface VirtualizationClues {
  readonly dmi: Dmi;
  /** /sys/hypervisor/type */
  readonly hypervisor_type: string | null;
  /** /proc/xen/capabilities: `control_d` in the domain that controls the others. */
  readonly xen_capabilities: string | null;
  /** The first processor of /proc/cpuinfo. */
  readonly cpuinfo: string | null;
}

/** Firmware words that name a hypervisor, first match first, each at the start of a word. Source: systemd-detect-virt */
const VENDORS: readonly (readonly [start: string, name: string])[] = [
  ["KVM", "kvm"],
  ["OpenStack", "kvm"],
  ["KubeVirt", "kvm"],
  ["Amazon EC2", "amazon"],
  ["QEMU", "qemu"],
  ["VMware", "vmware"],
  ["VMW", "vmware"],
  ["innotek GmbH", "oracle"],
  ["VirtualBox", "oracle"],
  ["Xen", "xen"],
  ["Bochs", "bochs"],
  ["Parallels", "parallels"],
  ["BHYVE", "bhyve"],
  ["Hyper-V", "microsoft"],
  ["Apple Virtualization", "apple"],
  ["Google Compute Engine", "google"],
  ["DigitalOcean", "kvm"],
  ["Hetzner", "kvm"],
  ["Alibaba Cloud ECS", "kvm"],
];

/**
 * The hypervisor by the names of systemd-detect-virt: `kvm`, `vmware`, `xen` …, `vm-other` for one that hides its name,
 * `none` on real hardware; null when nothing tells.
 */
export function detectVirtualization({
  dmi,
  hypervisor_type,
  xen_capabilities,
  cpuinfo,
}: VirtualizationClues): string | null {
  if (xen_capabilities?.includes("control_d") === true) return "none";
  const isMetal = dmi.sys_vendor === "Amazon EC2" && dmi.product_name?.endsWith(".metal") === true;
  const isHyperV = dmi.sys_vendor === "Microsoft Corporation" && dmi.product_name === "Virtual Machine";
  if (isMetal) return "none";
  if (isHyperV) return "microsoft";
  const words = [dmi.product_name, dmi.sys_vendor, dmi.board_vendor, dmi.bios_vendor].filter((word) => word !== null);
  const vendor = VENDORS.find(([start]) => words.some((word) => word.startsWith(start)));
  if (vendor !== undefined) return vendor[1];
  if (hypervisor_type !== null) return hypervisor_type;
  const flags = /^flags\s*:(.*)$/m.exec(cpuinfo ?? "")?.[1];
  if (flags === undefined) return null;
  return flags.split(" ").includes("hypervisor") ? "vm-other" : "none";
}
