import { checkPhase, collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { kernelModules } from "./phase.ts";

const MODULES = `ext4 983040 1 - Live 0xffffffffc0a5e000
nf_nat 57344 2 xt_MASQUERADE,nft_chain_nat, Live 0xffffffffc0b1a000
rootkit 16384 0 - Live 0x0000000000000000 (OE)
`;
const host = () => memHost({ "/proc/modules": MODULES });

test("keeps the contract", async () => {
  expect(await checkPhase(kernelModules, [{ name: "three modules", host }], manifest)).toEqual([]);
});

test("tells what a module is and why it is worth a look", async () => {
  const { items } = await collectEvents(kernelModules, testContext(kernelModules, { host: host() }));
  expect(items).toHaveLength(3);
  expect(items[2]).toEqual({
    name: "rootkit",
    size: "16384",
    refcount: 0,
    used_by: [],
    state: "Live",
    address: null,
    taints: "OE",
    detail: "full",
    signals: ["module_unsigned"],
    context: ["module_out_of_tree"],
  });
});

test("a cap of one keeps the module with a signal and says what it dropped", async () => {
  const context = testContext(kernelModules, { host: host(), caps: { entries: 1 } });
  const { items, truncations } = await collectEvents(kernelModules, context);
  expect(items.map(({ name }) => name)).toEqual(["rootkit"]);
  expect(truncations).toMatchObject([{ cap: "entries", limit: 1, dropped: 2, dropped_is: "exact" }]);
});

test.each([
  ["a kernel without modules", {}, "unsupported"],
  ["a file that we may not read", { "/proc/modules": { errno: "EACCES" } }, "access_denied"],
  ["a file that is a FIFO", { "/proc/modules": { type: "fifo" } }, "not_regular"],
  ["a line of rubbish", { "/proc/modules": "rubbish\n" }, "malformed"],
] as const)("%s is an error, not an empty list", async (_, files, kind) => {
  const { items, errors } = await collectEvents(kernelModules, testContext(kernelModules, { host: memHost(files) }));
  expect({ items, kinds: errors.map((error) => error.kind) }).toEqual({ items: [], kinds: [kind] });
});
