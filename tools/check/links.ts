import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** Links of Markdown pages, relative to `root`, that lead to no file or no heading of the repository. */
export function checkLinks(root: string, pages: readonly string[]): string[] {
  return pages.flatMap((page) =>
    linksOf(textOf(root, page))
      .filter((link) => !isThere(root, page, link))
      .map((link) => `${page}: ${link} is not there`),
  );
}

/** A page with the regions of other pages that it includes. Source: VitePress, markdown file inclusion */
function textOf(root: string, page: string): string {
  const regionOf = (_: string, path: string, name: string): string => {
    const text = readFileSync(join(root, dirname(page), path), "utf8");
    return text.split(new RegExp(`<!-- #(?:end)?region ${name} -->`))[1] ?? text;
  };
  return readFileSync(join(root, page), "utf8").replaceAll(/<!--@include: ([^\s#]+)#(\S+)-->/g, regionOf);
}

/** Targets of a page's links, addresses aside; code has none. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/^(`{3,})[^]*?^\1`*$/gm, "").replaceAll(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? "").filter((link) => !/^\w+:/.test(link));
}

function isThere(root: string, page: string, link: string): boolean {
  const [path = "", heading] = link.split("#");
  const file = path === "" ? page : normalize(join(dirname(page), path));
  if (isGenerated(file)) return true;
  if (!existsSync(join(root, file))) return false;
  if (heading === undefined || statSync(join(root, file)).isDirectory()) return true;
  return headingsOf(readFileSync(join(root, file), "utf8")).includes(heading);
}

/** Pages that only the site has; its build holds the links to them. */
const isGenerated = (file: string): boolean => file.startsWith("docs/site/reference/");

/** Headings as forges turn them into anchors. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    (title ?? "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
