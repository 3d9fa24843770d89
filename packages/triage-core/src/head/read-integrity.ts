import type { HostFacts } from "../contract/host-facts.ts";
import type { HostReader } from "../contract/host-reader.ts";
import type { Integrity, IntegritySign } from "../schema/integrity.ts";
import { splitLines } from "../text/lines.ts";
import { decodeLossless, type LosslessString } from "../text/lossless.ts";
import type { ProcViews } from "./list-proc.ts";
import { foreignMappings, loaderVariables, tracerOf } from "./own-process.ts";
import { foreignProc, mountsOverProc } from "./proc-mounts.ts";
import type { Sources } from "./sources.ts";

const OWN_BYTES = 262_144;
const MAX_SIGNS = 32;
const PRELOAD = "/etc/ld.so.preload";

type Check = Integrity["checked"][number];
type Found = { readonly id: IntegritySign; readonly source: string; readonly value: LosslessString };

/** Look for signs that our own processes or their view of /proc were tampered with; undefined for an image. */
export async function readIntegrity(
  host: HostReader,
  sources: Sources,
  facts: HostFacts,
  views: Promise<ProcViews> | null,
): Promise<Integrity | undefined> {
  if (views === null) return undefined;
  const [preload, listing, ...own] = await Promise.all([
    readPreload(host),
    views.then(listingSigns),
    ...facts.collector_pids.map((pid) => readOwn(host, pid)),
  ]);
  const found = [...preload.found, ...listing.found, ...own.flatMap((one) => one.found), ...mountSigns(facts)];
  const checked = [preload, listing, ...own].flatMap((one) => one.checked);
  const kept = found.slice(0, MAX_SIGNS);
  return {
    checked: [...new Set<Check>([...checked, "mounts"])],
    signs: kept.map(({ id, source, value }) => ({ id, source, value: sources.brief(value, source) })),
    ...(found.length > kept.length ? { signs_dropped: found.length - kept.length } : {}),
  };
}

interface Looked {
  readonly checked: readonly Check[];
  readonly found: readonly Found[];
}

async function readPreload(host: HostReader): Promise<Looked> {
  const file = await host.readFile(PRELOAD, { maxBytes: 4096 });
  if (!file.ok) return { checked: file.error.errno === "ENOENT" ? ["preload"] : [], found: [] };
  const libraries = splitLines(decodeLossless(file.value.bytes)).filter((line) => line.trim() !== "");
  const values = libraries.length > 0 ? libraries : ["(empty)"];
  return { checked: ["preload"], found: values.map((value) => ({ id: "preload_file", source: PRELOAD, value })) };
}

async function readOwn(host: HostReader, pid: number): Promise<Looked> {
  const read = async (name: string): Promise<LosslessString | null> => {
    const file = await host.readFile(`/proc/${pid}/${name}`, { maxBytes: OWN_BYTES });
    return file.ok ? decodeLossless(file.value.bytes) : null;
  };
  const [environ, maps, status, exe] = await Promise.all([
    read("environ"),
    read("maps"),
    read("status"),
    host.readLink(`/proc/${pid}/exe`),
  ]);
  const sign = (id: IntegritySign, name: string) => (value: LosslessString) => ({
    id,
    source: `/proc/${pid}/${name}`,
    value,
  });
  const tracer = status === null ? null : tracerOf(status);
  const mapped = maps === null || !exe.ok ? null : foreignMappings(maps, exe.value);
  return {
    checked: [
      ...(environ === null ? [] : ["environment" as const]),
      ...(mapped === null ? [] : ["mappings" as const]),
      ...(status === null ? [] : ["tracer" as const]),
    ],
    found: [
      ...loaderVariables(environ ?? "").map(sign("preload_environment", "environ")),
      ...(mapped ?? []).map(sign("foreign_mapping", "maps")),
      ...(tracer === null ? [] : [sign("traced", "status")(`by process ${tracer}`)]),
    ],
  };
}

/** A process that one way of listing shows before and after, and the other does not show between, is kept from us. */
function listingSigns({ hidden }: ProcViews): Looked {
  if (hidden === null) return { checked: [], found: [] };
  return {
    checked: ["listing"],
    found: hidden.map((pid) => ({ id: "listing_disagrees", source: "/proc", value: `process ${pid}` })),
  };
}

function mountSigns({ mounts, viewer }: HostFacts): Found[] {
  const source = `/proc/${viewer}/mountinfo`;
  const foreign = foreignProc(mounts);
  return [
    ...(foreign === null ? [] : [{ id: "proc_not_procfs" as const, source, value: foreign }]),
    ...mountsOverProc(mounts).map(({ mount_point, fs_type }) => ({
      id: "proc_overmounted" as const,
      source,
      value: `${mount_point} (${fs_type})`,
    })),
  ];
}
