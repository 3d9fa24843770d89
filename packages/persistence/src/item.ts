import { instant, signalFields } from "@livetriage/triage-core";
import { z } from "zod";

const count = z.int().optional();
const bytes = z.string().optional();

/** What a command leads to on disk. */
export const targetSchema = z.object({
  path: z.string().describe("Where it was found: absolute, links followed"),
  path_base64: bytes.describe("Exact bytes of path, where it is not UTF-8"),
  exists: z.boolean().nullable().describe("Whether it is there; null when that could not be seen"),
  type: z.string().nullable().describe("file, directory, symlink, fifo, socket, block, char"),
  format: z.string().nullable().describe("elf, script or data, by its first bytes"),
  uid: z.int().nullable().describe("Owner uid"),
  owner: z.string().nullable().describe("Owner's name in passwd"),
  mode: z
    .string()
    .nullable()
    .describe("Permission bits, octal")
    .meta({ examples: ["0755"] }),
  size: z.string().nullable().describe("Size in bytes, decimal"),
  mtime: instant.nullable().describe("Last change of content, UTC").meta({ time: true }),
  ctime: instant.nullable().describe("Last change of the inode, UTC").meta({ time: true }),
  writable_by_others: z.boolean().nullable().describe("Anyone but root and the one it runs as may write it"),
  provenance: z.string().nullable().describe("Where it comes from, as for the entry's file; null when it is not there"),
  package: z.string().nullable().describe("Package that owns it"),
  sha256: z.string().nullable().describe("SHA-256 of its content; null when it was not read"),
});

/** Something that starts something. */
export const persistenceItemSchema = z.object({
  mechanism: z
    .string()
    .describe("Id of the mechanism, see COVERAGE.md")
    .meta({ column: 1, group: true, examples: ["cron_d"] }),
  technique: z
    .string()
    .describe("MITRE ATT&CK technique")
    .meta({ examples: ["T1053.003"], ecs: "threat.technique.id" }),
  path: z.string().describe("File that holds the entry").meta({ column: 3, ecs: "file.path", ocsf: "file.path" }),
  path_base64: bytes.describe("Exact bytes of path, where it is not UTF-8"),
  path_dropped_bytes: count.describe("Bytes cut off path"),
  link: z.string().nullable().optional().describe("Where path points when it is a symbolic link"),
  link_base64: bytes.describe("Exact bytes of link, where it is not UTF-8"),
  line: z.int().nullable().optional().describe("Line of the entry in path, from 1"),
  key: z
    .string()
    .nullable()
    .optional()
    .describe("Key or directive that holds the command")
    .meta({ examples: ["ExecStart"] }),
  name: z.string().nullable().optional().describe("Name of what is started: unit, job, bus name, package hook"),
  trigger: z
    .string()
    .describe("What starts it")
    .meta({ column: 4, examples: ["boot", "login", "timer"] }),
  schedule: z.string().nullable().optional().describe("When, in words, for a timer"),
  schedule_raw: z.string().nullable().optional().describe("When, as written"),
  next_run: instant
    .nullable()
    .optional()
    .describe("When it runs next, UTC; null when what is known does not decide that")
    .meta({ time: true }),
  runs_as: z.string().nullable().optional().describe("User; `*` is whoever logs in or acts").meta({ column: 5 }),
  command: z
    .string()
    .nullable()
    .optional()
    .describe("What is started, as written; for a sourced file its lines that start something")
    .meta({ column: 6 }),
  command_base64: bytes.describe("Exact bytes of command, where it is not UTF-8"),
  command_dropped_bytes: count.describe("Bytes cut off command"),
  argv: z.array(z.string()).nullable().optional().describe("Words of the command, where the format defines them"),
  argv_dropped: count.describe("Words cut off argv"),
  argv_dropped_bytes: count.describe("Bytes cut off the words of argv"),
  interpreter: z.string().nullable().optional().describe("Program that runs the command or script"),
  environment: z.array(z.string()).optional().describe("NAME=value settings that the file gives to the command"),
  environment_dropped: count.describe("Settings cut off environment"),
  environment_dropped_bytes: count.describe("Bytes cut off environment"),
  activates: z.string().nullable().optional().describe("Unit that this timer, socket, path, link or bus name starts"),
  activated_by: z.array(z.string()).optional().describe("Units, links and bus names that start this unit"),
  activated_by_dropped: count.describe("Names cut off activated_by"),
  activated_by_dropped_bytes: count.describe("Bytes cut off activated_by"),
  target: targetSchema.nullable().optional().describe("The program or script behind the command, as it is on disk"),
  state: z
    .string()
    .describe("Whether it would start")
    .meta({
      column: 2,
      examples: [
        "enabled",
        "disabled",
        "static",
        "masked",
        "hidden",
        "ignored",
        "dangling",
        "shadowed",
        "unreadable",
        "truncated",
      ],
    }),
  provenance: z
    .string()
    .describe(
      "Where path comes from, a link by its end: packaged and modified files of a package, its configuration, files that a tool of the distribution generated, a read-only image, local, unknown",
    )
    .meta({
      group: true,
      examples: ["packaged", "modified", "config", "config_modified", "generated", "image", "local", "unknown"],
    }),
  package: z.string().nullable().optional().describe("Package that owns path"),
  rule: z
    .string()
    .nullable()
    .optional()
    .describe("How a generated file is known")
    .meta({ examples: ["systemd_enablement", "update_rc_d", "copy"] }),
  rule_checked: z
    .boolean()
    .nullable()
    .optional()
    .describe("Whether a generated file is what its rule makes of its source"),
  sha256: z
    .string()
    .nullable()
    .optional()
    .describe("SHA-256 of path's content; null when it was not read")
    .meta({ ecs: "file.hash.sha256" }),
  raw: z.string().nullable().optional().describe("The entry's line or setting as written"),
  raw_base64: bytes.describe("Exact bytes of raw, where it is not UTF-8"),
  raw_dropped_bytes: count.describe("Bytes cut off raw"),
  excerpt: z.string().optional().describe("Beginning and end of a script that is modified, local or unknown"),
  excerpt_dropped_bytes: count.describe("Bytes cut from the middle or the end of excerpt"),
  commands: z
    .array(z.string())
    .optional()
    .describe("Lines of an executed script that start something, where it is not as a package brought it"),
  commands_dropped: count.describe("Lines cut off commands"),
  commands_dropped_bytes: count.describe("Bytes cut off commands"),
  type: z
    .string()
    .nullable()
    .optional()
    .describe("Type of path: file, symlink, fifo …; null when it could not be seen"),
  uid: z.int().nullable().describe("Owner uid of path").meta({ ecs: "file.uid" }),
  owner: z.string().nullable().optional().describe("Owner's name in passwd").meta({ ecs: "file.owner" }),
  mode: z
    .string()
    .nullable()
    .optional()
    .describe("Permission bits of path, octal")
    .meta({ examples: ["0644"], ecs: "file.mode" }),
  size: z.string().nullable().optional().describe("Size of path in bytes, decimal"),
  mtime: instant
    .nullable()
    .optional()
    .describe("Last change of path's content, UTC")
    .meta({ time: true, ecs: "file.mtime" }),
  ctime: instant
    .nullable()
    .optional()
    .describe("Last change of path's inode, UTC")
    .meta({ time: true, ecs: "file.ctime" }),
  dev: z.string().nullable().optional().describe("Device of path as major:minor"),
  ino: z.string().nullable().optional().describe("Inode number of path, decimal").meta({ ecs: "file.inode" }),
  writable_by_others: z
    .boolean()
    .nullable()
    .optional()
    .describe("Anyone but root and the one it runs as may write path"),
  mount_namespace: z
    .string()
    .optional()
    .describe("Inode of the mount namespace whose root path is in; absent for the host's own")
    .meta({ examples: ["4026532178"] }),
  root_of_pid: z.int().optional().describe("Process through whose root path was read; absent for the host's own"),
  redacted: z
    .int()
    .optional()
    .describe("Secrets in this row that became `[redacted:HASH:LENGTH]`; equal secrets have the same hash"),
  ...signalFields,
  detail: z.enum(["index", "basic", "standard", "full"]).describe("Level of columns that this row has"),
});

export type Target = z.infer<typeof targetSchema>;
export type PersistenceItem = z.infer<typeof persistenceItemSchema>;
