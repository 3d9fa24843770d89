import type { HostReader } from "@livetriage/triage-core";
import { decodeLossless } from "@livetriage/triage-core/text";

/** `ID` and `ID_LIKE` of os-release, lower case; none when there is no such file. */
export async function readDistribution(host: HostReader): Promise<string[]> {
  for (const path of ["/etc/os-release", "/usr/lib/os-release"]) {
    const answer = await host.readFile(path, { maxBytes: 8192 });
    if (!answer.ok) continue;
    const text = decodeLossless(answer.value.bytes);
    return [...text.matchAll(/^(?:ID|ID_LIKE)=["']?([^"'\n]*)/gm)].flatMap(([, ids]) =>
      (ids as string).toLowerCase().split(/\s+/),
    );
  }
  return [];
}
