import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { scratch, shell } from "../livetriage.ts";

/** How much there is of everything. */
export interface Scale {
  /** Processes of one user, besides the one that we look for. */
  readonly processes: number;
  /** Connections that came in, and those that were closed a moment ago. */
  readonly inbound: number;
  readonly closed: number;
  /** Processes of another user that have a deleted program and each a socket to another network. */
  readonly deleted: number;
  /** More options of the command. */
  readonly options: string;
}

interface Section {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly truncations: readonly { readonly cap: string; readonly dropped: number; readonly dropped_is: string }[];
}

/** What a collection of a flooded host says, and what is known of the host beforehand. */
export interface Flooded {
  readonly processes: Section;
  readonly connections: Section;
  /** Bytes of the document. */
  readonly size: number;
  /** Pids of the one without a signal and of the one with one. */
  readonly quiet: number;
  readonly loud: number;
  /** Processes that a listing of /proc showed just before. */
  readonly listed: number;
  /** Sockets that the tables of TCP and UDP held just before. */
  readonly sockets: number;
}

/**
 * A host within namespaces of its own and a second one across a veth, which its connections come from and go to. First
 * two that must not be lost start: one of the user of the crowd without any signal, one of another user with a deleted
 * program; both have one connection out. Then the flood.
 */
export async function collectFlooded({ processes, inbound, closed, deleted, options }: Scale): Promise<Flooded> {
  const folder = scratch();
  const here = import.meta.dirname;
  execFileSync("gcc", ["-O2", "-o", join(folder, "flood"), join(here, "flood.c")]);
  const scale = `PROCESSES=${processes} INBOUND=${inbound} CLOSED=${closed} DELETED=${deleted} OPTIONS="${options}"`;
  const isolated = "timeout --kill-after=5 270 unshare --mount --net --propagation private";
  const { code, stderr } = await shell(`${scale} ${isolated} ${here}/two-hosts.sh ${folder}`);
  if (code !== 0) throw new Error(`the flood did not stand: ${stderr}`);
  const [quiet = 0, loud = 0, listed = 0, sockets = 0] = readFileSync(join(folder, "facts"), "utf8")
    .split(" ")
    .map(Number);
  const document = readFileSync(join(folder, "package.json"), "utf8");
  const { phases } = JSON.parse(document) as { phases: Record<"proc-tree" | "net-conns", Section> };
  return {
    processes: phases["proc-tree"],
    connections: phases["net-conns"],
    size: Buffer.byteLength(document),
    quiet,
    loud,
    listed,
    sockets,
  };
}
