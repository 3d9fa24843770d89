import { spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { signSums, writeSums } from "../../executables/sign.ts";
import { plantFiles } from "../plant.ts";

test("sha256sum and openssl alone verify a release, and see what was changed", () => {
  const folder = plantFiles({ livetriage: "program", "livetriage-sensor": "another" });
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  writeSums(folder);
  signSums(folder, privateKey.export({ type: "pkcs8", format: "pem" }) as string);
  writeFileSync(join(folder, "livetriage.pub"), publicKey.export({ type: "spki", format: "pem" }));
  const verify = () => {
    const openssl =
      "openssl pkeyutl -verify -pubin -inkey livetriage.pub -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig";
    return spawnSync("sh", ["-c", `${openssl} && sha256sum -c SHA256SUMS`], { cwd: folder, encoding: "utf8" });
  };
  expect(verify().stdout).toBe("Signature Verified Successfully\nlivetriage: OK\nlivetriage-sensor: OK\n");
  writeFileSync(join(folder, "livetriage"), "changed");
  expect(verify()).toMatchObject({ status: 1, stdout: expect.stringContaining("livetriage: FAILED") });
  writeSums(folder);
  expect(verify()).toMatchObject({ status: 1, stdout: expect.stringContaining("Signature Verification Failure") });
});
