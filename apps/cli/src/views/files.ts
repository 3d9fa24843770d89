import type { TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { cell, type Item, itemsOf, object, str, unknownOf } from "./item.ts";
import { byTime, directoryOf, hasSignal, inTurns, latest, regionOf } from "./rank.ts";
import { age, bytes } from "./units.ts";

/** Classes of files that run. */
const PROGRAMS = ["setuid", "executable", "kernel_module", "library", "script", "misplaced"];

/**
 * Executables and scripts by their last change, the regions of the host and in each its directories taking turns: many
 * new files must not hide one.
 */
export function newestProgramsView(document: TriagePackage): Table {
  const all = files(document);
  const programs = all.filter((item) => PROGRAMS.includes(str(item, "class") ?? ""));
  const byRegion = Map.groupBy(programs.toSorted(byTime(changedAt)), (item) => regionOf(pathOf(item)));
  const regions = [...byRegion.values()].map((region) =>
    inTurns([...Map.groupBy(region, (item) => directoryOf(pathOf(item))).values()]),
  );
  return {
    title: "NEWEST EXECUTABLES AND SCRIPTS",
    columns: [
      { title: "changed", right: true },
      { title: "class" },
      { title: "owner" },
      { title: "path", elide: "middle" },
    ],
    rows: inTurns(regions).map((item) => [
      age(changedAt(item), document.started_at),
      className(item),
      cell(item["user"] ?? item["uid"]),
      fileText(item),
    ]),
    ...(all.length > programs.length ? { hidden: `${all.length - programs.length} other files` } : {}),
    unknown: unknownOf(document, "recent-files"),
    more: "--view files",
  };
}

/** Every recent file, by its last change. */
export function filesView(document: TriagePackage): Table {
  return {
    title: "RECENT FILES",
    columns: [
      { title: "changed", right: true },
      { title: "class" },
      { title: "mode" },
      { title: "owner" },
      { title: "size", right: true },
      { title: "path", elide: "middle" },
    ],
    rows: files(document)
      .toSorted(byTime(changedAt))
      .map((item) => [
        age(changedAt(item), document.started_at),
        className(item),
        cell(item["mode"]),
        cell(item["user"] ?? item["uid"]),
        bytes(str(item, "size") === null ? null : Number(item["size"])),
        fileText(item),
      ]),
    unknown: unknownOf(document, "recent-files"),
    more: "--all",
  };
}

function pathOf(item: Item): string {
  return str(item, "path") ?? "";
}

function files(document: TriagePackage): Item[] {
  return itemsOf(document, "recent-files");
}

function className(item: Item): string {
  return `${hasSignal(item) ? "! " : ""}${cell(item["class"])}`;
}

/** One file in a few words. */
export function fileText(item: Item): string {
  const { count } = object(item, "folded") as { count?: unknown };
  const link = str(item, "link_target");
  const notes = [
    item["deleted"] === true ? " (deleted)" : "",
    link === null ? "" : ` -> ${link}`,
    typeof count === "number" ? ` and ${count - 1} more` : "",
  ];
  return cell(item["path"]) + notes.join("");
}

/** The later of the two times that a change sets. */
function changedAt(item: Item): string | null {
  return latest([str(item, "modified_at"), str(item, "changed_at")]);
}
