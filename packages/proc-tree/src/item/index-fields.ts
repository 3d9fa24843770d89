import { signalFields } from "@livetriage/triage-core";
import { z } from "zod";
import { field, textColumn } from "./field.ts";

const DETAILS = ["index", "basic", "standard", "full"] as const;

/** What every row has, however little room there is. */
export const indexFields = {
  pid: field(z.int(), "name in /proc", "Process id", { column: 10, ecs: "process.pid", ocsf: "process.pid" }),
  ppid: field(z.int().nullable(), "stat 4", "Process id of the parent, 0 for none", {
    column: 20,
    ecs: "process.parent.pid",
    ocsf: "process.parent_process.pid",
  }),
  start_ticks: field(z.string().nullable(), "stat 22", "Start time in clock ticks since boot, decimal"),
  comm: field(z.string().nullable(), "stat 2", "Name as the kernel keeps it", {
    column: 60,
    ecs: "process.name",
    ocsf: "process.name",
  }),
  comm_base64: field(z.string().optional(), "stat 2", "Exact bytes of comm, where it is not UTF-8"),
  state: field(z.string().nullable(), "stat 3", "Process state as one letter, as in ps", {
    column: 40,
    examples: ["R", "S", "D", "Z", "T", "I"],
  }),
  uid: field(z.int().nullable(), "status Uid", "Real user id", { ecs: "process.real_user.id", group: true }),
  kernel_thread: field(z.boolean().nullable(), "stat 9, PF_KTHREAD", "Whether it is a thread of the kernel"),
  ...textColumn("exe", "exe link", "Path of the program file when it was started, ` (deleted)` taken off", {
    column: 70,
    ecs: "process.executable",
    ocsf: "process.file.path",
  }),
  collector: field(z.boolean().optional(), "facts", "True for this collection and those who started it, else absent"),
  signals: signalFields.signals.meta({ source: "see Signals" }),
  signals_dropped: field(z.int().optional(), "see Signals", "Elements cut off signals"),
  context: signalFields.context.meta({ source: "see Signals" }),
  detail: field(z.enum(DETAILS), "cap bytes, param detail", "Which columns the row has"),
};
