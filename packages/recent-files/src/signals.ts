import type { LosslessString } from "@livetriage/triage-core/text";
import { isExecutable } from "./class-of.ts";
import { DAY_NS, type Note, SECOND_NS, type Subject } from "./note.ts";
import type { Kind } from "./parse/magic.ts";

/** Clocks of hosts and of what they mount differ a little. */
const CLOCK_SKEW_NS = 600n * SECOND_NS;

/** Facts worth a look. The README lists them. */
export const SIGNALS: readonly Note[] = [
  {
    id: "future_time",
    doc: "mtime or ctime lies more than 10 minutes after the collection began",
    applies: ({ stat }, nowNs) => stat.mtime_ns > nowNs + CLOCK_SKEW_NS || stat.ctime_ns > nowNs + CLOCK_SKEW_NS,
  },
  {
    id: "pre_1970",
    doc: "mtime lies before 1970",
    applies: ({ stat }) => stat.mtime_ns < 0n,
  },
  {
    id: "package_digest_changed",
    doc: "a file that its package does not leave to the administrator, and whose content is not what the package recorded",
    applies: ({ owner }) => owner?.digest === "changed" && !owner.config,
  },
  {
    id: "program_after_install",
    doc: "the content of a program or library changed more than 10 minutes after its package was installed",
    applies: (file) => isProgram(file) && file.origin?.afterInstall === true,
  },
  {
    id: "program_of_no_package",
    doc: "a regular executable in a directory of the distribution's programs, or a kernel module outside of dkms, that no package owns",
    applies: (file) =>
      file.packaged === false && file.stat.type === "file" && isProgram(file) && DISTRIBUTION_ONLY.test(file.path),
  },
  {
    id: "backdated_program",
    doc: "no package owns it, it lies among the distribution's programs and libraries, and its mtime is more than a day older than its birth",
    applies: (file) =>
      file.packaged === false &&
      (file.place === "binaries" || file.place === "libraries" || file.place === "kernel") &&
      !LOCAL.test(file.path) &&
      isProgram(file) &&
      file.whole !== null &&
      file.whole.birthtime_ns > file.whole.mtime_ns + DAY_NS,
  },
  {
    id: "misplaced_executable",
    doc: "an executable, library, kernel module or ELF program below /tmp, /var/tmp, /dev, /var/log or /var/spool",
    applies: (candidate) => isProgram(candidate) && NO_PROGRAMS.test(candidate.path),
  },
  {
    id: "hidden_executable",
    doc: "an executable, library, kernel module or ELF program whose name starts with a dot, outside of homes",
    applies: (candidate) => isProgram(candidate) && candidate.place !== "home" && nameOf(candidate).startsWith("."),
  },
  {
    id: "disguised_program",
    doc: "the content is a program or a script with an interpreter, the name ends like a document, picture or log",
    applies: (file) => (isElfProgram(file.kind) || file.kind === "script") && DOCUMENT.test(nameOf(file)),
  },
  {
    id: "double_extension",
    doc: "a name that ends like a document and then like a program: report.pdf.sh",
    applies: (candidate) => candidate.stat.type === "file" && DOUBLE_EXTENSION.test(nameOf(candidate)),
  },
  {
    id: "control_in_name",
    doc: "the name holds a control character: newline, escape, backspace",
    applies: (candidate) => CONTROL.test(nameOf(candidate)),
  },
  {
    id: "bidi_in_name",
    doc: "the name holds a character that changes the direction of text",
    applies: (candidate) => BIDI.test(nameOf(candidate)),
  },
  {
    id: "seen_only_by_walk",
    doc: "with --engine both: `find` did not show it although it had not changed since before the collection",
    applies: ({ seen }) => seen.onlyBy === "walk",
  },
  {
    id: "file_in_dev",
    doc: "a regular file below /dev that is not shared memory",
    applies: ({ path, stat }) => stat.type === "file" && path.startsWith("/dev/") && !path.startsWith("/dev/shm/"),
  },
];

const DISTRIBUTION_ONLY = /^(?:\/usr)?\/(?:s?bin\/|lib\/modules\/[^/]+\/(?!updates\/|extra\/|weak-updates\/).*\.ko)/;
/** Where the administrator puts programs. */
const LOCAL = /^\/(?:usr\/local|opt)\//;
const NO_PROGRAMS = /^\/(?:tmp|var\/tmp|dev|var\/log|var\/spool)\//;
const DOUBLE_EXTENSION =
  /\.(?:pdf|docx?|xlsx?|pptx?|odt|jpe?g|png|gif|txt|csv|mp[34]|zip)\.(?:sh|bash|py|pl|php\d?|phtml|jspx?|elf|bin|run|so|exe|desktop)$/i;
const DOCUMENT = /\.(?:pdf|docx?|xlsx?|pptx?|odt|jpe?g|png|gif|bmp|svg|ico|csv|log|mp[34]|css|html?)$/i;
const CONTROL = /[\p{Cc}]/u;
const BIDI = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/;

function isProgram({ class: fileClass, stat, kind }: Subject): boolean {
  return isExecutable(stat) || fileClass === "library" || fileClass === "kernel_module" || isElfProgram(kind);
}

function isElfProgram(kind: Kind | null): boolean {
  return kind === "elf_executable" || kind === "elf_shared" || kind === "elf_relocatable";
}

function nameOf({ path }: Subject): LosslessString {
  return path.slice(path.lastIndexOf("/") + 1);
}
