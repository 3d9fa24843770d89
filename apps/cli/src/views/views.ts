import type { TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { listenersView, outboundView, socketsView } from "./connections.ts";
import { filesView } from "./files.ts";
import { gapsView } from "./gaps.ts";
import { phaseView } from "./generic.ts";
import { headView } from "./head.ts";
import { persistenceView } from "./persistence.ts";
import { signalsView } from "./signals.ts";
import { treeView } from "./tree.ts";
import type { ViewOptions } from "./view.ts";

type View = (document: TriagePackage, options: ViewOptions) => Table[];

/** The views by the names that `show --view` takes. */
export const VIEWS: Readonly<Record<string, View>> = {
  signals: (document, options) => [signalsView(document, options)],
  tree: (document, options) => [treeView(document, options)],
  net: (document) => [listenersView(document), outboundView(document), socketsView(document)],
  persistence: (document, options) => [persistenceView(document, options)],
  files: (document) => [filesView(document)],
  gaps: (document) => [headView(document), gapsView(document)],
};

/** The tables of a view, or of a phase in the columns that it declares; null when there is neither. */
export function viewTables(document: TriagePackage, name: string, options: ViewOptions): Table[] | null {
  const view = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
  if (view !== undefined) return view(document, options);
  return Object.hasOwn(document.phases, name) ? [phaseView(document, name, options.registry)] : null;
}
