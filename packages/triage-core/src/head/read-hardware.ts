import type { HostSection } from "../schema/host.ts";
import { toCloud } from "./cloud.ts";
import { type Dmi, NO_DMI, readDmi } from "./dmi.ts";
import { parseInstanceData, parseResultJson } from "./parse/cloud-init.ts";
import type { Sources } from "./sources.ts";
import { detectVirtualization } from "./virtualization.ts";

const INSTANCE_DATA = "/run/cloud-init/instance-data.json";

/** The machine, real or virtual, and whose cloud it stands in. */
export async function readHardware(
  sources: Sources,
  live: boolean,
): Promise<Pick<HostSection, "dmi" | "virtualization" | "cloud">> {
  const dmi = live ? await readDmi(sources) : NO_DMI;
  const [virtualization, cloud] = await Promise.all([
    live ? readVirtualization(sources, dmi) : null,
    readCloud(sources, dmi),
  ]);
  const word = (value: string | null, name: string) =>
    value === null ? null : sources.brief(value, `/sys/class/dmi/id/${name}`);
  return {
    dmi: {
      vendor: word(dmi.sys_vendor, "sys_vendor"),
      product: word(dmi.product_name, "product_name"),
      uuid: word(dmi.product_uuid, "product_uuid"),
      serial: word(dmi.product_serial, "product_serial"),
    },
    virtualization: virtualization === null ? null : sources.brief(virtualization, "/sys/hypervisor/type"),
    cloud,
  };
}

async function readVirtualization(sources: Sources, dmi: Dmi): Promise<string | null> {
  const [hypervisorType, xenCapabilities, cpuinfo] = await Promise.all([
    sources.line("/sys/hypervisor/type"),
    sources.line("/proc/xen/capabilities"),
    sources.text("/proc/cpuinfo", { maxBytes: 8192, partial: true }),
  ]);
  return detectVirtualization({ dmi, hypervisor_type: hypervisorType, xen_capabilities: xenCapabilities, cpuinfo });
}

async function readCloud(sources: Sources, dmi: Dmi): Promise<HostSection["cloud"]> {
  const [data, instanceId, cloudId, result] = await Promise.all([
    sources.text(INSTANCE_DATA, { maxBytes: 262_144 }),
    sources.line("/var/lib/cloud/data/instance-id"),
    sources.line("/run/cloud-init/cloud-id"),
    sources.text("/var/lib/cloud/data/result.json", { maxBytes: 16_384 }),
  ]);
  const instanceData = data === null ? null : parseInstanceData(data);
  if (data !== null && instanceData === null) sources.malformed(INSTANCE_DATA, 1, "document");
  const datasource = result === null ? null : parseResultJson(result);
  const cloud = toCloud({ dmi, instance_data: instanceData, instance_id: instanceId, cloud_id: cloudId, datasource });
  if (cloud === null) return null;
  const word = (value: string | null) => (value === null ? null : sources.brief(value, INSTANCE_DATA));
  return {
    provider: word(cloud.provider),
    instance_id: word(cloud.instance_id),
    region: word(cloud.region),
    account: word(cloud.account),
    image: word(cloud.image),
  };
}
