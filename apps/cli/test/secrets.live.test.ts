import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TriagePackage } from "@livetriage/triage-core";
import { describe, expect, onTestFinished, test } from "vitest";
import { isolated, needsIsolation } from "./livetriage.ts";
import { PAYLOADS, type PlantedSecret, SECRETS } from "./planted-secrets.ts";

/** The secret of a process whose arguments are not UTF-8. */
const ODD = "Hunter-of-odd-bytes!";

const COLLECT = "livetriage collect --detail full --mechanisms all --summary --budget 60s";

/** The nth secret of a kind, and a command with it. */
const secretOf = ({ kind, secret }: PlantedSecret, n: number) => secret(`${kind} ${n}`);
const commandsWith = (n: number) => SECRETS.map((each) => each.command.replace("{}", () => secretOf(each, n)));

/** The words of a command, as a shell gives them to the program. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** Starts one program a line: a variable, then the arguments, all parted by NUL. */
const START = `while (<STDIN>) {
  chomp; my ($command, @words) = split /\\0/; next if fork;
  %ENV = ($command eq "" ? () : (SUDO_COMMAND => $command, APP_SETTING => $command));
  open STDIN, "/dev/null"; close STDOUT; close STDERR;
  exec { "/usr/bin/perl" } $words[0], "-e", "sleep 300", "--", @words[1..$#words];
}`;

/** What clients keep, with commands beside it; none of it is shown, ever. */
const KEPT = "KeptByAClient0123456789";
const CLIENT_FILES: Record<string, string> = {
  "root/.kube/config": `users:\n- user:\n    token: ${KEPT}1\n    client-key-data: ${KEPT}2\n    exec:\n      command: kube-helper\n`,
  "root/.docker/config.json": `{"auths":{"r.example":{"auth":"${KEPT}3"}},"credsStore":"pass"}\n`,
  "root/.npmrc": `//r.example/:_authToken=${KEPT}4\nscript-shell=/bin/odd-shell\n`,
  "root/.aws/config": `[default]\naws_secret_access_key = ${KEPT}5\ncredential_process = /opt/aws-helper\n`,
  "root/.netrc": `machine h login u password ${KEPT}6\n`,
  "etc/wireguard/wg0.conf": `[Interface]\nPrivateKey = ${KEPT}7=\nPostUp = /opt/wg-up\n`,
  "etc/openvpn/a.conf": `up /opt/vpn-up\n<secret>\n${KEPT}8\n</secret>\n`,
  "root/.ssh/id_rsa": `-----BEGIN RSA PRIVATE KEY-----\n${KEPT}9\n`,
};

/** Commands by where they stand: schedules, units, scripts, start files of shells. */
function filesOf(commands: readonly string[]): Record<string, string> {
  const every = (n: number) => commands.filter((_, i) => i % 4 === n);
  const units = every(1).map((command, i) => [
    `etc/systemd/system/plant${i}.service`,
    `[Service]\nExecStart=/opt/${command}\n[Install]\nWantedBy=multi-user.target\n`,
  ]);
  const lines = (n: number, end: string) =>
    every(n)
      .map((command) => `${command}${end}\n`)
      .join("");
  return {
    "etc/cron.d/plant": every(0)
      .map((command) => `@daily root ${command}\n`)
      .join(""),
    ...Object.fromEntries(units),
    "etc/profile.d/plant.sh": `#!/bin/sh\n${lines(2, " &")}`,
    "etc/rc.local": `#!/bin/sh\n${lines(3, "")}exit 0\n`,
  };
}

/** What runs and what lies on the disk of a host. */
interface Plants {
  readonly argv: readonly string[];
  readonly environ?: readonly string[];
  readonly files: readonly string[];
}

/** A shell script that collects from a host with these plants. They do not stand in the script, which is seen as well. */
function collectWith({ argv, environ = [], files }: Plants, flags = ""): string {
  const stage = mkdtempSync(join(import.meta.dirname, "../dist/planted-"));
  onTestFinished(() => rmSync(stage, { recursive: true, force: true }));
  const processes = [
    ...argv.map((command) => `\0${wordsOf(command).join("\0")}\n`),
    ...environ.map((command) => `${command}\0child\n`),
    `\0odd\0\xff\0--password=${ODD}\n`,
  ];
  const staged = {
    ...filesOf(files),
    ...CLIENT_FILES,
    "start.pl": START,
    processes: Buffer.from(processes.join(""), "latin1"),
  };
  for (const [path, content] of Object.entries(staged)) {
    mkdirSync(dirname(join(stage, path)), { recursive: true });
    writeFileSync(join(stage, path), content, { mode: 0o755 });
  }
  return `mount -t tmpfs tmpfs /mnt && mkdir /mnt/upper /mnt/work && cp -r ${stage}/etc/. /mnt/upper && chmod 755 /mnt/upper
    mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc
    cp -r ${stage}/root/. /root
    perl ${stage}/start.pl < ${stage}/processes; sleep 1
    ${COLLECT} ${flags}`;
}

/** A secret in the forms that a document may hold it in; a key line by line, for it never stands in one piece. */
function formsOf(secret: string): string[] {
  return secret.split("\\n").flatMap((line) => {
    const aligned = [0, 1, 2].map((shift) => {
      const encoded = Buffer.from(" ".repeat(shift) + line).toString("base64");
      return encoded.slice(shift === 0 ? 0 : 4, -4);
    });
    return [line, JSON.stringify(line).slice(1, -1), ...aligned, Buffer.from(line).toString("hex")];
  });
}

describe("planted secrets", () => {
  test("none is in a package, in no form", async (context) => {
    needsIsolation(context);
    const plants = { argv: [...commandsWith(1), ...PAYLOADS], environ: commandsWith(2), files: commandsWith(3) };
    const { code, stdout, stderr } = await isolated(collectWith(plants));
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as TriagePackage;
    expect(document.collection.redaction).toBe("on");
    const planted = [1, 2, 3].flatMap((n) => SECRETS.map((each) => secretOf(each, n)));
    const told = stdout + stderr;
    expect([...planted, ODD].filter((secret) => formsOf(secret).some((form) => told.includes(form)))).toEqual([]);
    for (const name of ["proc-tree", "persistence"]) {
      const count = document.phases[name]?.facts.find(({ id }) => id === "redacted")?.count;
      expect(count).toBeGreaterThanOrEqual(SECRETS.length);
    }
  });

  test("payloads that look like secrets are all in it", async (context) => {
    needsIsolation(context);
    const { stdout } = await isolated(collectWith({ argv: PAYLOADS, files: PAYLOADS }));
    const { phases } = JSON.parse(stdout) as TriagePackage;
    const textOf = (name: string) => JSON.stringify(phases[name]?.items);
    const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
    const inArgv = (command: string) =>
      wordsOf(command)
        .slice(1)
        .map((word) => JSON.stringify(word))
        .join(",");
    expect(PAYLOADS.filter((command) => !textOf("proc-tree").includes(inArgv(command)))).toEqual([]);
    expect(PAYLOADS.filter((command) => !textOf("persistence").includes(inJson(command)))).toEqual([]);
  });

  test("--no-redact shows them and says so, but no password hash, no private key and nothing that clients keep", async (context) => {
    needsIsolation(context);
    const plants = { argv: commandsWith(1), environ: commandsWith(2), files: commandsWith(3) };
    const { stdout, stderr } = await isolated(collectWith(plants, "--no-redact"));
    expect((JSON.parse(stdout) as TriagePackage).collection.redaction).toBe("off");
    expect(stderr).toMatch(/secrets +IN CLEAR/);
    const told = SECRETS.map((each) => [
      each.kind,
      [1, 2, 3].some((n) => formsOf(secretOf(each, n)).some((form) => stdout.includes(form))),
    ]);
    const never = ["private key", "password hash"];
    expect(told).toEqual(SECRETS.map(({ kind }) => [kind, !never.includes(kind)]));
    expect(stdout).not.toContain(KEPT);
    for (const command of ["kube-helper", "odd-shell", "aws-helper", "wg-up", "vpn-up"])
      expect(stdout).toContain(command);
  });
});
