import { expect, test } from "vitest";
import { sampleProcess } from "../testing/sample-items.ts";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { treeView } from "./tree.ts";

test("a container is named where it begins, and equal processes of two containers are two rows", () => {
  const inside = (id: string, name: string) => ({ container: { runtime: "docker", id, name } });
  const items = [
    sampleProcess(1, 0, ["/sbin/init"]),
    sampleProcess(7, 1, ["shim"]),
    sampleProcess(8, 7, ["httpd"], inside("a", "web")),
    sampleProcess(9, 8, ["worker"], inside("a", "web")),
    sampleProcess(10, 7, ["nc"], inside("b", "one")),
    sampleProcess(11, 7, ["nc"], inside("c", "two")),
  ];
  const { rows } = treeView(samplePackage({ "proc-tree": sampleSection(items) }), { all: false, registry: [] });
  expect(rows.map(([, , process]) => process)).toEqual([
    "/sbin/init",
    "└ shim",
    "  ├ <web> httpd",
    "  │ └ worker",
    "  ├ <one> nc",
    "  └ <two> nc",
  ]);
});
