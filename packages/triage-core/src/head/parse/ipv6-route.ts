import { splitLines } from "../../text/lines.ts";
import { formatIpv6 } from "./ip.ts";

/** One default route of IPv6. */
export interface Ipv6DefaultRoute {
  readonly interface: string;
  /** Null when the route leads straight out of the interface. */
  readonly gateway: string | null;
  readonly metric: number;
}

const RTF_UP = 0x1;
const RTF_REJECT = 0x200;

/**
 * The default routes in `/proc/net/ipv6_route`; the kernel's own reject routes are left out.
 *
 * Shape:  destination, prefix length, source, prefix length, next hop, metric, references, uses, flags, interface.
 * Errors: `malformed` counts rows of another shape.
 * Source: kernel net/ipv6/route.c, rt6_info_route_seq_show
 */
export function parseIpv6Route(text: string): {
  readonly rows: readonly Ipv6DefaultRoute[];
  readonly malformed: number;
} {
  const defaults: Ipv6DefaultRoute[] = [];
  let malformed = 0;
  for (const line of splitLines(text)) {
    const fields = line.trim().split(/\s+/);
    const [destination = "", length = "", , , nextHop = "", metric = "", , , flags = "", name] = fields;
    if (
      !/^[0-9a-f]{32}$/.test(nextHop) ||
      !/^[0-9a-f]{8}$/.test(flags) ||
      !/^[0-9a-f]{8}$/.test(metric) ||
      name === undefined
    ) {
      malformed++;
      continue;
    }
    const bits = Number.parseInt(flags, 16);
    if (length !== "00" || !/^0{32}$/.test(destination) || (bits & RTF_UP) === 0 || (bits & RTF_REJECT) !== 0) continue;
    const gateway = /^0{32}$/.test(nextHop) ? null : formatIpv6(Buffer.from(nextHop, "hex"));
    defaults.push({ interface: name, gateway, metric: Number.parseInt(metric, 16) });
  }
  return { rows: defaults, malformed };
}
