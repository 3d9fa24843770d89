import { executable, type Plant, plantOne, plantProgram } from "./plant.ts";

const BOOT = ["boot", "root"] as const;
const NET = ["network_event", "root"] as const;

/** Loader, kernel, boot chain, network and power events: catalogue rows 76 to 101. */
export const KERNEL_AND_NETWORK_PLANTS: readonly Plant[] = [
  {
    ...plantOne("ld_so_preload", ["exec", "*"], ["/etc/ld.so.preload", "/lib/a.so /tmp/b.so\n"], "/tmp/b.so", {
      signals: ["preloads", "target_in_temporary_directory"],
    }),
    trap: true,
  },
  plantOne("ld_so_path", ["exec", "*"], ["/etc/ld.so.conf.d/00-x.conf", "# x\n/opt/lib\n"], "/opt/lib"),
  plantOne(
    "gconv",
    ["exec", "*"],
    ["/usr/lib/x86_64-linux-gnu/gconv/gconv-modules.d/x.conf", "module X// INTERNAL /opt/x 1\n"],
    "/opt/x",
  ),
  plantOne("openssl_engine", ["exec", "*"], ["/etc/ssl/openssl.cnf", "[e]\ndynamic_path = /opt/e.so\n"], "/opt/e.so", {
    argv: ["/opt/e.so"],
  }),
  plantOne("modules_load", BOOT, ["/etc/modules-load.d/x.conf", "# x\nevilmod\n"], "evilmod"),
  plantOne(
    "modules_load",
    BOOT,
    ["/etc/sysconfig/modules/x.modules", executable("#!/bin/sh\ninsmod /opt/e.ko\n")],
    "insmod /opt/e.ko",
  ),
  plantOne(
    "modprobe",
    ["module_load", "root"],
    ["/etc/modprobe.d/x.conf", "install usb-storage /opt/x; \\\n /sbin/modprobe --ignore-install usb-storage\n"],
    "/opt/x;  /sbin/modprobe --ignore-install usb-storage",
    { name: "usb-storage", key: "install" },
  ),
  plantOne(
    "kernel_module",
    ["module_load", "root"],
    ["/usr/lib/modules/6.1.0/extra/a/evil.ko.xz", "x"],
    "/usr/lib/modules/6.1.0/extra/a/evil.ko.xz",
  ),
  plantOne(
    "dkms",
    ["package_operation", "root"],
    ["/usr/src/evil-1.0/dkms.conf", 'PACKAGE_NAME="evil"\nPOST_INSTALL="post.sh -x"\n'],
    "post.sh -x",
    { key: "POST_INSTALL" },
  ),
  {
    ...plantOne(
      "udev",
      ["device_event", "root"],
      ["/etc/udev/rules.d/99-x.rules", 'ACTION=="add", SUBSYSTEM=="usb", \\\n  RUN+="/opt/u %k"\n'],
      "/opt/u %k",
      { key: "RUN", line: 1 },
    ),
    trap: true,
  },
  plantOne(
    "udev",
    ["device_event", "root"],
    [
      "/usr/lib/udev/rules.d/99-y.rules",
      'SUBSYSTEM=="net", PROGRAM="helper $name", ENV{SYSTEMD_WANTS}+="evil.service"\n',
    ],
    "evil.service",
    { activates: "evil.service" },
  ),
  plantProgram("initramfs", BOOT, "/etc/initramfs-tools/scripts/local-top/x"),
  plantOne("dracut", BOOT, ["/etc/dracut.conf.d/x.conf", 'install_items+=" /opt/x "\n'], "/opt/x", {
    key: "install_items",
  }),
  plantProgram("dracut", BOOT, "/usr/lib/dracut/modules.d/99x/module-setup.sh"),
  plantOne(
    "mkinitcpio",
    BOOT,
    ["/etc/initcpio/hooks/x", "run_hook() {\n/opt/payload &\n}\n"],
    "/etc/initcpio/hooks/x",
    { argv: ["/etc/initcpio/hooks/x"], commands: ["/opt/payload &"] },
  ),
  plantProgram("grub", BOOT, "/etc/grub.d/45_x"),
  plantOne(
    "kernel_command_line",
    BOOT,
    ["/etc/default/grub", 'GRUB_TIMEOUT=5\nGRUB_CMDLINE_LINUX="quiet init=/opt/init"\n'],
    'init=/opt/init"',
    { line: 2 },
  ),
  plantProgram("kernel_hook", ["package_operation", "root"], "/etc/kernel/postinst.d/zz-x"),
  plantOne("binfmt", ["exec", "*"], ["/etc/binfmt.d/x.conf", "# x\n:evil:E::sh::/opt/bf:OC\n"], "/opt/bf", {
    argv: ["/opt/bf"],
    name: "evil",
  }),
  plantOne(
    "binfmt_registered",
    ["exec", "*"],
    ["/usr/share/binfmts/evil", "package evil\ninterpreter /opt/bf\nmagic x\n"],
    "/opt/bf",
    { argv: ["/opt/bf"] },
  ),
  plantOne(
    "sysctl",
    ["event", "root"],
    ["/etc/sysctl.d/99-x.conf", "net.ipv4.ip_forward=1\nkernel.core_pattern=|/opt/core %p\n"],
    "/opt/core %p",
    { argv: ["/opt/core", "%p"], key: "kernel.core_pattern" },
  ),
  plantOne("crypttab", BOOT, ["/etc/crypttab", "root UUID=x none luks,keyscript=/opt/ks,discard\n"], "/opt/ks", {
    argv: ["/opt/ks"],
    raw: null,
  }),
  plantOne(
    "fstab",
    BOOT,
    ["/etc/fstab", "//srv/x /mnt cifs password=hunter2,x-systemd.requires=evil.service 0 0\n"],
    "x-systemd.requires=evil.service",
    { raw: null, name: "/mnt" },
  ),
  plantOne("autofs", ["mount_access", "root"], ["/etc/auto.master", "/misc program:/opt/map\n"], "/opt/map", {
    argv: ["/opt/map"],
  }),
  plantProgram("autofs_program", ["mount_access", "root"], "/etc/auto.smb"),
  plantOne("bpf_pin", ["kernel", "root"], ["/sys/fs/bpf/evil/prog", ""], null, { name: "prog" }),
  plantOne("efi_image", BOOT, ["/boot/efi/EFI/evil/grubx64.efi", "MZ"], null),
  plantProgram("network_manager", NET, "/etc/NetworkManager/dispatcher.d/pre-up.d/x"),
  plantProgram("ifupdown", NET, "/etc/network/if-up.d/x"),
  plantOne(
    "interfaces",
    NET,
    ["/etc/network/interfaces.d/x", "iface eth0 inet dhcp\n  post-up /opt/pu || true\n"],
    "/opt/pu || true",
    { key: "post-up" },
  ),
  plantProgram("ifup_hook", NET, "/usr/sbin/ifup-local"),
  plantOne("dhcp_hook", ["lease_event", "root"], ["/etc/dhcp/dhclient-exit-hooks.d/x", "/opt/dh\n"], "/opt/dh"),
  plantProgram("ppp", NET, "/etc/ppp/ip-up.d/x"),
  {
    ...plantOne(
      "vpn",
      NET,
      ["/etc/wireguard/wg0.conf", "[Interface]\nPrivateKey = c2VjcmV0a2V5\nPostUp = /opt/wg %i\n"],
      "/opt/wg %i",
      { key: "PostUp", raw: null },
    ),
    trap: true,
  },
  plantOne("vpn", NET, ["/etc/openvpn/client/x.conf", "dev tun\nup /opt/ov\n"], "/opt/ov", { key: "up" }),
  plantProgram("link_action", NET, "/etc/wpa_supplicant/action_wpa.sh"),
  plantOne(
    "tcp_wrappers",
    ["connection", "root"],
    ["/etc/hosts.deny", "ALL: ALL: spawn (/opt/tw %a) &\n"],
    "(/opt/tw %a) &",
    { key: "spawn" },
  ),
  plantOne(
    "port_knocking",
    ["connection", "root"],
    ["/etc/knockd.conf", "[open]\n  sequence = 7,8\n  command = /opt/kn %IP%\n"],
    "/opt/kn %IP%",
  ),
  plantProgram("power_event", ["power_event", "root"], "/etc/pm/sleep.d/x"),
  plantOne(
    "ups",
    ["power_event", "root"],
    ["/etc/nut/upsmon.conf", 'MONITOR x 1 u secret primary\nSHUTDOWNCMD "/opt/sd now"\n'],
    "/opt/sd now",
    { raw: null },
  ),
  plantOne(
    "modprobe",
    ["module_load", "root"],
    ["/usr/lib/modprobe.d/y.conf", "remove x /opt/rm\n"],
    "/opt/rm",
    {},
    { "/opt/rm": executable("\x7fELF") },
  ),
];
