import type { HostFacts, MountPoint } from "../contract/host-facts.ts";
import type { HostSection } from "../schema/host.ts";
import { textField } from "../text/lossless.ts";
import { redactText } from "../text/redact/redact.ts";
import { fitList } from "./fit-list.ts";
import { readHardware } from "./read-hardware.ts";
import type { FactsRead } from "./read-host-facts.ts";
import { readNetwork } from "./read-network.ts";
import { readSecurity } from "./read-security.ts";
import { readSessions } from "./read-sessions.ts";
import { readSystem } from "./read-system.ts";
import type { Sources } from "./sources.ts";

/** Encoded bytes of each list; with all strings at their longest the section stays below 56 KiB. */
const LIST_BYTES = {
  interfaces: 8192,
  unassigned_addresses: 1024,
  default_routes: 1024,
  resolvers: 1024,
  sessions: 6144,
  lsm: 512,
} as const;
const MOUNT_BYTES = 24_576;
const MAX_MOUNTS = 512;

const UNKNOWN_SECURITY = {
  lsm: null,
  selinux_mode: null,
  apparmor_enabled: null,
  lockdown: null,
  taint: null,
  taint_flags: null,
};

/** The host as its own files describe it. Fields that only a running kernel knows are null for an image. */
export async function readHostSection(sources: Sources, read: FactsRead): Promise<HostSection> {
  const { live, viewer, little_endian: littleEndian, mounts } = read.facts;
  const [system, hardware, network, sessions, security] = await Promise.all([
    readSystem(sources, read),
    readHardware(sources, live),
    readNetwork(sources, { live, viewer, littleEndian }),
    live ? readSessions(sources, read.facts) : null,
    live ? readSecurity(sources) : UNKNOWN_SECURITY,
  ]);
  const fitted = fitList(
    mounts.slice(0, MAX_MOUNTS).map((mount) => toMount(sources, mount, read.facts)),
    MOUNT_BYTES,
  );
  const section = { ...system, ...hardware, ...network, sessions, ...security };
  return {
    ...section,
    ...fitLists(section),
    mounts: live ? fitted.kept : null,
    mounts_dropped: mounts.length - fitted.kept.length,
  };
}

/** Every bounded list of the section, with the count of what did not fit beside it. */
function fitLists(section: { readonly [K in keyof typeof LIST_BYTES]: readonly unknown[] | null }): object {
  const fields = (Object.keys(LIST_BYTES) as (keyof typeof LIST_BYTES)[]).map((name) => {
    const rows = section[name];
    if (rows === null) return {};
    const { kept, dropped } = fitList(rows, LIST_BYTES[name]);
    return dropped > 0 ? { [name]: kept, [`${name}_dropped`]: dropped } : {};
  });
  return Object.assign({}, ...fields) as object;
}

function toMount(
  sources: Sources,
  mount: MountPoint,
  { redact, viewer }: HostFacts,
): NonNullable<HostSection["mounts"]>[number] {
  const brief = (value: string) => sources.brief(value, `/proc/${viewer}/mountinfo`);
  const clean = (value: string) => brief(redactText(value, redact).text);
  const whole = textField("mount_point", mount.mount_point);
  const shown = brief(mount.mount_point);
  return {
    ...(shown === whole.mount_point ? whole : { mount_point: shown }),
    fs_type: brief(mount.fs_type),
    source: clean(mount.source),
    options: clean(mount.options),
    device: mount.device,
    root: brief(mount.root),
  };
}
