import { parseExecutable } from "../entries/executable.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { linesMatching } from "../entries/lines.ts";
import { parsePresence } from "../entries/presence.ts";
import type { Mechanism } from "./mechanism.ts";

/** Boot loader, initial file system, mounts. */
export const BOOT_CHAIN: readonly Mechanism[] = [
  {
    id: "initramfs",
    row: 83,
    technique: "T1542",
    doc: "Hooks and scripts of initramfs-tools",
    trigger: "boot",
    runsAs: "root",
    paths: {
      debian: [
        "/{etc,usr/share}/initramfs-tools/hooks/*",
        "/{etc,usr/share}/initramfs-tools/scripts/*",
        "/{etc,usr/share}/initramfs-tools/scripts/*/*",
        "/etc/initramfs/post-update.d/*",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "dracut",
    row: 84,
    technique: "T1542",
    doc: "dracut modules and configuration",
    trigger: "boot",
    runsAs: "root",
    paths: {
      rhel: ["/usr/lib/dracut/modules.d/*/*.sh", "/{etc,usr/lib}/dracut.conf.d/*.conf", "/etc/dracut.conf"],
    },
    parse: (file) =>
      file.name.endsWith(".sh")
        ? parseExecutable(file)
        : linesMatching({
            match:
              /^\s*(?<key>add_dracutmodules|force_add_dracutmodules|install_items|install_optional_items|add_drivers|force_drivers|kernel_cmdline|early_microcode)\s*\+?=\s*"?(?<command>[^"\n]+)"?/,
            setting: true,
          })(file),
  },
  {
    id: "mkinitcpio",
    row: 85,
    technique: "T1542",
    doc: "Hooks of mkinitcpio and mkinitfs",
    trigger: "boot",
    runsAs: "root",
    paths: {
      arch: ["/{etc,usr/lib}/initcpio/{hooks,install,post}/*", "/etc/mkinitcpio.conf", "/etc/mkinitcpio.conf.d/*"],
      alpine: ["/etc/mkinitfs/mkinitfs.conf", "/etc/mkinitfs/features.d/*"],
    },
    parse: (file) =>
      /\/initcpio\//.test(file.path)
        ? parseExecutable(file).map((entry) => ({ ...entry, state: "enabled" as const }))
        : linesMatching({
            match: /^\s*(?:(?<key>HOOKS|MODULES|BINARIES|FILES|features)\+?=)?[("]*(?<command>[^()"]+)[)"]*\s*$/,
            setting: true,
          })(file),
  },
  {
    id: "grub",
    row: 86,
    technique: "T1542",
    doc: "GRUB: its scripts and the kernel command line",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/etc/grub.d/*"] },
    parse: parseExecutable,
  },
  {
    id: "kernel_command_line",
    row: 86,
    technique: "T1542",
    doc: "Kernel command lines that start something else",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: [
        "/etc/default/grub",
        "/etc/default/grub.d/*.cfg",
        "/etc/sysconfig/grub",
        "/boot/grub{,2}/grub.cfg",
        "/boot/loader/entries/*.conf",
        "/boot/efi/loader/entries/*.conf",
        "/etc/kernel/cmdline",
        "/boot/efi/EFI/*/grub.cfg",
        "/boot/grub/custom.cfg",
        "/boot/grub2/{user.cfg,grubenv}",
        "/boot/{,syslinux/,extlinux/}{syslinux.cfg,extlinux.conf}",
        "/boot/{,firmware/}cmdline.txt",
        "/etc/update-extlinux.conf",
      ],
    },
    parse: linesMatching({
      match:
        /(?<command>\b(?:(?:rdinit|init|break|systemd\.(?:run(?:_\w+)?|unit|wants|mask|setenv|debug.shell)|module_blacklist|apparmor|selinux|audit)=\S*|rd\.break\b)[^\n]*)/,
      setting: true,
    }),
  },
  {
    id: "kernel_hook",
    row: 87,
    technique: "T1546.016",
    doc: "Programs run when a kernel is installed",
    trigger: "package_operation",
    runsAs: "root",
    paths: {
      any: [
        "/etc/kernel/{preinst,postinst,prerm,postrm,install,header_postinst}.d/*",
        "/usr/lib/kernel/install.d/*",
        "/usr/share/kernel/*.d/*",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "crypttab",
    row: 90,
    technique: "T1542",
    doc: "Key scripts of crypttab",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/etc/crypttab"] },
    parse: linesMatching({
      match: /^\s*(?<name>\S+)\s.*\b(?<key>keyscript|precheck|check)=(?<command>[^,\s]+)/,
      words: true,
      quiet: true,
    }),
  },
  {
    id: "fstab",
    row: 90,
    technique: "T1542",
    doc: "Mounts that start units, bind or overlay",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/etc/fstab"] },
    parse: linesMatching({
      match:
        /^\s*(?:(?<command>[^\s#]\S*)\s+(?<name>\S+)\s+\S+\s+\S*?(?<key>\br?bind\b|lowerdir=[^,\s]+)|\S+\s+(?<name>\S+)\s+\S+\s+\S*?(?<command>x-systemd\.(?:requires|wanted-by|required-by|automount|makefs)[^,\s]*))/,
      setting: true,
      quiet: true,
    }),
  },
  {
    id: "autofs",
    includes: inclusionsMatching({
      match: /^[ \t]*\/\S*\s+(?:file:|program:)?(?<path>\/\S+)/,
      base: "/etc",
      mechanism: "autofs_program",
    }),
    row: 90,
    technique: "T1546",
    doc: "Program maps of the automounter",
    trigger: "mount_access",
    runsAs: "root",
    paths: { any: ["/etc/auto.master", "/etc/auto.master.d/*.autofs"] },
    parse: linesMatching({ match: /^\s*(?<name>\/\S+)\s+(?:program:|exec:)(?<command>\S+)/, words: true }),
  },
  {
    id: "autofs_program",
    row: 90,
    technique: "T1546",
    doc: "Executable maps of the automounter",
    trigger: "mount_access",
    runsAs: "root",
    paths: { any: ["/etc/auto.*"] },
    wants: ({ type, mode }) => type === "file" && (mode & 0o111) !== 0,
    parse: parseExecutable,
  },
  {
    id: "efi_image",
    row: 92,
    technique: "T1542.003",
    doc: "Images of the EFI partition",
    trigger: "boot",
    runsAs: "root",
    unread: true,
    rare: true,
    paths: { any: ["/boot/efi/EFI/*/*.efi", "/efi/EFI/*/*.efi"] },
    parse: parsePresence,
  },
];
