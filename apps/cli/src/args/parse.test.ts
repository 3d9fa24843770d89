import { describe, expect, test } from "vitest";
import { refusal } from "../testing/refusal.ts";
import type { Option } from "./option.ts";
import { parseCommandLine } from "./parse.ts";

const options: Option[] = [
  { flag: "root", value: "DIR", doc: "" },
  { flag: "phase", value: "NAME", many: true, doc: "" },
  { flag: "output", value: "FILE|DIR/|-", doc: "" },
  { flag: "quiet", doc: "" },
  { flag: "no-redact", doc: "" },
];
const parse = (...argv: string[]) => parseCommandLine({ name: "collect", options, positionals: [] }, argv);

describe("parseCommandLine", () => {
  test("values, lists and switches", () => {
    const args = parse("--root", "/mnt", "--phase=a", "--phase", "b", "--output", "-", "--quiet", "--no-redact");
    expect(args.text("root")).toBe("/mnt");
    expect(args.list("phase")).toEqual(["a", "b"]);
    expect(args.text("output")).toBe("-");
    expect([args.has("quiet"), args.has("no-redact"), args.has("phase"), args.has("reason")]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(args.list("reason")).toEqual([]);
  });

  test("a value that starts with a dash is given with =", () => {
    expect(parse("--root=-odd").text("root")).toBe("-odd");
  });

  test.each([
    [
      ["--rooot", "/"],
      "64 unknown flag --rooot; collect takes --root, --phase, --output, --quiet, --no-redact, --help",
    ],
    [["-q"], "64 unknown flag -q; collect takes --root, --phase, --output, --quiet, --no-redact, --help"],
    [
      ["--no-quiet"],
      "64 unknown flag --no-quiet; collect takes --root, --phase, --output, --quiet, --no-redact, --help",
    ],
    [["--root"], "64 --root needs a value: --root DIR"],
    [["--root="], "64 --root needs a value: --root DIR"],
    [["--root", "--quiet"], "64 --root needs a value: --root DIR"],
    [["--root", "/a", "--root", "/b"], "64 --root is given twice"],
    [["--quiet", "--quiet"], "64 --quiet is given twice"],
    [["--quiet=yes"], "64 --quiet is a switch and takes no value"],
    [["/etc"], "64 unexpected argument '/etc'; collect takes only flags"],
    [["--", "--root"], "64 unexpected argument '--root'; collect takes only flags"],
  ])("%j is refused", (argv, expected) => {
    expect(refusal(() => parse(...argv))).toBe(expected);
  });

  test("positional arguments are counted and named", () => {
    const show = (...argv: string[]) =>
      parseCommandLine({ name: "show", options: [], positionals: ["PACKAGE|-", "[OTHER]"] }, argv);
    expect(show("-").positionals).toEqual(["-"]);
    expect(show("a", "b").positionals).toEqual(["a", "b"]);
    expect(refusal(() => show())).toBe("64 show needs PACKAGE|-");
    expect(refusal(() => show("a", "b", "c"))).toBe("64 unexpected argument 'c'; show takes PACKAGE|- [OTHER]");
    expect(show("--help").has("help")).toBe(true);
    expect(show("-h").has("help")).toBe(true);
    expect(refusal(() => show("-", "-help"))).toMatch(/^64 unknown flag -e; /);
  });
});
