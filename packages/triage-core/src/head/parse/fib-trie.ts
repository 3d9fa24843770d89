import { splitLines } from "../../text/lines.ts";

/**
 * The host's own IPv4 addresses, each once, in the order of `/proc/net/fib_trie`. The file does not tell the interface.
 *
 * Shape:  a leaf `|-- 192.0.2.2` followed by its entries; `/32 host LOCAL` makes it an address of this host.
 * Source: kernel net/ipv4/fib_trie.c, fib_trie_seq_show()
 */
export function parseFibTrie(text: string): string[] {
  const addresses = new Set<string>();
  let leaf: string | null = null;
  for (const line of splitLines(text)) {
    const match = /^\s*\|-- (\d{1,3}(?:\.\d{1,3}){3})$/.exec(line);
    if (match !== null) leaf = match[1] as string;
    else if (leaf !== null && /^\s*\/32 host LOCAL$/.test(line)) addresses.add(leaf);
  }
  return [...addresses];
}
