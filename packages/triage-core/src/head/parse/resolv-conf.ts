import { splitLines } from "../../text/lines.ts";

/**
 * The name servers of a resolv.conf, in order.
 *
 * Shape:  `nameserver 192.0.2.53`; `#` and `;` start comments.
 * Source: resolv.conf(5)
 */
export function parseResolvConf(text: string): string[] {
  return splitLines(text).flatMap((line) => /^nameserver[ \t]+([^\s#;]+)/.exec(line)?.[1] ?? []);
}
