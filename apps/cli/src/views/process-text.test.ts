import { expect, test } from "vitest";
import { processText } from "./process-text.ts";

test.each([
  ["a kernel thread", { comm: "kthreadd", kernel_thread: true }, "[kthreadd]"],
  ["argv and exe agree", { comm: "sshd", argv: ["/usr/sbin/sshd", "-D"], exe: "/usr/sbin/sshd" }, "/usr/sbin/sshd -D"],
  ["a login shell", { comm: "bash", argv: ["-bash"], exe: "/usr/bin/bash" }, "-bash"],
  ["a title", { comm: "sshd", argv: ["sshd: kim"], exe: "/usr/sbin/sshd" }, "sshd: kim"],
  ["a merged /usr", { comm: "init", argv: ["/sbin/init"], exe: "/usr/sbin/init" }, "/sbin/init"],
  [
    "a path that is not the program's",
    { comm: "sh", argv: ["/bin/sh"], exe: "/usr/bin/dash" },
    "/bin/sh {/usr/bin/dash}",
  ],
  ["another program than it says", { comm: "x", argv: ["[kworker/0:1]"], exe: "/tmp/.x" }, "[kworker/0:1] {/tmp/.x}"],
  ["boundaries of arguments", { comm: "sh", argv: ["sh", "-c", "id; ls", ""], exe: "/bin/sh" }, "sh -c 'id; ls' ''"],
  ["deleted", { comm: "x", argv: ["/x"], exe: "/x", exe_deleted: true }, "/x (deleted)"],
  ["memfd", { comm: "x", argv: ["x"], exe: "/memfd:x", exe_memfd: true, exe_deleted: true }, "x {/memfd:x} (memfd)"],
  ["no argv", { comm: "zombie", argv: null, exe: null }, "zombie"],
  ["nothing known", {}, "?"],
])("%s", (_name, item, text) => {
  expect(processText(item)).toBe(text);
});
