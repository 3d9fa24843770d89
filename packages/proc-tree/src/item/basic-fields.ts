import { instant } from "@livetriage/triage-core";
import { z } from "zod";
import { field, listColumn, nullableFlag, nullableInt, nullableText, textColumn } from "./field.ts";

/** What ps tells: the columns that five sources give. */
export const basicFields = {
  started_at: field(instant.nullable().optional(), "stat 22, btime of /proc/stat", "Start time, exact to the tick", {
    column: 50,
    time: true,
    ecs: "process.start",
    ocsf: "process.created_time",
  }),
  ...listColumn("argv", "cmdline", "Arguments with their exact boundaries; null when there are none or unreadable", {
    column: 80,
    ecs: "process.args",
    ocsf: "process.cmd_line",
  }),
  argv_base64: field(
    z.array(z.string()).optional(),
    "cmdline",
    "Bytes of every argument, where one is not UTF-8; secrets taken out as in argv",
  ),
  argv_redacted: field(z.int().optional(), "cmdline", "Secrets in argv that became `[redacted:HASH:LENGTH]`"),
  argv_padding: field(
    z.int().optional(),
    "cmdline",
    "Empty arguments at the end that argv does not list, left by a rewritten title",
  ),
  argv_missing_bytes: field(
    z.int().optional(),
    "cmdline, stat 48, 49",
    "Bytes of arguments that the kernel holds but did not give; not a cut of ours",
  ),
  cmdline_status: field(
    nullableText,
    "cmdline",
    "How argv was read: `read`, `empty`, `none` (kernel threads and zombies have none), or the kind of error",
  ),
  euid: field(nullableInt, "status Uid", "Effective user id", { ecs: "process.user.id", ocsf: "process.user.uid" }),
  user: field(nullableText, "status Uid, /etc/passwd", "Name of the real user id in the host's passwd", {
    column: 30,
    group: true,
    ecs: "process.real_user.name",
  }),
  exe_deleted: field(nullableFlag, "exe link and its nlink", "The program file has lost its name"),
  exe_memfd: field(nullableFlag, "exe link, its nlink and device", "The program is a memfd and never had a name"),
  ...textColumn("cwd", "cwd link", "Working directory, as the kernel says it, ` (deleted)` included", {
    ecs: "process.working_directory",
  }),
  tty: field(nullableText, "stat 7, /proc/tty/drivers", "Name of the controlling terminal, null for none", {
    ecs: "process.tty",
  }),
};
