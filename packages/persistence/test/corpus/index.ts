import { BOOT_AND_LOGIN_PLANTS } from "./boot-and-login.ts";
import { CRON_PLANTS } from "./cron.ts";
import { INCLUSION_PLANTS } from "./inclusions.ts";
import { KERNEL_AND_NETWORK_PLANTS } from "./kernel-and-network.ts";
import { LOGIN_PLANTS } from "./logins.ts";
import { ODD_FORM_PLANTS } from "./odd-forms.ts";
import { ODD_SERVICE_PLANTS } from "./odd-services.ts";
import { ODD_UNIT_PLANTS } from "./odd-units.ts";
import type { Plant } from "./plant.ts";
import { SERVICE_PLANTS } from "./services.ts";
import { SYSTEMD_PLANTS } from "./systemd.ts";
import { SYSTEM_PLANTS } from "./systems.ts";
import { TOOL_PLANTS } from "./tools.ts";
import { VARIANT_PLANTS } from "./variants.ts";

/** All plants. */
export const PLANTS: readonly Plant[] = [
  ...CRON_PLANTS,
  ...SYSTEMD_PLANTS,
  ...BOOT_AND_LOGIN_PLANTS,
  ...SYSTEM_PLANTS,
  ...LOGIN_PLANTS,
  ...KERNEL_AND_NETWORK_PLANTS,
  ...TOOL_PLANTS,
  ...SERVICE_PLANTS,
  ...INCLUSION_PLANTS,
  ...VARIANT_PLANTS,
  ...ODD_FORM_PLANTS,
  ...ODD_SERVICE_PLANTS,
  ...ODD_UNIT_PLANTS,
];
