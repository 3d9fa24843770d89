import type { Condition } from "../condition.ts";
import { differences } from "../differences.ts";

const quick = "collect --phase proc-tree --phase net-conns";

/** What the machine grants us is little, or somebody works against our own processes. */
export const LIMITS: readonly Condition[] = [
  {
    id: "few-files",
    title: "32 open files at most",
    script: `ulimit -n 32\ncollect`,
    says: "that it is a small host, a quarter of every cap",
    wrong: ({ document }) => differences("vantage", document?.vantage ?? {}, { notes: [/quarter of every cap/] }),
  },
  {
    id: "very-few-files",
    title: "20 open files at most",
    script: `ulimit -n 20\n${quick}`,
    says: "a package, or one sentence why there is none",
    code: "any",
    wrong: ({ told, stderr }) =>
      told["code"] === "0" || stderr.trim() !== "" ? [] : [`code ${told["code"]} without a word`],
  },
  {
    id: "few-processes",
    title: "no process more may be started",
    script: `
      BEFORE=(setpriv --reuid=65534 --regid=65534 --clear-groups prlimit --nproc=1:1)
      ${quick}`,
    says: "one sentence why there is nothing",
    code: "any",
    wrong: ({ told, stderr }) => (told["code"] !== "0" && stderr.trim() === "" ? ["not a word"] : []),
  },
  {
    id: "little-memory",
    title: "a memory cgroup of 128 MB",
    needs: ["cgroup-memory"],
    script: `
      echo 134217728 > /stage/cgroup/memory.limit_in_bytes
      start odd odd-process threads 2000
      BEFORE=(bash -c 'echo $$ > /stage/cgroup/cgroup.procs; exec "$@"' enter)
      collect`,
    says: "a package, a quarter of every cap",
    wrong: ({ document }) => differences("vantage", document?.vantage ?? {}, { notes: [/quarter of every cap/] }),
  },
  {
    id: "disk-full",
    title: "every writable file system is full",
    script: `
      mount -t tmpfs -o size=16k full /tmp; mount -t tmpfs -o size=16k full /var/tmp; mount -t tmpfs -o size=16k full /dev/shm
      for place in /tmp /var/tmp /dev/shm; do cat /dev/zero > $place/fill 2> /dev/null || :; done
      collect`,
    says: "everything as ever: no disk is needed",
    wrong: ({ entries }) => (entries("/etc/crontab").length > 0 ? [] : ["/etc/crontab is missing"]),
  },
  {
    id: "read-only",
    title: "every file system is read-only",
    script: `mount -o remount,ro /; mount -o remount,ro /dev\ncollect`,
    says: "everything as ever",
    wrong: ({ entries }) => (entries("/etc/crontab").length > 0 ? [] : ["/etc/crontab is missing"]),
  },
  {
    id: "clock",
    title: "the wall clock jumps back a day again and again",
    script: `
      BEFORE=(env LD_PRELOAD=/stage/bin/clock-preload.so)
      collect`,
    says: "durations as they were, both clocks",
    wrong: ({ document, told }) => [
      ...differences("document", document ?? {}, {
        duration_ms: (ms: unknown) => Number(ms) > 0 && Number(ms) <= Number(told["ms"]),
      }),
      ...(document?.collection.clocks_end?.monotonic_ns == null ? ["no monotonic clock at the end"] : []),
    ],
  },
  {
    id: "time-namespace",
    title: "a time namespace in which the machine runs for 1,000 days",
    needs: ["time-namespace"],
    script: `
      start odd idle; read -r now rest < /proc/uptime; tell began "$(date +%s)"
      BEFORE=(unshare --time --boottime 86400000 --fork)
      ${quick}`,
    says: "when each process really started",
    wrong: ({ process, told }) =>
      differences("process", process(told["odd"]), {
        started_at: (at: unknown) => Math.abs(Date.parse(String(at)) / 1000 - Number(told["began"])) < 10,
      }),
  },
  {
    id: "environment",
    title:
      "NODE_OPTIONS, LD_PRELOAD, OPENSSL_CONF and NODE_EXTRA_CA_CERTS that would run or read something of an attacker's",
    script: `
      mkfifo /stage/fifo; echo 'require("fs").writeFileSync("/stage/ran", "x")' > /stage/evil.js
      BEFORE=(env NODE_OPTIONS=--require=/stage/evil.js OPENSSL_CONF=/stage/fifo NODE_EXTRA_CA_CERTS=/stage/fifo SSL_CERT_FILE=/stage/fifo NODE_V8_COVERAGE=/stage/cov NODE_PATH=/stage LC_ALL=xx TZ=:/stage/fifo TMPDIR=/nowhere HOME=/nowhere)
      collect
      tell ran "$(echo /stage/ran* /stage/cov*)"`,
    says: "everything as ever; nothing of theirs ran",
    wrong: ({ told }) => (told["ran"] === "/stage/ran* /stage/cov*" ? [] : [`something ran: ${told["ran"]}`]),
  },
  {
    id: "empty-environment",
    title: "no environment but PATH, no standard input, a working directory that is gone",
    script: `
      mkdir /stage/gone; cd /stage/gone; rmdir /stage/gone
      BEFORE=(env -i PATH="$PATH")
      collect <&-`,
    says: "everything as ever",
    wrong: ({ entries }) => (entries("/etc/crontab").length > 0 ? [] : ["/etc/crontab is missing"]),
  },
  {
    id: "trojans",
    title: "programs named ps, find, ls and cat of an attacker first in PATH",
    script: `
      mkdir /stage/evil; for name in ps find ls cat ss lsof id uname; do printf '#!/bin/sh\\ntouch /stage/ran\\n' > /stage/evil/$name; chmod 755 /stage/evil/$name; done
      BEFORE=(env PATH="/stage/evil:$PATH")
      collect
      tell ran "$(echo /stage/ran*)"`,
    says: "everything as ever; none of them ran",
    wrong: ({ told, document }) => [
      ...(told["ran"] === "/stage/ran*" ? [] : ["one of them ran"]),
      ...differences("footprint", document?.footprint ?? {}, { programs_started: ["/usr/bin/find"] }),
    ],
    peers: [],
  },
];
