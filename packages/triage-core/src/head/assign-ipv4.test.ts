import { expect, test } from "vitest";
import { assignIpv4 } from "./assign-ipv4.ts";

test("own addresses go to the interface of the longest direct route", () => {
  const route = (name: string, destination: number, mask: number, gateway: string | null = null) => {
    return { interface: name, destination, mask, gateway, metric: 0 };
  };
  const routes = [
    route("eth0", 0, 0, "10.0.0.1"),
    route("eth1", 0x0a000000, 0xff000000),
    route("eth0", 0x0a000000, 0xffffff00),
    route("tun0", 0x0b000000, 0xff000000, "10.0.0.9"),
  ];
  expect(assignIpv4(["127.0.0.53", "10.0.0.2", "10.9.0.2", "11.0.0.1"], routes)).toEqual([
    { address: "127.0.0.53/8", interface: "lo" },
    { address: "10.0.0.2/24", interface: "eth0" },
    { address: "10.9.0.2/8", interface: "eth1" },
    { address: "11.0.0.1", interface: null },
  ]);
});
