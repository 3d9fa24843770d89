import type { NetworkConnection } from "./item.ts";

/** Encoded bytes of a name that the shortest form of a row keeps: a usual one is whole, one of control characters is not. */
const MAX_COMM = 20;
const MAX_PATH = 80;

const FIELDS = [
  "protocol",
  "state",
  "direction",
  "local_address",
  "local_port",
  "remote_address",
  "remote_port",
  "uid",
  "process_pid",
  "inode",
  "netns",
  "signals",
] as const;

/** The least form of a row. */
export function toIndex(item: NetworkConnection): NetworkConnection {
  const { process_comm, path } = item;
  const identity = Object.fromEntries(FIELDS.map((field) => [field, item[field]]));
  return {
    ...(identity as Pick<NetworkConnection, (typeof FIELDS)[number]>),
    ...(path === undefined ? {} : { path: path === null ? null : cutEncoded(path, MAX_PATH) }),
    process_comm: process_comm === null ? null : cutEncoded(process_comm, MAX_COMM),
    context: [],
    detail: "index",
  };
}

/** The longest start of a text that is at most so many bytes in JSON. */
function cutEncoded(text: string, bytes: number): string {
  let kept = text;
  while (Buffer.byteLength(JSON.stringify(kept)) > bytes + 2) {
    kept = kept.slice(0, -1).replace(/[\uD800-\uDBFF]$/, "");
  }
  return kept;
}
