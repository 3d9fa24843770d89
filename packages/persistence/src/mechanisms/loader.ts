import type { EntryFile } from "../entries/entry.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { linesMatching } from "../entries/lines.ts";
import { parseLoaded } from "../entries/presence.ts";
import type { Mechanism } from "./mechanism.ts";

/** What the loader puts into programs. */
export const LOADER: readonly Mechanism[] = [
  {
    id: "ld_so_preload",
    row: 76,
    technique: "T1574.006",
    doc: "Libraries in every program",
    trigger: "exec",
    runsAs: "*",
    paths: { any: ["/etc/ld.so.preload"] },
    parse: (file) =>
      wordsOf(file, /[\s:]+/).map((entry) => ({
        ...entry,
        payload: { program: entry.command, interpreter: null },
        signals: ["preloads"],
      })),
  },
  {
    id: "mapped_library",
    row: 76,
    technique: "T1574.006",
    doc: "Libraries of no package that most running processes have mapped, whatever ld.so.preload says",
    trigger: "exec",
    runsAs: "*",
    unread: true,
    foreignOnly: true,
    paths: {},
    parse: (file) => parseLoaded(file).map((entry) => ({ ...entry, signals: ["preloads"] })),
  },
  {
    id: "ld_so_path",
    includes: inclusionsMatching({ match: /^[ \t]*include\s+(?<path>\S+)/, base: "/etc" }),
    row: 77,
    technique: "T1574.006",
    doc: "Directories that the loader searches",
    trigger: "exec",
    runsAs: "*",
    paths: { any: ["/etc/ld.so.conf", "/etc/ld.so.conf.d/*.conf", "/etc/ld-musl-*.path"] },
    parse: (file) => wordsOf(file, /(?<!^include)[\s:,]+/),
  },
  {
    id: "system_library",
    row: 78,
    technique: "T1574",
    doc: "The loader, the C library and what every login loads, where they are not as their package brought them",
    trigger: "exec",
    runsAs: "*",
    unread: true,
    foreignOnly: true,
    paths: {
      any: [
        "/{lib,lib64,usr/lib,usr/lib64}/{ld-*,ld64*,libc.so*,libc-*,libpthread*,libdl*,libcrypt*,libkeyutils*,libpam*,libselinux*}",
        "/{lib,usr/lib}/*-linux-*/{ld-*,libc.so*,libc-*,libpthread*,libdl*,libcrypt*,libkeyutils*,libpam*,libselinux*}",
      ],
    },
    wants: ({ type }) => type === "file",
    parse: parseLoaded,
  },
  {
    id: "gconv",
    row: 78,
    technique: "T1574",
    doc: "Character set modules and OpenSSL engines",
    trigger: "exec",
    runsAs: "*",
    paths: {
      any: [
        "/usr/lib{,64}/gconv/gconv-modules",
        "/usr/lib{,64}/gconv/gconv-modules.d/*.conf",
        "/usr/lib/*-linux-*/gconv/gconv-modules",
        "/usr/lib/*-linux-*/gconv/gconv-modules.d/*.conf",
      ],
    },
    parse: linesMatching({ match: /^\s*(?<key>module)\s+\S+\s+\S+\s+(?<command>\/\S+|\.\.\S+)/, setting: true }),
  },
  {
    id: "openssl_engine",
    row: 78,
    technique: "T1574",
    doc: "Engines and providers of openssl.cnf",
    trigger: "exec",
    runsAs: "*",
    paths: { any: ["/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf", "/usr/lib/ssl/openssl.cnf"] },
    parse: linesMatching({
      match: /^\s*(?<key>dynamic_path|module|engine_id|SO_PATH)\s*=\s*(?<command>\S.*)$/,
      words: true,
    }),
  },
  {
    id: "library_plugin",
    row: 78,
    technique: "T1574",
    doc: "Libraries that p11-kit, GSSAPI, Kerberos, Vulkan, OpenCL and EGL are told to load by a file of no package",
    trigger: "exec",
    runsAs: "*",
    foreignOnly: true,
    paths: {
      any: [
        "/{etc/pkcs11,usr/share/p11-kit}/modules/*.module",
        "/etc/gss/mech.d/*.conf",
        "/etc/krb5.conf",
        "/etc/krb5.conf.d/*",
        "/{etc,usr/share}/vulkan/{icd.d,implicit_layer.d,explicit_layer.d}/*.json",
        "/{etc,usr/share}/glvnd/egl_vendor.d/*.json",
        "/etc/OpenCL/vendors/*.icd",
        "~/.config/pkcs11/modules/*.module",
        "~/.local/share/vulkan/{icd.d,implicit_layer.d,explicit_layer.d}/*.json",
      ],
    },
    parse: (file) =>
      pluginLines(file).map((entry) => ({ ...entry, payload: { program: entry.command ?? "", interpreter: null } })),
  },
];

const pluginLines = linesMatching({
  match:
    /"(?<key>library_path)"\s*:\s*"(?<command>[^"]+)"|^\s*(?<key>module)\s*[:=]\s*(?:[\w-]+:)?(?<command>\S+)|^\S+\s+[\d.]+\s+(?<command>\S+)|^\s*(?<command>[^\s"{}[\]=]+\.so[.\d]*)\s*$/,
});

/** Each word of a list of libraries or directories; `#` begins a comment anywhere. Source: ld.so(8), ldconfig(8). */
function wordsOf(file: EntryFile, separator: RegExp) {
  return linesMatching({ match: /^(?<command>[^#]*[^#\s])/, setting: true })(file).flatMap((entry) =>
    (entry.command ?? "").split(separator).map((command) => ({ ...entry, command })),
  );
}
