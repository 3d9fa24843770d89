import fc from "fast-check";
import { expect, test } from "vitest";
import { parseInstanceData, parseResultJson } from "./cloud-init.ts";

test("an EC2 instance, and nothing of its user data", () => {
  const data = {
    v1: {
      cloud_name: "aws",
      instance_id: "i-0abc",
      region: "eu-west-1",
      availability_zone: "eu-west-1b",
      public_ssh_keys: ["ssh-rsa AAA"],
    },
    ds: {
      dynamic: { "instance-identity": { document: { accountId: "123456789012", imageId: "ami-1" } } },
      meta_data: { "ami-id": "ami-0f00" },
      user_data: "#!/bin/sh\nexport TOKEN=hunter2",
    },
  };
  const parsed = parseInstanceData(JSON.stringify(data));
  expect(parsed).toEqual({
    cloud_name: "aws",
    instance_id: "i-0abc",
    region: "eu-west-1",
    account: "123456789012",
    image: "ami-0f00",
  });
  expect(JSON.stringify(parsed)).not.toMatch(/hunter2|ssh-rsa/);
});

test("what is redacted, empty or not text is unknown", () => {
  const data = {
    v1: { cloud_name: "", instance_id: 7, region: null },
    ds: { meta_data: "redacted for non-root user" },
  };
  expect(parseInstanceData(JSON.stringify(data))).toEqual({
    cloud_name: null,
    instance_id: null,
    region: null,
    account: null,
    image: null,
  });
});

test.each(["", "{", "[1", "7", '"text"', "null"])("%j is no document", (text) => {
  expect(parseInstanceData(text)).toBeNull();
});

test("a key of every object is no value of this one", () => {
  expect(parseInstanceData('{"v1": {"__proto__": 1}}')?.cloud_name).toBeNull();
});

test.each([
  ['{"v1": {"datasource": "DataSourceEc2Local", "errors": []}}', "Ec2"],
  ['{"v1": {"datasource": "DataSourceNoCloud [seed=/dev/sr0][dsmode=net]"}}', "NoCloud"],
  ['{"v1": {"datasource": "DataSourceAzure [seed=/dev/sr0]"}}', "Azure"],
  ['{"v1": {"datasource": "other"}}', null],
  ["{}", null],
  ["x", null],
])("data source of %s", (text, source) => {
  expect(parseResultJson(text)).toBe(source);
});

test("any text gives a value or null", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(typeof (parseInstanceData(text)?.region ?? "")).toBe("string");
      expect(typeof (parseResultJson(text) ?? "")).toBe("string");
    }),
  );
});
