import { parseExecutable } from "../entries/executable.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import { parseDebianRunParts, parseRunParts } from "../entries/run-parts.ts";
import { parseSourced } from "../entries/sourced.ts";
import { parseUps } from "../entries/ups.ts";
import type { Mechanism } from "./mechanism.ts";

const sourcedFiles = inclusionsMatching({ match: /^[ \t]*source\s+(?<path>\S+)/, base: "/etc/network" });
const sourcedDirectories = inclusionsMatching({
  match: /^[ \t]*source-directory\s+(?<path>\S+)/,
  base: "/etc/network",
  directory: true,
});

const vpnCommands = keysMatching(
  "PreUp|PostUp|PreDown|PostDown|up|down|route-up|route-pre-down|ipchange|client-connect|client-disconnect|learn-address|auth-user-pass-verify|tls-verify|plugin|leftupdown|rightupdown|updown",
  { quiet: true },
);

/** A setting may stand within the braces of its section, on one line. Source: swanctl.conf(5). */
const bracedCommands = linesMatching({
  match: /\{\s*(?<key>updown)\s*=\s*(?:"(?<command>[^"]+)"|(?<program>[^\s{}#"][^{}#]*))/g,
  quiet: true,
});

/** What the network and power events start. */
export const NETWORK: readonly Mechanism[] = [
  {
    id: "network_manager",
    row: 93,
    technique: "T1546",
    doc: "NetworkManager's dispatcher",
    trigger: "network_event",
    runsAs: "root",
    paths: {
      any: [
        "/{etc,usr/lib}/NetworkManager/dispatcher.d/*",
        "/{etc,usr/lib}/NetworkManager/dispatcher.d/{pre-up,pre-down,no-wait}.d/*",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "ifupdown",
    row: 94,
    technique: "T1037",
    doc: "Scripts of ifupdown",
    trigger: "network_event",
    runsAs: "root",
    paths: { debian: ["/etc/network/if-{pre-up,up,down,post-down}.d/*"] },
    parse: parseRunParts,
  },
  {
    id: "interfaces",
    includes: (file) => [...sourcedFiles(file), ...sourcedDirectories(file)],
    row: 94,
    technique: "T1037",
    doc: "Commands in /etc/network/interfaces",
    trigger: "network_event",
    runsAs: "root",
    paths: { debian: ["/etc/network/interfaces", "/etc/network/interfaces.d/*"] },
    parse: linesMatching({
      match: /^\s*(?<key>pre-up|up|post-up|down|pre-down|post-down)\s+(?<command>\S.*)$/,
      continued: true,
    }),
  },
  {
    id: "ifup_hook",
    row: 95,
    technique: "T1037",
    doc: "ifup hooks of RHEL and SUSE",
    trigger: "network_event",
    runsAs: "root",
    paths: {
      rhel: [
        "/{sbin,usr/sbin}/{ifup,ifdown,ifup-pre,ifdown-pre}-local",
        "/etc/sysconfig/network-scripts/{ifup,ifdown}*",
      ],
      suse: ["/etc/sysconfig/network/scripts/*", "/etc/sysconfig/network/if-{up,down}.d/*"],
    },
    parse: parseExecutable,
  },
  {
    id: "dhcp_hook",
    row: 96,
    technique: "T1546",
    doc: "Hooks of DHCP clients",
    trigger: "lease_event",
    runsAs: "root",
    paths: {
      any: [
        "/etc/dhcp/dhclient-{enter,exit}-hooks",
        "/etc/dhcp/dhclient-{enter,exit}-hooks.d/*",
        "/etc/dhcp/dhclient.d/*.sh",
        "/etc/dhcp/dhclient{,-up,-down}-hooks",
        "/{usr/lib,lib,usr/libexec}/dhcpcd/dhcpcd-hooks/*",
        "/etc/dhcpcd.{enter,exit}-hook",
        "/usr/share/udhcpc/default.script",
        "/etc/udhcpc/*",
        "/etc/udhcpc/*/*",
      ],
    },
    parse: parseSourced,
  },
  {
    id: "ppp",
    row: 97,
    technique: "T1546",
    doc: "Scripts of ppp",
    trigger: "network_event",
    runsAs: "root",
    paths: {
      any: ["/etc/ppp/{ip,ipv6}-{up,down}", "/etc/ppp/{ip,ipv6}-{up,down}.d/*", "/etc/ppp/{auth-up,auth-down}"],
    },
    parse: parseDebianRunParts,
  },
  {
    id: "vpn",
    row: 97,
    technique: "T1546",
    doc: "Commands of WireGuard, OpenVPN and strongSwan",
    trigger: "network_event",
    runsAs: "root",
    paths: {
      any: [
        "/etc/wireguard/*.conf",
        "/etc/openvpn/**/*.{conf,ovpn}",
        "/etc/ipsec.conf",
        "/etc/{strongswan,swanctl}/**/*.conf",
      ],
    },
    parse: (file) => [...vpnCommands(file), ...bracedCommands(file)],
  },
  {
    id: "link_action",
    row: 98,
    technique: "T1546",
    doc: "Scripts of wpa_supplicant, resolvconf, avahi, ifplugd, netplug",
    trigger: "network_event",
    runsAs: "root",
    paths: {
      any: [
        "/etc/wpa_supplicant/*action*",
        "/etc/wpa_supplicant/*.sh",
        "/etc/resolvconf/{update,update-libc}.d/*",
        "/etc/avahi/*action*",
        "/etc/ifplugd/action.d/*",
        "/etc/netplug.d/*",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "tcp_wrappers",
    row: 99,
    technique: "T1546",
    doc: "Commands of TCP wrappers",
    trigger: "connection",
    runsAs: "root",
    paths: { any: ["/etc/hosts.{allow,deny}"] },
    parse: linesMatching({
      match: /^\s*(?<name>[^\s:#][^:#]*):.*?[:\s](?<key>spawn|twist)\s+(?<command>\S(?:(?!\s:\s).)*)/,
      continued: true,
    }),
  },
  {
    id: "port_knocking",
    row: 100,
    technique: "T1205.001",
    doc: "Commands of knockd",
    trigger: "connection",
    runsAs: "root",
    paths: { any: ["/etc/knockd.conf"] },
    parse: keysMatching("command|start_command|stop_command"),
  },
  {
    id: "power_event",
    row: 101,
    technique: "T1546",
    doc: "Scripts of power events",
    trigger: "power_event",
    runsAs: "root",
    paths: {
      any: [
        "/{etc,usr/lib}/pm{,-utils}/{sleep,power}.d/*",
        "/etc/acpi/*.sh",
        "/etc/acpi/actions/*",
        "/etc/apcupsd/{apccontrol,onbattery,offbattery,commfailure,commok,changeme,doshutdown}",
        "/etc/laptop-mode/{batt,lm-ac,nolm-ac}-{start,stop}/*",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "ups",
    row: 101,
    technique: "T1546",
    doc: "Commands of UPS monitors",
    trigger: "power_event",
    runsAs: "root",
    paths: { any: ["/etc/{nut,ups}/{upsmon,upssched}.conf"] },
    parse: parseUps,
  },
];
