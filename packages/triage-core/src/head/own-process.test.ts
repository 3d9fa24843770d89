import { expect, test } from "vitest";
import { foreignMappings, loaderVariables, tracerOf } from "./own-process.ts";

test("variables of the loader", () => {
  const environ = "PATH=/bin\0LD_PRELOAD=/tmp/x.so\0XLD_PRELOAD=1\0LD_LIBRARY_PATH=/tmp\0LD_BIND_NOW=1\0";
  expect(loaderVariables(environ)).toEqual(["LD_PRELOAD=/tmp/x.so", "LD_LIBRARY_PATH=/tmp"]);
});

test("code that is not of the program, Node's libraries, or without a file", () => {
  const line = (rights: string, inode: number, path: string) =>
    `7f0000000000-7f0000001000 ${rights} 00000000 08:01 ${inode}${" ".repeat(20)}${path}`;
  const maps = [
    line("r-xp", 1, "/opt/node"),
    line("r-xp", 2, "/usr/lib/x86_64-linux-gnu/libc.so.6"),
    line("r-xp", 3, "/lib64/libstdc++.so.6.0.30"),
    line("r-xp", 4, "/lib/ld-musl-x86_64.so.1"),
    line("r-xp", 5, "/usr/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1"),
    line("r-xp", 5, "/lib/x86_64-linux-gnu/ld-2.31.so"),
    line("r-xp", 5, "/lib/x86_64-linux-gnu/libc-2.31.so"),
    line("rwxp", 0, ""),
    line("r-xp", 0, "[vdso]"),
    line("r--p", 6, "/tmp/data"),
    line("r-xp", 7, "/tmp/hook.so"),
    line("r-xp", 7, "/tmp/hook.so"),
    line("r-xp", 8, "/usr/lib/libc-hook.so"),
    line("r-xp", 9, "/tmp/libc.so.6"),
    line("r-xp", 10, "/memfd:x (deleted)"),
    line("rwxs", 11, "/dev/shm/a b"),
  ];
  expect(foreignMappings(`${maps.join("\n")}\n`, "/opt/node")).toEqual([
    "/tmp/hook.so",
    "/usr/lib/libc-hook.so",
    "/tmp/libc.so.6",
    "/memfd:x (deleted)",
    "/dev/shm/a b",
  ]);
});

test("a program with its own loader has its libraries beside it", () => {
  const files = ["ld-linux-x86-64.so.2", "livetriage", "libc.so.6", "hook.so", "more/libm.so.6"];
  const maps = files.map((file, i) => `7f0000000000-7f0000001000 r-xp 00000000 08:01 ${i + 1} /mnt/lib/${file}`);
  const foreign = (program: string) => foreignMappings(`${maps.join("\n")}\n`, program);
  expect(foreign("/mnt/lib/ld-linux-x86-64.so.2")).toEqual(["/mnt/lib/hook.so", "/mnt/lib/more/libm.so.6"]);
  expect(foreign("/mnt/lib/livetriage")).toHaveLength(4);
});

test("the tracer", () => {
  expect(tracerOf("Name:\tx\nTracerPid:\t0\n")).toBeNull();
  expect(tracerOf("Name:\tx\nTracerPid:\t71\n")).toBe("71");
  expect(tracerOf("")).toBeNull();
});
