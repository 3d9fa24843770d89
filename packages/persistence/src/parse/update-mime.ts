import { parseDesktopEntry } from "./desktop-entry.ts";

/** The lines that update-mime makes of a package's file. Source: mailcap 3.70, update-mime(8), ReadPackageEntries. */
export function mimeLinesOfPackage(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .map((line) => line.replace(/\s*priority\s*=\s*\d+\s*(?:$|;)/, "").replace(/\s*;\s*$/, ""));
}

/** The lines that update-mime makes of a desktop file. Source: mailcap 3.70, update-mime(8), ReadDesktopEntries. */
export function mimeLinesOfDesktopEntry(text: string): string[] {
  const keys = parseDesktopEntry(text);
  const value = (key: string) => keys.get(key)?.value ?? "";
  const exec = value("Exec").replace(/%[fFuU]/g, "%s");
  if (exec === "") return [];
  const whole = (exec.includes("%s") ? exec : `${exec} %s`)
    .replaceAll("%c", () => value("Name"))
    .replaceAll("%i", () => `--icon ${value("Icon")}`);
  const needs = value("Terminal") === "true" ? "needsterminal" : 'test=test -n "$DISPLAY"';
  return value("MimeType")
    .split(/\s*;\s*/)
    .filter((type) => type !== "")
    .map((type) => `${type}; ${whole}; ${needs}`);
}

/** Lines of a mailcap file as update-mime compares: without those that start nothing. */
export function mailcapLines(text: string): string[] {
  return text.split("\n").filter((line) => !/^\s*(?:#|$)/.test(line));
}
