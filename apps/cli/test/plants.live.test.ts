import { expect, test } from "vitest";
import { isolated, needsIsolation } from "./livetriage.ts";

/** Five things that an intruder leaves, each with a name of its own. */
const PLANTS = `
  mount -t tmpfs tmpfs /usr/local/bin
  mkdir -p /tmp/upper /tmp/work && mount -t overlay overlay -o lowerdir=/etc,upperdir=/tmp/upper,workdir=/tmp/work /etc
  mkdir -p /etc/cron.d /etc/systemd/system
  cp /bin/sleep /tmp/plant-process && /tmp/plant-process 90 & sleep 0.3; rm /tmp/plant-process
  perl -MIO::Socket -e '$0 = "plant-listener"; $s = IO::Socket::INET->new(Listen => 1, LocalPort => 31337); sleep 90' &
  echo '* * * * * root /usr/local/bin/plant-cron' > /etc/cron.d/plant-cron
  printf '[Service]\\nExecStart=/opt/plant-unit\\n[Install]\\nWantedBy=multi-user.target\\n' > /etc/systemd/system/plant-unit.service
  printf '#!/bin/sh\\n' > /usr/local/bin/plant-file; chmod 4755 /usr/local/bin/plant-file
  sleep 0.5
  livetriage collect --format summary --budget 60s
`;

test("five plants, each named in the first 60 lines", async (context) => {
  needsIsolation(context);
  const { stdout } = await isolated(PLANTS);
  const lines = stdout.split("\n");
  expect(lines.length - 1).toBeLessThanOrEqual(100);
  const top = lines.slice(0, 60).join("\n");
  for (const plant of ["plant-process", "31337", "plant-cron", "plant-unit", "plant-file"])
    expect(top).toContain(plant);
});
