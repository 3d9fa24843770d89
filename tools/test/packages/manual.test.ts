import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { parseConfig } from "../../../apps/sensor/src/config/parse-config.ts";
import { commandPrograms } from "../../packages/command-programs.ts";
import { bashCompletion, fishCompletion, zshCompletion } from "../../packages/completions.ts";
import { commandPackage, sensorPackage } from "../../packages/package-specs.ts";
import type { ProgramDoc } from "../../packages/program-doc.ts";
import { presetConfig } from "../../packages/sensor-config-doc.ts";

const folder = mkdtempSync(join(tmpdir(), "livetriage-manual-"));
afterAll(() => rmSync(folder, { recursive: true }));

const has = (program: string) => spawnSync("which", [program]).status === 0;

describe("the preset configuration", () => {
  test("changes nothing", () => {
    expect(parseConfig(presetConfig())).toEqual(parseConfig(""));
  });

  test("tells every key with the value that it has when it is not given", () => {
    const said = presetConfig()
      .replaceAll(/^#(?! )/gm, "")
      .replaceAll(/^\w+:$/gm, "");
    expect(parseConfig(said)).toMatchObject({
      ok: true,
      warnings: [],
      config: (parseConfig("") as { config: object }).config,
    });
  });
});

describe.skipIf(!has("groff"))(`the manual${has("groff") ? "" : " (needs groff)"}`, async () => {
  const options = { arch: "x64", form: "deb", executable: () => "", epoch: 0 } as const;
  const pages = [sensorPackage(options), commandPackage(await commandPrograms(), options)].flatMap(({ files }) =>
    files.filter(({ path }) => path.includes("/man/")),
  );
  const SAYS: Readonly<Record<string, string>> = {
    "livetriage-sensor.8.gz": "livetriage-sensor enroll",
    "livetriage-sensor.yaml.5.gz": "state_dir (/var/lib/livetriage-sensor)",
    "livetriage.1.gz": "livetriage fleet join-token",
  };

  test.each(pages)("$path is what groff understands", ({ path, content }) => {
    const roff = gunzipSync(content as Uint8Array);
    const { stdout, stderr } = spawnSync("groff", ["-man", "-Tutf8", "-ww", "-Kutf8", "-P-c"], {
      input: roff,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(stdout.replaceAll(/.\x08/g, "")).toContain(SAYS[basename(path)]);
  });
});

const PROGRAMS: readonly ProgramDoc[] = [
  {
    name: "demo-tool",
    doc: "",
    exits: [],
    commands: [
      {
        name: "go",
        doc: "Go: it's far",
        positionals: [],
        options: [
          { flag: "speed", value: "N", doc: "How" },
          { flag: "slow", doc: "" },
        ],
      },
    ],
  },
  {
    name: "demo-tool deep",
    doc: "More",
    exits: [],
    commands: [{ name: "dive", doc: "Down", positionals: [], options: [{ flag: "depth", value: "M", doc: "" }] }],
  },
];

describe("completions", () => {
  const written = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  test.each([
    [["g"], ["go"]],
    [[""], ["go", "deep"]],
    [
      ["go", "--s"],
      ["--speed", "--slow"],
    ],
    [["go", "--speed", "3", "--sl"], ["--slow"]],
    [["deep", ""], ["dive"]],
    [["deep", "dive", "--"], ["--depth"]],
    [["go", "file"], []],
  ])("bash: %j", (typed, offered) => {
    const file = written("demo.bash", bashCompletion(PROGRAMS));
    const script = `source "$0"; COMP_WORDS=(demo-tool "$@"); COMP_CWORD=$#; _demo_tool; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script, file, ...typed], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.split("\n").filter(Boolean)).toEqual(offered);
  });

  test.skipIf(!has("zsh"))(`zsh reads its own${has("zsh") ? "" : " (needs zsh)"}`, () => {
    expect(spawnSync("zsh", ["-n", written("_demo", zshCompletion(PROGRAMS))], { encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  test.skipIf(!has("fish"))(`fish offers what bash does${has("fish") ? "" : " (needs fish)"}`, () => {
    const file = written("demo.fish", fishCompletion(PROGRAMS));
    const ask = (line: string) =>
      spawnSync("fish", ["-c", `source ${file}; complete -C '${line}'`], { encoding: "utf8" })
        .stdout.split("\n")
        .map((row) => row.split("\t")[0])
        .filter(Boolean);
    expect(ask("demo-tool ").filter((word) => !word?.includes("/"))).toEqual(expect.arrayContaining(["go", "deep"]));
    expect(ask("demo-tool deep dive --")).toEqual(["--depth"]);
  });
});
