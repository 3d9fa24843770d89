import { type JsonObject, objectAt, parseJsonObject, textAt } from "../../text/json-fields.ts";

/** What cloud-init wrote down of the instance; null where it did not. */
export interface CloudInit {
  readonly cloud_name: string | null;
  readonly instance_id: string | null;
  readonly region: string | null;
  readonly account: string | null;
  readonly image: string | null;
}

/** Where each value may stand, first match first. Nothing else of the file is looked at: it can hold user data. */
const PATHS: Readonly<Record<keyof CloudInit, readonly string[]>> = {
  cloud_name: ["v1.cloud_name", "v1.cloud-name", "v1.platform"],
  instance_id: ["v1.instance_id", "v1.instance-id"],
  region: ["v1.region", "v1.availability_zone", "ds.meta_data.location", "ds.meta_data.imds.compute.location"],
  account: [
    "ds.dynamic.instance-identity.document.accountId",
    "ds.meta_data.project-id",
    "ds.meta_data.project_id",
    "ds.meta_data.imds.compute.subscriptionId",
    "ds.meta_data.owner-account-id",
    "ds.meta_data.tenantId",
  ],
  image: [
    "ds.meta_data.ami-id",
    "ds.meta_data.ami_id",
    "ds.meta_data.image-id",
    "ds.meta_data.image_id",
    "ds.meta_data.image",
    "ds.dynamic.instance-identity.document.imageId",
  ],
};

/**
 * The instance as `/run/cloud-init/instance-data.json` has it; null when it is no JSON object.
 *
 * Source: cloud-init documentation, "Instance metadata"; values hidden from other users read `redacted for non-root user`.
 */
export function parseInstanceData(text: string): CloudInit | null {
  const data = parseJsonObject(text);
  if (data === null) return null;
  const first = (paths: readonly string[]): string | null =>
    paths.map((path) => valueAt(data, path)).find((value) => value !== null) ?? null;
  return {
    cloud_name: first(PATHS.cloud_name),
    instance_id: first(PATHS.instance_id),
    region: first(PATHS.region),
    account: first(PATHS.account),
    image: first(PATHS.image),
  };
}

/**
 * The data source that cloud-init settled on: `Ec2`, `Azure`, `OpenStack`; null when the file does not say.
 *
 * Shape: `{"v1": {"datasource": "DataSourceEc2Local", "errors": []}}` of `/var/lib/cloud/data/result.json`.
 */
export function parseResultJson(text: string): string | null {
  const source = valueAt(parseJsonObject(text) ?? {}, "v1.datasource");
  return /^DataSource(\w+?)(?:Local|Net)?\b/.exec(source ?? "")?.[1] ?? null;
}

/** The text at a dotted path; null when there is none, or it is hidden from us. */
function valueAt(data: JsonObject, path: string): string | null {
  const keys = path.split(".");
  const value = textAt(keys.slice(0, -1).reduce(objectAt, data), keys.at(-1) as string);
  return value?.startsWith("redacted for non-root") === true ? null : value;
}
