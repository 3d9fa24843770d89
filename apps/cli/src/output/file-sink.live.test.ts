import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { EXIT } from "../exit.ts";
import { checkTarget, fileSink } from "./file-sink.ts";

const base = mkdtempSync(join(tmpdir(), "livetriage-sink-"));
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(base, "t-"));
});
afterAll(() => rmSync(base, { recursive: true }));

const bytes = (text: string) => Buffer.from(text);

describe("fileSink", () => {
  test("makes a file of mode 0600 that has its name only when it is whole", async () => {
    const sink = await fileSink(directory, false);
    await sink.write(bytes("ab"));
    await sink.write(bytes("cd"));
    expect(existsSync(join(directory, "x.json"))).toBe(false);
    expect(await sink.commit("x.json")).toBe(join(directory, "x.json"));
    expect(readFileSync(join(directory, "x.json"), "utf8")).toBe("abcd");
    expect(statSync(join(directory, "x.json")).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(["x.json"]);
  });

  test("never replaces a file that appeared meanwhile, and keeps the package", async () => {
    const sink = await fileSink(directory, false);
    await sink.write(bytes("new"));
    writeFileSync(join(directory, "x.json"), "old");
    await expect(sink.commit("x.json")).rejects.toMatchObject({
      code: EXIT.cantCreate,
      message: expect.stringMatching(/EEXIST.*\.part$/),
    });
    expect(readFileSync(join(directory, "x.json"), "utf8")).toBe("old");
    const [kept] = readdirSync(directory).filter((name) => name.endsWith(".part"));
    expect(readFileSync(join(directory, kept ?? ""), "utf8")).toBe("new");
  });

  test("replaces under force, without following a link", async () => {
    writeFileSync(join(directory, "precious"), "old");
    symlinkSync("precious", join(directory, "x.json"));
    const sink = await fileSink(directory, true);
    await sink.write(bytes("new"));
    await sink.commit("x.json");
    expect(readFileSync(join(directory, "precious"), "utf8")).toBe("old");
    expect(readFileSync(join(directory, "x.json"), "utf8")).toBe("new");
  });

  test("discard leaves nothing", async () => {
    const sink = await fileSink(directory, false);
    await sink.write(bytes("x"));
    await sink.discard();
    expect(readdirSync(directory)).toEqual([]);
  });

  test("a directory that is none", async () => {
    await expect(fileSink(join(directory, "none"), false)).rejects.toMatchObject({ code: EXIT.cantCreate });
  });
});

describe("checkTarget", () => {
  test("an existing file needs force, anything else is refused", async () => {
    const path = join(directory, "x");
    await checkTarget(path, false);
    writeFileSync(path, "");
    await expect(checkTarget(path, false)).rejects.toMatchObject({
      message: `--output: ${path} exists; --force replaces it`,
    });
    await checkTarget(path, true);
    chmodSync(path, 0o000);
    await checkTarget(path, true);
    await expect(checkTarget(directory, true)).rejects.toMatchObject({
      message: `--output: ${directory} is not a regular file`,
    });
  });
});
