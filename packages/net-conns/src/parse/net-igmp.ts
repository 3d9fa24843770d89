import { decodeLossless, type LosslessString, splitLines } from "@livetriage/triage-core/text";

/**
 * Names of interfaces by index, of those that have IPv4.
 *
 * Shape:  `2\teth0      :     1      V3`, followed by lines of groups that begin with a tab.
 * Source: igmp_mc_seq_show() in net/ipv4/igmp.c
 */
export function parseNetIgmp(bytes: Uint8Array): ReadonlyMap<number, LosslessString> {
  const names = new Map<number, LosslessString>();
  for (const line of splitLines(decodeLossless(bytes))) {
    const match = /^(\d+)\t(.+?) *: +\d+ /.exec(line);
    if (match !== null) names.set(Number(match[1]), match[2] as string);
  }
  return names;
}
