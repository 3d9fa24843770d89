import type { Args, Option } from "../args/option.ts";

/** Where a Collector lives. */
export const DIRECTORY_OPTION: Option = {
  flag: "dir",
  value: "DIR",
  doc: "The Collector's directory, collector when not given",
};

export function collectorDirectory(args: Args): string {
  return args.text("dir") ?? "collector";
}
