import { expect, test } from "vitest";
import { type CloudClues, toCloud } from "./cloud.ts";
import { type Dmi, NO_DMI } from "./dmi.ts";

const NOTHING: CloudClues = { dmi: NO_DMI, instance_data: null, instance_id: null, cloud_id: null, datasource: null };
const from = (dmi: Partial<Dmi>, clues: Partial<CloudClues> = {}) =>
  toCloud({ ...NOTHING, ...clues, dmi: { ...NO_DMI, ...dmi } });

const firmware: readonly (readonly [Partial<Dmi>, string, string | null])[] = [
  [{ sys_vendor: "Amazon EC2", board_asset_tag: "i-0abc" }, "aws", "i-0abc"],
  [{ bios_version: "4.11.amazon", board_asset_tag: "Not Specified" }, "aws", null],
  [{ product_name: "Google Compute Engine", product_serial: "GoogleCloud-1" }, "gcp", null],
  [{ chassis_asset_tag: "7783-7084-3265-9085-8269-3286-77" }, "azure", null],
  [{ product_name: "OpenStack Nova" }, "openstack", null],
  [{ sys_vendor: "DigitalOcean", product_serial: "123" }, "digitalocean", "123"],
  [{ sys_vendor: "Hetzner", product_serial: "456" }, "hetzner", "456"],
  [{ chassis_asset_tag: "OracleCloud.com" }, "oracle", null],
  [{ sys_vendor: "Alibaba Cloud", product_serial: "i-ali" }, "alibaba", "i-ali"],
];

test.each(firmware)("firmware %j is %s", (dmi, provider, instanceId) => {
  expect(from(dmi)).toEqual({ provider, instance_id: instanceId, region: null, account: null, image: null });
});

test.each([
  [{ cloud_id: "gce" }, "gcp"],
  [{ datasource: "AliYun" }, "alibaba"],
  [{ datasource: "Ec2" }, "aws"],
  [{ datasource: "Vultr" }, "vultr"],
])("without firmware %j is %s", (clues, provider) => {
  expect(from({}, clues)?.provider).toBe(provider);
});

test.each([{}, { datasource: "NoCloud" }, { cloud_id: "none" }, { instance_id: "iid-local" }])(
  "%j is no cloud",
  (clues) => {
    expect(from({}, clues)).toBeNull();
  },
);

test("cloud-init's word on the instance beats the firmware's", () => {
  const data = { cloud_name: "aws", instance_id: "i-1", region: "eu-west-1", account: "1234", image: "ami-1" };
  expect(
    from({ sys_vendor: "Amazon EC2", board_asset_tag: "i-2" }, { instance_data: data, instance_id: "i-3" }),
  ).toEqual({
    provider: "aws",
    instance_id: "i-1",
    region: "eu-west-1",
    account: "1234",
    image: "ami-1",
  });
});
