import { BOOT_AND_LOGIN_PLANTS } from "./boot-and-login.ts";
import { CRON_PLANTS } from "./cron.ts";
import { DESKTOP_APPLICATION_PLANTS } from "./desktop-applications.ts";
import { HOOK_PLANTS } from "./hooks.ts";
import { INCLUSION_PLANTS } from "./inclusions.ts";
import { KERNEL_AND_NETWORK_PLANTS } from "./kernel-and-network.ts";
import { LOGIN_PLANTS } from "./logins.ts";
import { MORE_HOOK_PLANTS } from "./more-hooks.ts";
import { NEXT_RUN_PLANTS } from "./next-runs.ts";
import { ODD_FORM_PLANTS } from "./odd-forms.ts";
import { ODD_SERVICE_PLANTS } from "./odd-services.ts";
import { ODD_UNIT_PLANTS } from "./odd-units.ts";
import type { Plant } from "./plant.ts";
import { RPM_SCRIPT_PLANTS } from "./rpm-scripts.ts";
import { SAID_BY_FILE_PLANTS } from "./said-by-file.ts";
import { SERVICE_PLANTS } from "./services.ts";
import { SUDO_PLANTS } from "./sudo.ts";
import { SYSTEMD_PLANTS } from "./systemd.ts";
import { SYSTEM_PLANTS } from "./systems.ts";
import { TOOL_PLANTS } from "./tools.ts";
import { VARIANT_PLANTS } from "./variants.ts";
import { WORD_PLANTS } from "./words.ts";

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
  ...NEXT_RUN_PLANTS,
  ...WORD_PLANTS,
  ...SUDO_PLANTS,
  ...RPM_SCRIPT_PLANTS,
  ...DESKTOP_APPLICATION_PLANTS,
  ...SAID_BY_FILE_PLANTS,
  ...HOOK_PLANTS,
  ...MORE_HOOK_PLANTS,
];
