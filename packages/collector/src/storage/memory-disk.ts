import type { Disk } from "./disk.ts";

/** Files that go with the process. */
export function memoryDisk(): Disk {
  const files = new Map<string, Buffer[]>();
  const partsOf = (name: string): Buffer[] => {
    const parts = files.get(name);
    if (parts === undefined) throw Object.assign(new Error(`no file ${name}`), { code: "ENOENT" });
    return parts;
  };
  const bytesOf = (name: string): Buffer => {
    const bytes = Buffer.concat(partsOf(name));
    files.set(name, [bytes]);
    return bytes;
  };
  return {
    list: async (folder) =>
      [...files.keys()]
        .flatMap((name) => (name.startsWith(`${folder}/`) ? [name.slice(folder.length + 1)] : []))
        .sort(),
    async create(name) {
      files.set(name, []);
      return {
        append: async (parts) => void partsOf(name).push(...parts.map((part) => Buffer.from(part))),
        sync: async () => {},
        close: async () => {},
      };
    },
    read: async (name, position, into) => into.subarray(0, bytesOf(name).subarray(position).copy(into)),
    sync: async () => {},
    truncate: async (name, length) => void files.set(name, [bytesOf(name).subarray(0, length)]),
    remove: async (name) => void files.delete(name),
  };
}
