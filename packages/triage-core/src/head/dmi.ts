import type { Sources } from "./sources.ts";

/** The firmware's words about the machine, of /sys/class/dmi/id; null where there are none or we may not read them. */
export interface Dmi {
  readonly sys_vendor: string | null;
  readonly product_name: string | null;
  readonly product_uuid: string | null;
  readonly product_serial: string | null;
  readonly bios_vendor: string | null;
  readonly bios_version: string | null;
  readonly board_vendor: string | null;
  readonly board_asset_tag: string | null;
  readonly chassis_asset_tag: string | null;
}

/** A machine whose firmware says nothing. */
export const NO_DMI: Dmi = {
  sys_vendor: null,
  product_name: null,
  product_uuid: null,
  product_serial: null,
  bios_vendor: null,
  bios_version: null,
  board_vendor: null,
  board_asset_tag: null,
  chassis_asset_tag: null,
};

/** Read the firmware's words. Source: kernel drivers/firmware/dmi-id.c */
export async function readDmi(sources: Sources): Promise<Dmi> {
  const word = (name: string) => sources.line(`/sys/class/dmi/id/${name}`);
  const [vendor, product, uuid, serial, biosVendor, biosVersion, boardVendor, boardTag, chassisTag] = await Promise.all(
    [
      word("sys_vendor"),
      word("product_name"),
      word("product_uuid"),
      word("product_serial"),
      word("bios_vendor"),
      word("bios_version"),
      word("board_vendor"),
      word("board_asset_tag"),
      word("chassis_asset_tag"),
    ],
  );
  return {
    sys_vendor: vendor,
    product_name: product,
    product_uuid: uuid,
    product_serial: serial,
    bios_vendor: biosVendor,
    bios_version: biosVersion,
    board_vendor: boardVendor,
    board_asset_tag: boardTag,
    chassis_asset_tag: chassisTag,
  };
}
