import { BOOT_AND_LOGIN_PLANTS } from "./boot-and-login.ts";
import { CRON_PLANTS } from "./cron.ts";
import type { Plant } from "./plant.ts";
import { SYSTEMD_PLANTS } from "./systemd.ts";

/** All plants. */
export const PLANTS: readonly Plant[] = [...CRON_PLANTS, ...SYSTEMD_PLANTS, ...BOOT_AND_LOGIN_PLANTS];
