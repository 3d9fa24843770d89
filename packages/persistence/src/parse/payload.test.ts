import { expect, test } from "vitest";
import { payloadOfArgv, payloadOfShell } from "./payload.ts";

test.each([
  ["/opt/x -a", "/opt/x", null],
  ["cd / && run-parts /etc/cron.daily", "run-parts", null],
  ["test -x /usr/sbin/a || { cd / && /opt/b; }", "/opt/b", null],
  ["[ -x /usr/lib/p ] && if [ ! -d /run ]; then /usr/lib/p; fi", "/usr/lib/p", null],
  ["nohup nice -n 5 python3 -u /opt/x.py >/dev/null 2>&1 &", "/opt/x.py", "python3"],
  ["FOO=1 sudo -u bob env A=b /tmp/.x", "/tmp/.x", null],
  ["/bin/sh -c 'sleep 5; /opt/y'", "/opt/y", null],
  ["su - bob -c '/opt/z --all'", "/opt/z", null],
  ["timeout 10 /opt/t", "/opt/t", null],
  ["perl -e 'system 1'", "perl", null],
  ["perl -wne 'print' /x", "perl", null],
  ["perl -I /lib /opt/x.pl", "/opt/x.pl", "perl"],
  ["bash -e /opt/x.sh", "/opt/x.sh", "bash"],
  ["bash -o pipefail -x /opt/x.sh", "/opt/x.sh", "bash"],
  ["sh -ce 'cd /; /opt/y'", "/opt/y", null],
  ["python3 -E -W ignore /opt/x.py", "/opt/x.py", "python3"],
  ["python3 -um http.server", "python3", null],
  ["node -r ./hook.js /opt/app.js", "/opt/app.js", "node"],
  ["nsenter -t 1 -m /opt/x", "/opt/x", null],
  [". /etc/default/x", "/etc/default/x", null],
])("%s starts %s", (command, program, interpreter) => {
  expect(payloadOfShell(command)).toEqual({ program, interpreter });
});

test.each(["", "# x", "cd /", "export A=1", "command -v x"])("%j starts nothing", (command) => {
  expect(payloadOfShell(command)).toBeNull();
});

test("an argument vector", () => {
  expect(payloadOfArgv(["/usr/bin/bash", "/opt/x.sh", "-v"])).toEqual({
    program: "/opt/x.sh",
    interpreter: "/usr/bin/bash",
  });
});
