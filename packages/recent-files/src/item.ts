import { fileRefSchema, instant, processRefSchema, signalFields } from "@livetriage/triage-core";
import { z } from "zod";
import { CLASSES } from "./class-of.ts";
import { KINDS } from "./parse/magic.ts";
import { PLACES } from "./roots.ts";

const text = z.string().nullable();
const number = z.int().nullable();
const flag = z.boolean().nullable();
const dropped = z.int().optional();

/** One file that changed in the window. Null is unknown: what a deleted file's descriptor does not tell. */
export const fileModificationSchema = z.object({
  path: z
    .string()
    .describe("Absolute path within the root, as walked")
    .meta({ column: 5, ecs: "file.path", ocsf: "file.path" }),
  path_base64: z.string().optional().describe("Exact bytes of path, where it is not UTF-8"),
  path_dropped_bytes: dropped.describe("Bytes cut off path"),
  type: z
    .enum(["file", "directory", "symlink", "fifo", "socket", "block", "char", "unknown"])
    .describe("Type of the object, symbolic links not followed; st_mode of lstat(2)")
    .meta({ ecs: "file.type" }),
  class: z
    .enum(CLASSES)
    .describe("What the file is to an analyst; decides what is kept first")
    .meta({ column: 2, group: true }),
  place: z.enum(PLACES).optional().describe("Kind of place that it lies in, from the table of roots"),
  size: text.optional().describe("st_size in bytes, decimal").meta({ column: 4, ecs: "file.size" }),
  mode: text
    .optional()
    .describe("Permission bits of st_mode, octal with setuid, setgid and sticky")
    .meta({ ecs: "file.mode" }),
  setuid: flag.optional().describe("S_ISUID of st_mode"),
  setgid: flag.optional().describe("S_ISGID of st_mode"),
  sticky: flag.optional().describe("S_ISVTX of st_mode"),
  executable: flag.optional().describe("A regular file that somebody may execute: any x bit of st_mode"),
  hidden: z.boolean().optional().describe("The name, or a directory above it below its root, starts with a dot"),
  uid: number.describe("st_uid").meta({ ecs: "file.uid" }),
  user: text
    .optional()
    .describe("Name of uid in the host's passwd")
    .meta({ column: 3, label: "owner", ecs: "file.owner" }),
  modified_at: instant
    .nullable()
    .describe("st_mtim, content changed")
    .meta({ time: true, column: 1, ecs: "file.mtime" }),
  changed_at: instant
    .nullable()
    .optional()
    .describe("st_ctim, inode changed; only the kernel sets it")
    .meta({ time: true, ecs: "file.ctime" }),
  recent_by: z
    .enum(["mtime", "ctime", "both"])
    .nullable()
    .optional()
    .describe("Which time lies in the window; null for open files found otherwise"),
  dev: text.describe(`${fileRefSchema.shape.dev.description}; st_dev`),
  ino: text.describe(`${fileRefSchema.shape.ino.description}; st_ino`).meta({ ecs: "file.inode" }),
  deleted: z
    .boolean()
    .optional()
    .describe("The name is gone, a process holds the file open; its link below /proc/[pid]/fd"),
  ...signalFields,
  detail: z.enum(["index", "basic", "standard", "full"]).describe("Level of columns that this row has"),
  gid: number.optional().describe("st_gid").meta({ ecs: "file.gid" }),
  group: text.optional().describe("Name of gid in the host's group file").meta({ ecs: "file.group" }),
  nlink: number.optional().describe("Hard links; st_nlink"),
  blocks: text.optional().describe("st_blocks, units of 512 bytes, decimal; below size / 512 when sparse"),
  accessed_at: instant.nullable().optional().describe("st_atim").meta({ time: true, ecs: "file.accessed" }),
  born_at: instant
    .nullable()
    .optional()
    .describe("stx_btime, null where the file system has none")
    .meta({ time: true, ecs: "file.created" }),
  link_target: text
    .optional()
    .describe("Target of a symbolic link, as stored; null for anything else")
    .meta({ ecs: "file.target_path" }),
  link_target_base64: z.string().optional().describe("Exact bytes of link_target, where it is not UTF-8"),
  link_target_dropped_bytes: dropped.describe("Bytes cut off link_target"),
  packaged: flag.optional().describe("Owned by a package; null where no package database could be read"),
  package: text.optional().describe("Name of the package that owns it").meta({ ecs: "package.name" }),
  package_digest: z
    .enum(["same", "changed", "unknown"])
    .nullable()
    .optional()
    .describe("Content against the digest that the package recorded; null when no package owns it"),
  kind: z
    .enum(KINDS)
    .nullable()
    .optional()
    .describe("What the first bytes say that it is, by the signatures of magic(5); null when not a file, or unread")
    .meta({ column: 6 }),
  interpreter: text.optional().describe("What a script names after #!, with its argument; null when it is none"),
  interpreter_base64: z.string().optional().describe("Exact bytes of interpreter, where it is not UTF-8"),
  interpreter_dropped_bytes: dropped.describe("Bytes cut off interpreter"),
  sha256: text
    .optional()
    .describe("sha256 of the content, lower-case hex; null when not a file, unread, or beyond the budget of content")
    .meta({ ecs: "file.hash.sha256", ocsf: "file.hashes" }),
  open_by: z
    .array(
      z.object({
        ...processRefSchema.shape,
        comm: z.string().describe("Name of the process, from its stat"),
        comm_base64: z.string().optional().describe("Exact bytes of comm, where it is not UTF-8"),
        user: text.describe("Name of the process's real uid, the number where it has none"),
        fd: z.int().describe("File descriptor"),
      }),
    )
    .optional()
    .describe("Processes that hold a file without a name open, from /proc/[pid]/fd; absent for files with a name"),
  open_by_dropped: dropped.describe("Holders not listed"),
  folded: z
    .object({
      by: z
        .enum(["burst", "package"])
        .describe(
          "What the files of one directory have in common: second of ctime and class, or package and its installation",
        ),
      count: z.int().describe("Files that this row stands for, itself included"),
    })
    .optional()
    .describe("Present when this row stands for many that changed together"),
});

export type FileModification = z.infer<typeof fileModificationSchema>;
