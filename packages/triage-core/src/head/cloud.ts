import type { Dmi } from "./dmi.ts";
import type { CloudInit } from "./parse/cloud-init.ts";

/** A cloud instance as far as files tell. */
export interface Cloud {
  readonly provider: string | null;
  readonly instance_id: string | null;
  readonly region: string | null;
  readonly account: string | null;
  readonly image: string | null;
}

/** What is known of the instance from the firmware and from cloud-init. */
export interface CloudClues {
  readonly dmi: Dmi;
  readonly instance_data: CloudInit | null;
  /** /var/lib/cloud/data/instance-id */
  readonly instance_id: string | null;
  /** /run/cloud-init/cloud-id */
  readonly cloud_id: string | null;
  /** Data source of /var/lib/cloud/data/result.json. */
  readonly datasource: string | null;
}

/** Azure's chassis tag, the same on all its machines. */
const AZURE_TAG = "7783-7084-3265-9085-8269-3286-77";

/** Firmware words of each provider. Source: cloud-init ds-identify, and the providers' own documentation. */
const FIRMWARE: readonly (readonly [provider: string, matches: (dmi: Dmi) => boolean])[] = [
  [
    "aws",
    (dmi) =>
      dmi.sys_vendor === "Amazon EC2" ||
      dmi.bios_vendor === "Amazon EC2" ||
      dmi.bios_version?.endsWith(".amazon") === true,
  ],
  ["gcp", (dmi) => dmi.product_name === "Google Compute Engine"],
  ["azure", (dmi) => dmi.chassis_asset_tag === AZURE_TAG],
  ["digitalocean", (dmi) => dmi.sys_vendor === "DigitalOcean"],
  ["hetzner", (dmi) => dmi.sys_vendor === "Hetzner"],
  ["oracle", (dmi) => dmi.chassis_asset_tag === "OracleCloud.com"],
  ["alibaba", (dmi) => dmi.sys_vendor === "Alibaba Cloud" || dmi.product_name === "Alibaba Cloud ECS"],
  [
    "openstack",
    (dmi) => dmi.product_name?.startsWith("OpenStack") === true || dmi.chassis_asset_tag === "OpenTelekomCloud",
  ],
];

/** cloud-init's names, of its cloud ids and its data sources, by provider. */
const CLOUD_INIT_NAMES: Readonly<Record<string, string>> = {
  aws: "aws",
  ec2: "aws",
  gce: "gcp",
  gcp: "gcp",
  azure: "azure",
  digitalocean: "digitalocean",
  hetzner: "hetzner",
  oracle: "oracle",
  aliyun: "alibaba",
  alibaba: "alibaba",
  openstack: "openstack",
};

/** Data sources that are no cloud: a seed file, or nothing at all. */
const NO_CLOUD = new Set(["nocloud", "none", "fallback", "unknown", "configdrive"]);

/** The instance; null when nothing hints at a cloud. */
export function toCloud(clues: CloudClues): Cloud | null {
  const { dmi, instance_data: data } = clues;
  const firmware = FIRMWARE.find(([, matches]) => matches(dmi))?.[0] ?? null;
  const named = [data?.cloud_name, clues.cloud_id, clues.datasource].find((name) => typeof name === "string") ?? null;
  const provider = firmware ?? toProvider(named);
  if (provider === null) return null;
  return {
    provider,
    instance_id: data?.instance_id ?? clues.instance_id ?? instanceOfFirmware(provider, dmi),
    region: data?.region ?? null,
    account: data?.account ?? null,
    image: data?.image ?? null,
  };
}

function toProvider(name: string | null): string | null {
  const key = (name ?? "none").toLowerCase();
  return NO_CLOUD.has(key) ? null : (CLOUD_INIT_NAMES[key] ?? key);
}

/** Providers that write the instance id into the firmware. */
function instanceOfFirmware(provider: string, dmi: Dmi): string | null {
  if (provider === "aws") return dmi.board_asset_tag?.startsWith("i-") === true ? dmi.board_asset_tag : null;
  return provider === "digitalocean" || provider === "hetzner" || provider === "alibaba" ? dmi.product_serial : null;
}
