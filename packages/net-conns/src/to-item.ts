import type { HostFacts } from "@livetriage/triage-core";
import { type LosslessString, textField } from "@livetriage/triage-core/text";
import type { Detail } from "./item/words.ts";
import type { NetworkConnection, SocketOwner } from "./item.ts";
import { type KnownSocket, type Owner, uidOf } from "./socket.ts";
import { toPlace, toStandardRow } from "./to-row-fields.ts";

/** How an item is to look. */
export interface ItemOptions {
  readonly detail: Exclude<Detail, "index">;
  /** Most owners of one socket. */
  readonly owners: number;
  readonly facts: Pick<HostFacts, "userName">;
}

/** One socket as an item. */
export function toItem(known: KnownSocket, options: ItemOptions): NetworkConnection {
  const { socket, process } = known;
  const uid = uidOf(socket);
  return {
    protocol: socket.protocol,
    direction: known.direction,
    ...toPlace(socket),
    uid,
    ...nullable("user", uid === null ? null : options.facts.userName(uid)),
    process_pid: process?.pid ?? null,
    process_start_ticks: process?.start_ticks ?? null,
    ...nullable("process_comm", process?.comm ?? null),
    ...toOwners(known.owners, options.owners),
    no_owner_reason: known.no_owner_reason,
    inode: socket.row.inode === 0 ? null : String(socket.row.inode),
    netns: socket.netns,
    ...(options.detail === "basic" ? {} : toStandard(known)),
    ...(options.detail === "full" && "drops" in socket.row ? { drops: socket.row.drops } : {}),
    signals: [...known.signals],
    context: [...known.context],
    detail: options.detail,
  };
}

function toStandard(known: KnownSocket): Partial<NetworkConnection> {
  return {
    ...nullable("process_exe", known.process_exe),
    container_id: known.container?.id ?? null,
    container: toContainer(known),
    ...toStandardRow(known.socket),
    ...(known.socket.family === "packet" ? nullable("interface_name", known.interface_name) : {}),
  };
}

/** Sockets tell what their container is called; the rest stands with its processes. */
function toContainer({ container }: KnownSocket): NetworkConnection["container"] {
  if (container === null) return null;
  const { runtime, name, image, pod, pod_namespace } = container;
  return { runtime, name, image, pod, pod_namespace };
}

function nullable<K extends string>(key: K, value: LosslessString | null) {
  return value === null ? ({ [key]: null } as { [P in K]: null }) : textField(key, value);
}

function toOwners(owners: readonly Owner[], most: number): Pick<NetworkConnection, "owners" | "owners_dropped"> {
  const kept = owners.slice(0, most).map(toOwner);
  return owners.length > most ? { owners: kept, owners_dropped: owners.length - most } : { owners: kept };
}

function toOwner({ pid, start_ticks, comm, fd, tid }: Owner): SocketOwner {
  return { pid, start_ticks, ...textField("comm", comm), fd, ...(tid === null ? {} : { tid }) };
}
