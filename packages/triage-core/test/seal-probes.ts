/**
 * Everything that a reader must not be able to do, as code that tries it and gets further only if it could. It finds `fs`,
 * `req` (a require) and `DIR`, a folder with a file `seen`.
 */
export const SEAL_PROBES: Readonly<Record<string, string>> = {
  "write a file": `fs.writeFileSync(DIR + "/w", "x")`,
  "append to a file": `fs.appendFileSync("/etc/hostname", "")`,
  "open for writing": `fs.openSync(DIR + "/seen", "r+")`,
  "make a directory": `fs.mkdirSync(DIR + "/d")`,
  "remove a file": `fs.unlinkSync(DIR + "/seen")`,
  "rename a file": `fs.renameSync(DIR + "/seen", DIR + "/moved")`,
  "change a mode": `fs.chmodSync(DIR + "/seen", 0o777)`,
  "change times": `fs.utimesSync(DIR + "/seen", 1, 1)`,
  "make a link": `fs.symlinkSync("x", DIR + "/l")`,
  "cut a file": `fs.truncateSync(DIR + "/seen")`,
  "start a program": `req("node:child_process").execFileSync("/bin/true")`,
  "replace itself": `process.execve("/bin/true", ["true"], {})`,
  "start a thread": `new (req("node:worker_threads").Worker)("0", { eval: true })`,
  "load an addon": `process.dlopen({ exports: {} }, DIR + "/seen")`,
  "run WASI": `new (req("node:wasi").WASI)({ version: "preview1" })`,
  "open a database": `new (req("node:sqlite").DatabaseSync)(DIR + "/db")`,
  "start the inspector": `req("node:inspector").open(0)`,
  "write a report": `process.report.writeReport(DIR + "/report")`,
  "write a heap snapshot": `req("node:v8").writeHeapSnapshot(DIR + "/heap")`,
};
