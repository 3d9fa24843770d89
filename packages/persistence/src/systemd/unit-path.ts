/** Directories of the system manager's units, first wins. Source: systemd.unit(5), "Unit File Load Path". */
export const SYSTEM_UNIT_PATH: readonly string[] = [
  "/etc/systemd/system.control",
  "/run/systemd/system.control",
  "/run/systemd/transient",
  "/run/systemd/generator.early",
  "/etc/systemd/system",
  "/etc/systemd/system.attached",
  "/run/systemd/system",
  "/run/systemd/system.attached",
  "/run/systemd/generator",
  "/usr/local/lib/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
  "/run/systemd/generator.late",
];

/** Directories of one user's manager, first wins; `~` is the home, `/run/user/[uid]` the runtime directory. */
export const HOME_UNIT_PATH: readonly string[] = [
  "~/.config/systemd/user.control",
  "/run/user/*/systemd/user.control",
  "/run/user/*/systemd/transient",
  "/run/user/*/systemd/generator.early",
  "~/.config/systemd/user",
  "/run/user/*/systemd/user",
  "/run/user/*/systemd/generator",
  "~/.local/share/systemd/user",
  "/run/user/*/systemd/generator.late",
];

/** Directories that every user's manager reads. */
export const GLOBAL_USER_UNIT_PATH: readonly string[] = [
  "/etc/systemd/user",
  "/etc/xdg/systemd/user",
  "/run/systemd/user",
  "/usr/local/lib/systemd/user",
  "/usr/local/share/systemd/user",
  "/usr/share/systemd/user",
  "/usr/lib/systemd/user",
  "/lib/systemd/user",
];

/** A unit that its manager was asked to make and start, which is gone with it. Source: systemd-run(1). */
export const TRANSIENT = /^\/run\/(?:systemd|user\/\d+\/systemd)\/transient\//;
