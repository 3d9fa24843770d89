import { spawnSync } from "node:child_process";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { COMMAND, small } from "./livetriage.ts";

const CALLS =
  "execve,open,openat,creat,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,mknod,mknodat,chmod,fchmod,fchmodat,chown,fchown,fchownat,lchown,utimensat,utime,utimes,futimesat,truncate,ftruncate,mount,umount2,ptrace,setxattr,lsetxattr,fsetxattr,removexattr,socket,kill,tkill,tgkill";

/** What the main process may open: its own program, and what the runtime opens when it starts. */
const MAIN_OPENS = [
  /^\/(usr\/)?lib(64)?\//,
  /^\/etc\/ld\.so\.(cache|preload)$/,
  /^\/dev\/null$/,
  /^\/proc\/self\/(maps|cgroup)$/,
  /^\/proc\/(meminfo|version_signature|sys\/vm\/overcommit_memory)$/,
  /^\/sys\/devices\/system\/cpu\/(online|cpu0\/tsc_freq_khz)$/,
  /^\/sys\/fs\/cgroup\/.*memory\./,
  /^\/proc\/\d+\/stat$/,
  /\/bin\/node$/,
  /\/livetriage-executables\/[^/]+\/livetriage$/,
  /\/apps\/cli\/(bin\/livetriage|dist\/(livetriage\.cjs|program\.(cjs|cache)|reader\.cjs))$/,
];

const hasStrace = spawnSync("strace", ["-V"]).status === 0;

interface Call {
  readonly pid: string;
  readonly name: string;
  readonly text: string;
}

const SENSOR_RIGHTS = "+dac_read_search,+sys_ptrace";

/** As whom, and by which engine the tree is walked. */
const RUNS = [
  ["root, with find", "", ""],
  ["root, with the walk of its own", "", "--engine walk"],
  [
    "the user of the sensor",
    `setpriv --reuid=990 --regid=990 --clear-groups --inh-caps=-all,${SENSOR_RIGHTS} --ambient-caps=${SENSOR_RIGHTS}`,
    "--engine walk",
  ],
] as const;

describe.each(RUNS)("as %s", (_name, as, engine) => {
  let calls: Call[] = [];

  beforeAll(async () => {
    if (!hasStrace) return;
    const { stdout } = await small(
      `trace=$(mktemp); chmod 666 $trace
       ${as} strace -f -qq -s 4096 -e trace=${CALLS} -o $trace ${COMMAND} collect --budget 15s ${engine} >/dev/null
       cat $trace; rm $trace`,
    );
    calls = stdout.split("\n").flatMap((line) => {
      const [, pid = "", name = "", text = ""] = /^(\d+) +(\w+)\((.*)$/.exec(line) ?? [];
      return pid === "" ? [] : [{ pid, name, text }];
    });
  }, 120_000);

  beforeEach(({ skip }) => {
    if (!hasStrace) skip("needs strace: apt-get install strace");
    if (as !== "" && process.geteuid?.() !== 0) skip("needs root, to become another user");
  });

  const named = (...names: string[]): Call[] => calls.filter(({ name }) => names.includes(name));

  test("nothing is opened for writing, made, changed or removed, and no socket is opened", () => {
    const opens = named("openat", "open", "creat");
    expect(opens.length).toBeGreaterThan(50);
    expect(opens.filter(({ text }) => /O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(text))).toEqual([]);
    const others = calls.filter(({ name }) => !["execve", "open", "openat", "kill", "tkill", "tgkill"].includes(name));
    expect(others).toEqual([]);
  });

  test("only ourselves and find are started, only our own processes are killed", () => {
    const programs = named("execve").map(({ text }) => /^"([^"]*)"/.exec(text)?.[1] ?? text);
    const own =
      engine === "" ? /\/(livetriage|readlink|node|find|self\/exe)$/ : /\/(livetriage|readlink|node|self\/exe)$/;
    expect(programs.filter((program) => !own.test(program))).toEqual([]);
    const pids = new Set(calls.map(({ pid }) => pid));
    const killed = named("kill", "tkill", "tgkill").map(({ text }) => text.split(",")[0] ?? "");
    expect(killed.filter((pid) => !pids.has(pid))).toEqual([]);
  });

  test("the main process opens its own files and the runtime's, nothing of the host", () => {
    const main = calls[0]?.pid;
    const paths = named("openat", "open")
      .filter(({ pid }) => pid === main)
      .map(({ text }) => /"([^"]*)"/.exec(text)?.[1] ?? text);
    expect(paths.length).toBeGreaterThan(5);
    expect([...new Set(paths.filter((path) => !MAIN_OPENS.some((allowed) => allowed.test(path))))]).toEqual([]);
  });
});
