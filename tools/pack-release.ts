/**
 * Builds and packs every published package, with what says where it comes from: `npm run release:pack -- DIR`.
 *
 *   NAME-VERSION.tgz         as it will be published; the same bytes from every clone of the same commit
 *   NAME-VERSION.cdx.json    what is in it: CycloneDX
 *   provenance.intoto.json   what it was made from: an unsigned SLSA provenance statement over all of the above
 *   SHA256SUMS               for `sha256sum -c`
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { must } from "./check/run.ts";
import { listMembers } from "./check/workspace.ts";
import { digestsOf, provenanceOf } from "./release/provenance.ts";
import { writeSboms } from "./release/sbom.ts";
import { root } from "./stamp.mjs";

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error("usage: npm run release:pack -- DIR");
const folder = resolve(process.env["INIT_CWD"] ?? ".", target);
mkdirSync(folder, { recursive: true });
if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);

const published = listMembers(root).filter(({ isPublished }) => isPublished);
await must("turbo", ["run", "build", "--concurrency=2", "--output-logs=errors-only"]);
for (const member of published)
  await must("pnpm", ["pack", "--pack-destination", folder], { cwd: join(root, member.folder) });
await writeSboms(root, published, folder);
const subjects = digestsOf(folder);
writeFileSync(join(folder, "provenance.intoto.json"), `${JSON.stringify(provenanceOf(root, subjects), null, 2)}\n`);
const lines = digestsOf(folder).map(({ name, sha256 }) => `${sha256}  ${name}\n`);
writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
