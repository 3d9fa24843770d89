import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A package as its publisher sends it. */
interface Publication {
  readonly name: string;
  readonly versions: Readonly<Record<string, Manifest>>;
  readonly "dist-tags": Readonly<Record<string, string>>;
  readonly _attachments: Readonly<Record<string, { readonly data: string }>>;
}

interface Manifest {
  readonly dist?: object;
}

interface Packument {
  readonly name: string;
  readonly "dist-tags": Record<string, string>;
  readonly versions: Record<string, Manifest>;
}

/** A registry on a loopback port, with nothing behind it. */
export interface LoopbackRegistry {
  readonly url: string;
  /** What was published, `NAME@VERSION` with the sha256 of its tarball, in order. */
  readonly published: ReadonlyMap<string, string>;
  close(): void;
}

/**
 * As much of npm's registry as clients need to publish and to install. A version is there once and for ever.
 *
 * Verdaccio would bring 311 packages and as much set-up time again as all that the repository has.
 */
export async function startRegistry(): Promise<LoopbackRegistry> {
  const packages = new Map<string, Packument>();
  const tarballs = new Map<string, Buffer>();
  const published = new Map<string, string>();
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => response.writeHead(status).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  async function answer(request: IncomingMessage): Promise<[number, Buffer | string]> {
    const path = decodeURIComponent((request.url ?? "/").slice(1));
    if (request.method === "PUT") return publish(JSON.parse((await bodyOf(request)).toString()) as Publication);
    const found = tarballs.get(path) ?? packages.get(path);
    if (found === undefined) return [404, JSON.stringify({ error: "not found" })];
    return [200, found instanceof Buffer ? found : JSON.stringify(found)];
  }

  function publish({ name, versions, "dist-tags": tags, _attachments }: Publication): [number, string] {
    const [[version, manifest] = ["", {}]] = Object.entries(versions);
    const known = packages.get(name) ?? { name, "dist-tags": {}, versions: {} };
    if (known.versions[version] !== undefined) return [403, JSON.stringify({ error: `${version} is there already` })];
    const bytes = Buffer.from(Object.values(_attachments)[0]?.data ?? "", "base64");
    const file = `${name}/-/${version}.tgz`;
    const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
    known.versions[version] = { ...manifest, dist: { ...manifest.dist, integrity, tarball: `${url}${file}` } };
    Object.assign(known["dist-tags"], tags);
    packages.set(name, known);
    tarballs.set(file, bytes);
    published.set(`${name}@${version}`, createHash("sha256").update(bytes).digest("hex"));
    return [201, "{}"];
  }

  return { url, published, close: () => void server.close() };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
