import type { Condition } from "../condition.ts";
import { differences } from "../differences.ts";

/** In the background, for ten seconds: a signal to every child of the command, once it is Node, again and again. */
const hunt = (signal: string, pause: string): string => `
  hunt() {
    local end=$((SECONDS + 10)) main pid
    while [ $SECONDS -lt $end ]; do
      for main in $(children 1); do
        for pid in $(children $main); do
          [ /proc/$pid/exe -ef /usr/bin/node ] || continue # still the script that starts it
          for pid in $(children $pid); do kill -${signal} $pid 2> /dev/null && sleep ${pause}; done
        done
      done
      sleep 0.02
    done
  }
  children() { echo $(< /proc/$1/task/$1/children); } 2> /dev/null
  hunt > /dev/null 2>&1 3>&- &`;

const anyOfMany = { code: "any", allowance: 10_000 } as const;

/** Somebody with rights works against our own processes. */
export const ATTACKS: readonly Condition[] = [
  {
    id: "readers-stopped",
    title: "somebody stops our readers whenever he sees one",
    script: `${hunt("STOP", "0.3")}\ncollect`,
    says: "what was read before, and that readers died",
    ...anyOfMany,
    wrong: ({ document }) => (document === null || (document.footprint?.readers_started ?? 0) > 0 ? [] : ["no reader"]),
  },
  {
    id: "readers-killed",
    title: "somebody kills our readers whenever he sees one",
    script: `${hunt("KILL", "0.05")}\ncollect`,
    says: "what was read before, and that readers died",
    ...anyOfMany,
    wrong: ({ document }) => {
      const told = Object.values(document?.phases ?? {}).flatMap(({ errors }) => errors.map(({ kind }) => kind));
      return document === null || told.includes("reader_died") ? [] : ["nothing tells that a reader died"];
    },
  },
  {
    id: "main-killed",
    title: "the command itself is killed while it reads",
    script: `
      livetriage collect --format ndjson > /stage/frames 2> /dev/null 3>&- & main=$!
      until [ -s /stage/frames ]; do sleep 0.01; done
      kill -KILL $main; sleep 1
      tell left "$(grep -l lt-reader /proc/[0-9]*/comm | tr '\\n' ' ')"
      tell code 0; tell ms 0
      livetriage show /stage/frames --view gaps > /stage/shown; tell shown "$(grep -c . /stage/shown)"`,
    says: "the stream until then can be shown; no reader is left behind",
    code: "any",
    wrong: ({ told }) => [
      ...(told["left"] === "" ? [] : [`readers are left: ${told["left"]}`]),
      ...(Number(told["shown"]) > 0 ? [] : ["what was written cannot be shown"]),
    ],
  },
  {
    id: "budget",
    title: "a budget of one second, and a hundred processes whose memory lock is held",
    needs: ["fuse"],
    script: `
      mkdir /stage/fuse
      start server hung-fuse /stage/fuse nobody100 25; sleep 0.5
      collect --phase proc-tree --phase net-conns --budget 1s`,
    code: "any",
    says: "that the time was over; what was read until then",
    ended: "deadline",
    wrong: ({ document }) =>
      differences("document", document ?? {}, { duration_ms: (ms: unknown) => Number(ms) > 900 && Number(ms) < 5000 }),
  },
];
