import { readFileSync } from "node:fs";

/** The program that a page shows behind the mark `<!-- outside/NAME -->`. */
export function shown(page: string, name: string): string {
  const text = new RegExp(`<!-- outside/${name} -->\n\`\`\`\\w+\n([^]*?)\`\`\``).exec(readFileSync(page, "utf8"))?.[1];
  if (text === undefined) throw new Error(`${page} shows no ${name}`);
  return text;
}
