import { parseLoaded, parsePresence } from "../entries/presence.ts";
import type { Mechanism } from "./mechanism.ts";

const isFile = ({ type }: { readonly type: string }) => type === "file";

/** Files whose mode or place is the mechanism. */
export const FILES: readonly Mechanism[] = [
  {
    id: "setuid",
    row: 129,
    technique: "T1548.001",
    doc: "Setuid and setgid programs",
    trigger: "command_use",
    runsAs: "*",
    unread: true,
    paths: {
      any: [
        "/{usr/bin,usr/sbin,bin,sbin,usr/local/bin,usr/local/sbin,tmp,var/tmp,dev/shm,opt,etc,root,srv}/*",
        "/{usr/lib,usr/libexec}/*",
        "/{usr/lib,usr/libexec,opt,tmp,var/tmp}/*/*",
        "~/*",
        "~/.{local,cache,config}/*",
      ],
    },
    wants: ({ type, mode }) => type === "file" && (mode & 0o6000) !== 0 && (mode & 0o111) !== 0,
    parse: (file) =>
      parseLoaded(file).map((entry) =>
        (file.mode & 0o4000) === 0
          ? { ...entry, key: "setgid" }
          : { ...entry, key: "setuid", ...(file.owner === null ? {} : { runsAs: file.owner }) },
      ),
  },
  {
    id: "hidden_file",
    row: 130,
    technique: "T1564.001",
    doc: "Hidden files where there should be none, files in shared memory",
    trigger: "none",
    runsAs: "*",
    unread: true,
    paths: {
      any: ["/dev/shm/*", "/{tmp,var/tmp,etc,run,dev,usr/bin,usr/sbin,usr/local/bin,usr/lib,opt,srv}/.*", "/.[!.]*"],
    },
    wants: isFile,
    parse: (file) => (/^\.(pwd\.lock|updated|autorelabel|dockerenv)$/.test(file.name) ? [] : parsePresence(file)),
  },
];
