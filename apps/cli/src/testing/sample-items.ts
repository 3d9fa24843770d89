const marks = { signals: [], context: [], detail: "standard" };

/** A process with the fields that views look at. */
export const sampleProcess = (pid: number, ppid: number, argv: string[], more: object = {}): object => ({
  pid,
  ppid,
  start_ticks: String(pid),
  comm: (argv[0] ?? "").slice(0, 15),
  state: "S",
  uid: 0,
  user: "root",
  kernel_thread: false,
  argv,
  exe: argv[0] ?? null,
  ...marks,
  ...more,
});

/** A socket with the fields that views look at. */
export const sampleSocket = (
  direction: string,
  local: string,
  remote: string,
  process: string,
  more: object = {},
): object => ({
  protocol: "tcp",
  state: direction === "listening" ? "LISTEN" : "ESTABLISHED",
  direction,
  local_address: local.replace(/:\d+$/, ""),
  local_port: Number(/\d+$/.exec(local)?.[0]),
  remote_address: remote.replace(/:\d+$/, ""),
  remote_port: Number(/\d+$/.exec(remote)?.[0]),
  remote_scope: "public",
  uid: 0,
  user: "root",
  inode: "12345",
  netns: "4026531840",
  process_pid: 700,
  process_start_ticks: "700",
  process_comm: process,
  process_exe: `/usr/sbin/${process}`,
  owners: [{ pid: 700, start_ticks: "700", comm: process, fd: 3 }],
  no_owner_reason: null,
  ...marks,
  ...more,
});

/** A thing that starts something. */
export const sampleEntry = (
  mechanism: string,
  path: string,
  command: string,
  mtime: string,
  more: object = {},
): object => ({
  mechanism,
  technique: "T1053.003",
  path,
  trigger: "time",
  runs_as: "root",
  command,
  state: "enabled",
  mtime,
  ...marks,
  ...more,
});

/** A recent file. */
export const sampleFile = (path: string, fileClass: string, changed: string, more: object = {}): object => ({
  path,
  type: "file",
  class: fileClass,
  size: "2048",
  mode: "0755",
  uid: 0,
  user: "root",
  modified_at: changed,
  changed_at: changed,
  deleted: false,
  ...marks,
  ...more,
});
