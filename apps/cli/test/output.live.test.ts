import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, test } from "vitest";
import {
  AS_NOBODY,
  commandForAll,
  isolated,
  lastLine,
  needsIsolation,
  needsRoot,
  QUICK,
  scratch,
  shell,
} from "./livetriage.ts";

const collect = `livetriage collect ${QUICK}`;

describe("--output", () => {
  test("FILE: mode 0600, sha256 last on stderr, and a warning that root can change it", async () => {
    const file = join(scratch(), "p.json");
    const { code, stdout, stderr } = await shell(`umask 0; ${collect} --output ${file}`);
    expect([code, stdout]).toEqual([0, ""]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(stderr).toBe(
      `${file} is not sealed: root on this host can read and change it (--seal-to encrypts it)\n` +
        `${createHash("sha256").update(readFileSync(file)).digest("hex")}  ${file}\n`,
    );
  });

  test("DIR/: a name of host, time and id, and a digest file that sha256sum and verify take", async () => {
    const directory = scratch();
    const { stdout } = await shell(
      `${collect} --output ${directory}/ --quiet && cd ${directory} && sha256sum -c *.sha256 && livetriage verify *.json`,
    );
    const names = readdirSync(directory).toSorted();
    expect(names).toEqual([expect.stringMatching(/^[\w.-]+-\d{8}T\d{6}Z-[0-9a-f]{8}\.json$/), `${names[0]}.sha256`]);
    expect(stdout).toMatch(/: OK\ndigest {4}sha256 [0-9a-f]{64} as in /);
    expect(stdout).toContain("signature unsigned");
    for (const name of names) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
  });

  test("an existing file is left alone without --force, and found before collecting", async () => {
    const file = join(scratch(), "p.json");
    writeFileSync(file, "precious");
    const refused = await shell(`${collect} --output ${file}`);
    expect(refused).toEqual({
      code: 73,
      stdout: "",
      stderr: `livetriage: --output: ${file} exists; --force replaces it\n`,
    });
    expect(readFileSync(file, "utf8")).toBe("precious");
    expect((await shell(`${collect} --output ${file} --force`)).code).toBe(0);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ ended: "finished" });
  });

  test("a directory that we may not write to", async (context) => {
    needsRoot(context);
    const directory = scratch();
    const { code, stderr } = await shell(`${AS_NOBODY} ${commandForAll()} collect --output ${directory}/x`);
    expect(stderr).toBe(`livetriage: no file can be created in ${directory} (EACCES)\n`);
    expect(code).toBe(73);
  });

  test("a full disk is exit code 74, by file and by redirection, and leaves nothing behind", async (context) => {
    needsIsolation(context);
    const { stdout, stderr } = await isolated(
      `mkdir /tmp/full; mount -t tmpfs -o size=16k tmpfs /tmp/full
       ${collect} --output /tmp/full/p.json; echo $?; ls -A /tmp/full
       ${collect} > /tmp/full/q.json; echo $?`,
    );
    expect(stdout).toBe("74\n74\n");
    expect(stderr.split("\n")).toEqual([
      "livetriage: no file can be written in /tmp/full (ENOSPC)",
      "livetriage: standard output cannot be written (ENOSPC)",
      "",
    ]);
  });
});

describe("--seal-to", () => {
  test("encrypts to every recipient; show says how to open it", async () => {
    const directory = scratch();
    const identity = await generateX25519Identity();
    writeFileSync(join(directory, "keys"), `# team\n${await identityToRecipient(identity)}\n`);
    const { code, stderr } = await shell(
      `cd ${directory}; ${collect} --seal-to keys --output p.age; livetriage show p.age`,
    );
    expect(code).toBe(65);
    expect(lastLine(stderr)).toBe(
      "livetriage: p.age is sealed; open it with: age -d -i KEYFILE p.age | livetriage show -",
    );
    expect(stderr).not.toContain("not sealed");
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const clear = await decrypter.decrypt(readFileSync(join(directory, "p.age")), "text");
    expect(JSON.parse(clear)).toMatchObject({ schema: "livetriage.package/v1" });
  });

  test("a file without recipients is found before collecting", async () => {
    const file = join(scratch(), "keys");
    writeFileSync(file, "ssh-ed25519 AAAA\n");
    const { code, stderr } = await shell(`${collect} --seal-to ${file}`);
    expect([code, stderr]).toEqual([64, `livetriage: --seal-to: ${file} line 1 is not an age recipient (age1…)\n`]);
  });
});
