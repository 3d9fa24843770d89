import type { Condition } from "../condition.ts";
import { differences, untold } from "../differences.ts";

/** Times of last access of everything that is not a program of ours or of the runtime. */
const ACCESSES = `find /etc /home /root /srv /tmp /var -type f -printf '%A@ %p\\n' | LC_ALL=C sort`;

const STRICT = `
  mount -o remount,strictatime /
  for file in /tmp/script /etc/cron.d/job /root/.bashrc /srv/page.php; do printf '#!/bin/sh\\n' > $file; chmod 755 $file; done
  find /etc /home /root /srv /tmp /var -type f -exec touch -a -d 2001-01-01 {} +`;

/** A package database that owns one file of /etc. */
const PACKAGE = `
  mkdir -p /var/lib/dpkg/info; printf 'Package: web\\nStatus: install ok installed\\nVersion: 1\\n\\n' > /var/lib/dpkg/status
  printf '/.\\n/etc\\n/etc/cron.d\\n/etc/cron.d/packaged\\n/srv/packaged.php\\n' > /var/lib/dpkg/info/web.list
  printf '#!/bin/sh\\n' > /srv/packaged.php; printf '1 1 1 1 1 root true\\n' > /etc/cron.d/packaged
  printf '%s  srv/packaged.php\\n%s  etc/cron.d/packaged\\n' $(md5sum < /srv/packaged.php | cut -c1-32) $(md5sum < /etc/cron.d/packaged | cut -c1-32) > /var/lib/dpkg/info/web.md5sums`;

/** What the host must not notice of us, whoever we run as. */
export const QUIET: readonly Condition[] = [
  {
    id: "atime-root",
    title: "a file system that records every access",
    script: `${STRICT}
      ${ACCESSES} > /stage/before; collect --engine walk; ${ACCESSES} > /stage/after
      tell changed "$(cmp -s /stage/before /stage/after || echo yes)"`,
    says: "no access to a file; how many directories were listed",
    wrong: ({ told, document }) => [
      ...(told["changed"] === "" ? [] : ["times of access changed"]),
      ...differences("footprint", document?.footprint ?? {}, {
        atime_touched: 0,
        directories_listed: (count: unknown) => Number(count) > 0,
      }),
    ],
  },
  {
    id: "atime-sensor",
    title: "the same as the user of the sensor, who may not read without a trace",
    script: `${PACKAGE}${STRICT}
      BEFORE=(setpriv --reuid=990 --regid=990 --clear-groups --inh-caps=-all,+dac_read_search,+sys_ptrace --ambient-caps=+dac_read_search,+sys_ptrace)
      collect --engine walk`,
    says: "how many files it touched; the content of packaged files is not hashed",
    wrong: ({ document, file, errors }) => [
      ...differences("footprint", document?.footprint ?? {}, { atime_touched: (count: unknown) => Number(count) > 0 }),
      ...differences("packaged", file("/srv/packaged.php"), { packaged: true, sha256: null }),
      ...differences("script", file("/tmp/script"), { sha256: /^[0-9a-f]{64}$/ }),
      ...untold(errors("recent-files"), { kind: "skipped", why: "policy", path: /packaged\.php$/ }),
    ],
  },
];
