import { netConns } from "@livetriage/net-conns";
import { persistence } from "@livetriage/persistence";
import { procTree } from "@livetriage/proc-tree";
import { recentFiles } from "@livetriage/recent-files";
import type { Registry } from "@livetriage/triage-core";

/** The phases of a sensor, in the order of the document. */
export const registry: Registry = [procTree, netConns, persistence, recentFiles];
