import { processRefSchema } from "@livetriage/triage-core";
import { z } from "zod";
import { NO_OWNER_REASONS } from "./words.ts";

/** One descriptor of one process that leads to the socket. */
export const ownerSchema = z.object({
  ...processRefSchema.shape,
  comm: z.string().describe("Name of the process, in /proc/[pid]/stat"),
  comm_base64: z.string().optional().describe("Exact bytes of comm, where it is not UTF-8"),
  fd: z.int().describe("Descriptor number, in /proc/[pid]/fd"),
  tid: z
    .int()
    .optional()
    .describe(
      "Thread that has it in a table of its own, where only that leads to the socket, in /proc/[pid]/task/[tid]/fd",
    ),
});

const name = (description: string) => z.string().nullable().describe(description);

/** What a container is called. */
const containerSchema = z.object({
  runtime: z
    .string()
    .describe("docker, containerd, cri-o, podman, lxc, systemd-nspawn; kubernetes, oci: only an id shows"),
  name: name("Name of the container"),
  image: name("Image as it was asked for"),
  pod: name("Name of the pod"),
  pod_namespace: name("Namespace of the pod"),
});

/** Whose socket it is. */
export const ownerFields = {
  uid: z
    .int()
    .nullable()
    .describe(
      "User of the socket; null in TIME_WAIT and for unix and netlink, of which the kernel does not tell it. In /proc/[pid]/net/tcp, packet",
    )
    .meta({ ecs: "user.id" }),
  user: z
    .string()
    .nullable()
    .optional()
    .describe("Name of uid, in /etc/passwd")
    .meta({ column: 80, label: "USER", ecs: "user.name" }),
  user_base64: z.string().optional().describe("Exact bytes of user, where it is not UTF-8"),
  process_pid: z
    .int()
    .nullable()
    .describe("The owner that started first; pid 1 only where it is the only one. Derived from owners")
    .meta({ column: 90, label: "PID", ecs: "process.pid", ocsf: "process.pid" }),
  process_start_ticks: z
    .string()
    .nullable()
    .optional()
    .describe("Start of process_pid in clock ticks since boot, in field 22 of /proc/[pid]/stat"),
  process_comm: z
    .string()
    .nullable()
    .describe("Name of process_pid, in /proc/[pid]/stat")
    .meta({ column: 100, label: "PROCESS", group: true, ecs: "process.name", ocsf: "process.name" }),
  process_comm_base64: z.string().optional().describe("Exact bytes of process_comm, where it is not UTF-8"),
  process_exe: z
    .string()
    .nullable()
    .optional()
    .describe("Program of process_pid as the kernel names it, with its (deleted), in /proc/[pid]/exe")
    .meta({ column: 110, label: "EXE", ecs: "process.executable" }),
  process_exe_base64: z.string().optional().describe("Exact bytes of process_exe, where it is not UTF-8"),
  process_exe_dropped_bytes: z.int().optional().describe("Bytes cut off process_exe"),
  owners: z
    .array(ownerSchema)
    .optional()
    .describe(
      "Every descriptor that leads to the socket, in the order in which the processes started, in /proc/[pid]/fd",
    ),
  owners_dropped: z.int().optional().describe("Owners cut off the list"),
  no_owner_reason: z
    .enum(NO_OWNER_REASONS)
    .nullable()
    .optional()
    .describe("Why there is no owner; null where there is one. Derived")
    .meta({ column: 120, label: "NO OWNER", group: true }),
  inode: z
    .string()
    .nullable()
    .describe("Inode of the socket, decimal; null where the kernel has none. In /proc/[pid]/net/tcp"),
  netns: z
    .string()
    .nullable()
    .describe("Inode of the network namespace, null where it may not be read, in /proc/[pid]/ns/net")
    .meta({ group: true }),
  container_id: z
    .string()
    .nullable()
    .optional()
    .describe(
      "Container of process_pid, else of the process through which the namespace was read; null outside of one. In /proc/[pid]/cgroup",
    )
    .meta({ column: 115, label: "CONTAINER", group: true, ecs: "container.id" }),
  container: containerSchema
    .nullable()
    .optional()
    .describe("What the files of its runtime call that container; null outside of one. In config.json, config.v2.json"),
};
