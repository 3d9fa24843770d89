import type { HeadKeeper } from "../audit/audit-log.ts";
import type { Database } from "./database.ts";

const LOG = "audit";

/** How far the audit log has come. */
export function heads(db: Database): HeadKeeper {
  return {
    async auditHead() {
      const found = db.heads.get(LOG);
      return found === null ? null : { seq: found.seq, sha256: found.sha256 };
    },
    keepAuditHead: ({ seq, sha256 }) => db.write(() => db.heads.put({ log: LOG, seq, sha256 })),
  };
}
