import type { HostFacts } from "@livetriage/triage-core";
import { putBytes, textOf, toText } from "@livetriage/triage-core/text";
import type { Detail } from "./item/words.ts";
import type { NetworkConnection, SocketOwner } from "./item.ts";
import { putPlace } from "./put-place.ts";
import { putTraffic } from "./put-traffic.ts";
import { type KnownSocket, type Owner, uidOf } from "./socket.ts";

/** How an item is to look. */
export interface ItemOptions {
  readonly detail: Exclude<Detail, "index">;
  /** Most owners of one socket. */
  readonly owners: number;
  readonly facts: Pick<HostFacts, "userName">;
}

/** One socket as an item. Its columns are put into one object: of thousands, merging parts would cost the most. */
export function toItem(known: KnownSocket, options: ItemOptions): NetworkConnection {
  const { socket, process, owners } = known;
  const { row } = socket;
  const uid = uidOf(socket);
  const user = uid === null ? null : options.facts.userName(uid);
  const item: NetworkConnection = {
    protocol: socket.protocol,
    direction: known.direction,
    state: null,
    local_address: null,
    local_port: null,
    remote_address: null,
    remote_port: null,
    remote_scope: null,
    uid,
    user: textOf(user),
    process_pid: process?.pid ?? null,
    process_start_ticks: process?.start_ticks ?? null,
    process_comm: textOf(process?.comm),
    owners: owners.slice(0, options.owners).map(toOwner),
    no_owner_reason: known.no_owner_reason,
    inode: row.inode === 0 ? null : String(row.inode),
    netns: socket.netns,
    signals: [...known.signals],
    context: [...known.context],
    detail: options.detail,
  };
  putPlace(item, socket);
  putBytes(item, "user", user);
  putBytes(item, "process_comm", process?.comm);
  if (owners.length > options.owners) item.owners_dropped = owners.length - options.owners;
  if (options.detail !== "basic") putStandard(item, known);
  if (options.detail === "full" && "drops" in row) item.drops = row.drops;
  return item;
}

function putStandard(item: NetworkConnection, known: KnownSocket): void {
  const { socket, process_exe, container, interface_name } = known;
  item.process_exe = textOf(process_exe);
  putBytes(item, "process_exe", process_exe);
  item.container_id = container?.id ?? null;
  item.container = toContainer(container);
  putTraffic(item, socket);
  if (socket.family !== "packet") return;
  item.interface_name = textOf(interface_name);
  putBytes(item, "interface_name", interface_name);
}

/** Sockets tell what their container is called; the rest stands with its processes. */
function toContainer(container: KnownSocket["container"]): NetworkConnection["container"] {
  if (container === null) return null;
  const { runtime, name, image, pod, pod_namespace } = container;
  return { runtime, name, image, pod, pod_namespace };
}

function toOwner({ pid, start_ticks, comm, fd, tid }: Owner): SocketOwner {
  const owner: SocketOwner = { pid, start_ticks, comm: toText(comm).text, fd };
  putBytes(owner, "comm", comm);
  if (tid !== null) owner.tid = tid;
  return owner;
}
