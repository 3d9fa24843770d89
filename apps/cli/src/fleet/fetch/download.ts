import type { FetchPackageResponse, PackageHead } from "@livetriage/proto-types";
import { toHex } from "@livetriage/proto-types";
import { MOST_BYTES } from "../../config/operator-file.ts";
import { EXIT, Exit } from "../../exit.ts";
import { openPart, type PartFile } from "../../output/part-file.ts";
import type { CollectorSession } from "../collector-session.ts";
import { resumed } from "../resumed.ts";

/** One sensor's answer to one command. */
export interface Wanted {
  readonly commandId: Uint8Array;
  readonly sensorId: string;
}

/** A sealed package on this machine, and what is said of it; nothing is verified yet. */
export interface Download {
  readonly head: PackageHead;
  readonly sealed: PartFile;
}

/** Brings a sealed package here, and goes on where an earlier call or a broken connection stopped. */
export async function download(
  operator: CollectorSession["operator"],
  wanted: Wanted,
  directory: string,
  signal: AbortSignal,
): Promise<Download> {
  const open = (offset: number) =>
    operator.fetchPackage({ ...wanted, offset: BigInt(offset) }, { signal })[Symbol.asyncIterator]();
  let stream = open(0);
  const head = await headOf(stream);
  const whole = Number(head.sealedBytes);
  const sealed = await openPart(directory, `.livetriage-${toHex(head.packageId)}.part`, whole);
  let fresh = sealed.size() === 0;
  const goOn = async function* (): AsyncGenerator<Uint8Array, void> {
    if (!fresh) {
      await stream.return?.();
      stream = open(sealed.size());
      samePackage(head, await headOf(stream));
    }
    fresh = false;
    for (let next = await stream.next(); next.done !== true; next = await stream.next()) yield bytesOf(next.value);
  };
  try {
    for await (const bytes of resumed(goOn, signal)) {
      if (sealed.size() + bytes.length > whole) throw broken(`more than the ${whole} bytes came that were announced`);
      await sealed.append(bytes);
    }
    if (sealed.size() !== whole) throw broken(`${sealed.size()} of ${whole} bytes came`);
  } catch (error) {
    await sealed.close();
    throw error;
  }
  return { head, sealed };
}

async function headOf(stream: AsyncIterator<FetchPackageResponse>): Promise<PackageHead> {
  const first = await stream.next();
  const part = first.done === true ? undefined : first.value.part;
  if (part?.case !== "head") throw broken("a package does not begin with its head");
  if (part.value.packageId.length !== 16) throw broken("a package has no id");
  if (part.value.sealedBytes > MOST_BYTES) throw broken(`${part.value.sealedBytes} bytes are announced`);
  return part.value;
}

function bytesOf({ part }: FetchPackageResponse): Uint8Array {
  if (part.case !== "sealed") throw broken("a package has two heads");
  return part.value;
}

function samePackage(before: PackageHead, now: PackageHead): void {
  if (toHex(before.packageId) === toHex(now.packageId) && before.sealedBytes === now.sealedBytes) return;
  throw broken("another attempt has taken the place of the package meanwhile; fetch it again");
}

function broken(problem: string): Exit {
  return new Exit(EXIT.dataErr, `the Collector's answer is no package: ${problem}`);
}
