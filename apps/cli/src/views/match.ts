import type { TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { itemsOf } from "./item.ts";
import { itemText } from "./label.ts";
import type { ViewOptions } from "./view.ts";

/** One thing to look for, and how it is told from its neighbours. */
interface Term {
  readonly text: string;
  readonly pattern: RegExp;
}

/** Items that hold one of the terms in any string or number: hashes, addresses, paths, names. */
export function matchView(document: TriagePackage, texts: readonly string[], { registry }: ViewOptions): Table {
  const terms = texts.map(toTerm);
  const rows = Object.keys(document.phases).flatMap((phase) =>
    itemsOf(document, phase).flatMap((item) => {
      const values = leaves(item);
      const hits = terms.filter(({ pattern }) => values.some((value) => pattern.test(value)));
      return hits.length === 0
        ? []
        : [[phase, hits.map(({ text }) => text).join(" "), itemText(phase, item, registry)]];
    }),
  );
  return {
    title: `MATCHES OF ${texts.length === 1 ? texts[0] : `${texts.length} terms`}`,
    columns: [{ title: "" }, { title: "", alarm: true, elide: "middle" }, { title: "", elide: "middle" }],
    rows,
    more: "--all",
  };
}

/** The terms of a list of indicators: one a line, `#` begins a comment, defanged forms (`1[.]2[.]3[.]4`) are made whole. */
export function parseTerms(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "")
    .map((line) => line.replaceAll(/\[([.:])\]/g, "$1").replace(/^hxxp/i, "http"));
}

/** Addresses and hashes match whole, everything else anywhere, all without regard to case. */
function toTerm(text: string): Term {
  const wanted = isIpv6(text) ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
  const escaped = wanted.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const neighbour = neighbourOf(text);
  const pattern = neighbour === null ? escaped : `(?<!${neighbour})${escaped}(?!${neighbour})`;
  return { text, pattern: new RegExp(pattern, "i") };
}

/** Characters that beside an address or a hash make it another one; null for what may be part of something longer. */
function neighbourOf(text: string): string | null {
  if (isIpv6(text) || /^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return "[0-9a-f.]";
  return /^[0-9a-f]{32,128}$/i.test(text) ? "[0-9a-f]" : null;
}

function isIpv6(text: string): boolean {
  return text.includes(":") && URL.canParse(`http://[${text}]`);
}

/** Every string and number of an item, however deep. */
function leaves(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(leaves) : [];
}
