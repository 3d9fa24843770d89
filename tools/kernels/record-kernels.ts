import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fetchKernel } from "./fetch-kernel.ts";
import { makeInitramfs } from "./make-initramfs.ts";

const ROOT = join(import.meta.dirname, "../..");
const BUNDLE = join(ROOT, "apps/cli/dist");
const GUEST_SECONDS = 240;

/** Suites whose kernels differ most from each other and from the one that develops this. */
const SUITES = ["bullseye", "bookworm", "trixie"];

/** Boot one kernel with the plants and bring its recording to `out`. */
function recordKernel(suite: string, work: string, image: string, out: string): void {
  const kernel = fetchKernel(suite, work);
  const archive = join(work, `${suite}.tar.gz`);
  const machine = `${GUEST_SECONDS} qemu-system-x86_64 -accel tcg -cpu max -m 1024 -smp 2 -net none -display none -no-reboot`;
  const boot = ["-kernel", kernel, "-initrd", image, "-append", "console=ttyS0 quiet panic=-1"];
  const lines = ["-serial", "stdio", "-serial", `file:${archive}`];
  execFileSync("timeout", [...machine.split(" "), ...boot, ...lines], { stdio: ["ignore", "inherit", "inherit"] });
  const release = /vmlinuz-(\d+\.\d+)/.exec(kernel)?.[1] ?? suite;
  const target = join(out, `debian-${release}-x86_64-plants`);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", archive, "-C", target, "--strip-components=1", "--no-same-permissions"]);
  describe(join(target, "meta.json"), release);
  console.log(`${suite}: ${target}`);
}

/** What the recording is of, beside what the command noted itself. */
function describe(file: string, kernel: string): void {
  const meta = {
    what: `Processes and sockets under Linux ${kernel}: a deleted program, a false kernel thread, a second network namespace, arguments and names that break naive parsers`,
    made: "npm run kernels: Debian's cloud kernel in qemu, with a memory root of busybox, Node and the bundled command",
    kernel,
    arch: "x86_64",
    synthetic: false,
    ...(JSON.parse(readFileSync(file, "utf8")) as object),
  };
  writeFileSync(file, `${JSON.stringify(meta, null, 2)}\n`);
}

const out = process.argv[2] ?? join(ROOT, "fixtures/kernels");
if (!existsSync(join(BUNDLE, "livetriage.cjs"))) throw new Error("no bundle: run npm start once");
const work = mkdtempSync(join(tmpdir(), "livetriage-kernels-"));
try {
  const image = makeInitramfs(work, {
    "/init": join(import.meta.dirname, "guest/init"),
    "/guest/plants.cjs": join(import.meta.dirname, "guest/plants.cjs"),
    "/livetriage.cjs": join(BUNDLE, "livetriage.cjs"),
    "/program.cjs": join(BUNDLE, "program.cjs"),
    "/reader.cjs": join(BUNDLE, "reader.cjs"),
  });
  for (const suite of SUITES) recordKernel(suite, work, image, out);
} finally {
  rmSync(work, { recursive: true, force: true });
}
