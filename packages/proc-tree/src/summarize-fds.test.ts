import { expect, test } from "vitest";
import { summarizeFds } from "./summarize-fds.ts";

test("counts, sockets and what is worth telling", () => {
  const links = [
    "/dev/null",
    "socket:[77]",
    "/tmp/x (deleted)",
    "/memfd:a (deleted)",
    "/SYSV0 (deleted)",
    "/dev/mem",
    "anon_inode:bpf-prog",
  ];
  const fds = links.map((link, fd) => ({ fd, link }));
  expect(summarizeFds(fds, 3)).toEqual({
    count: 10,
    sockets: 1,
    deleted: 2,
    telling: ["3 /memfd:a (deleted)", "5 /dev/mem", "6 anon_inode:bpf-prog"],
    tellingDropped: 0,
    socketInodes: new Map([[1, "77"]]),
  });
});

test("many of a kind are cut and counted", () => {
  const fds = Array.from({ length: 100 }, (_, fd) => ({ fd, link: "/dev/sda" }));
  expect(summarizeFds(fds, 0)).toMatchObject({ tellingDropped: 68 });
});
