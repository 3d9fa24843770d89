import { readdirSync } from "node:fs";
import { join } from "node:path";

const site = join(import.meta.dirname, "..");
const fields = readdirSync(join(site, "reference/fields")).map((file) => file.replace(/\.md$/, ""));

/** @type {import("vitepress").UserConfig} */
export default {
  title: "livetriage",
  description: "A forensic snapshot of a live Linux host",
  outDir: "dist",
  srcExclude: ["node_modules", "dist"],
  themeConfig: {
    search: { provider: "local" },
    sidebar: [
      { text: "Quick start", link: "/" },
      { text: "The first ten minutes", link: "/runbook" },
      { text: "A fleet", link: "/fleet" },
      { text: "Upgrades", link: "/upgrading" },
      { text: "Commands", link: "/reference/commands" },
      {
        text: "Fields",
        items: fields.map((name) => ({ text: name, link: `/reference/fields/${name}` })),
      },
    ],
  },
};
