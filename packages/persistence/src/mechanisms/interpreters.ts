import { keysMatching, linesMatching } from "../entries/lines.ts";
import { parseLoaded } from "../entries/presence.ts";
import type { Mechanism } from "./mechanism.ts";

const PYTHON_LIBRARIES = "/{usr/lib,usr/local/lib,usr/lib64}/python*";

/** `site-packages` of virtual environments. */
const ENVIRONMENTS = [
  "/{opt,srv}/*/lib/python*/site-packages",
  "/{opt,srv}/*/{venv,.venv,env}/lib/python*/site-packages",
  "~/*/lib/python*/site-packages",
  "~/.local/share/pipx/venvs/*/lib/python*/site-packages",
];
const inEnvironments = (glob: string) => ENVIRONMENTS.map((directory) => `${directory}/${glob}`);

/** What interpreters load when they start. */
export const INTERPRETERS: readonly Mechanism[] = [
  {
    id: "python_startup",
    row: 111,
    technique: "T1546.018",
    doc: "Lines of .pth files that Python runs",
    trigger: "interpreter_start",
    runsAs: "*",
    paths: {
      any: [
        `${PYTHON_LIBRARIES}/{site,dist}-packages/*.pth`,
        `${PYTHON_LIBRARIES}/*.pth`,
        "~/.local/lib/python*/site-packages/*.pth",
        ...inEnvironments("*.pth"),
      ],
    },
    parse: linesMatching({ match: /^(?<command>import[ \t].*)$/, setting: true }),
  },
  {
    id: "python_customize",
    row: 111,
    technique: "T1546.018",
    doc: "sitecustomize and usercustomize of Python",
    trigger: "interpreter_start",
    runsAs: "*",
    paths: {
      any: [
        `${PYTHON_LIBRARIES}/{sitecustomize,usercustomize}.py`,
        `${PYTHON_LIBRARIES}/{site,dist}-packages/{sitecustomize,usercustomize}.py`,
        "/etc/python*/{sitecustomize,usercustomize}.py",
        "~/.local/lib/python*/site-packages/{sitecustomize,usercustomize}.py",
        ...inEnvironments("sitecustomize.py"),
      ],
    },
    parse: (file) =>
      parseLoaded(file).map((entry) => ({ ...entry, script: true as const, commands: () => codeLines(file.text) })),
  },
  {
    id: "interpreter_startup",
    row: 112,
    technique: "T1546",
    doc: "Start files of other interpreters",
    trigger: "interpreter_start",
    runsAs: "*",
    rare: true,
    paths: {
      any: [
        "~/.{Rprofile,irbrc,pryrc,perldb,pythonrc,pythonstartup,tclshrc,luarc,sqliterc,psqlrc}",
        "/etc/R/Rprofile.site",
        "~/.ipython/profile_*/startup/*",
        "~/.jupyter/*_config.py",
        "/etc/perl/sitecustomize.pl",
        "/usr/{share,local/share,local/lib}/perl/*/sitecustomize.pl",
        "/usr/local/{share,lib64}/perl5/sitecustomize.pl",
        "/usr/local/{share,lib64}/perl5/*/sitecustomize.pl",
      ],
    },
    parse: (file) =>
      parseLoaded(file).map((entry) => ({ ...entry, script: true as const, commands: () => codeLines(file.text) })),
  },
  {
    id: "interpreter_option",
    row: 112,
    technique: "T1546",
    doc: "Options that make interpreters load a file",
    trigger: "interpreter_start",
    runsAs: "*",
    rare: true,
    paths: {
      any: [
        "/etc/php/*/*/php.ini",
        "/etc/php/*/*/conf.d/*.ini",
        "/etc/php.ini",
        "/etc/php.d/*.ini",
        "~/.npmrc",
        "/etc/npmrc",
      ],
    },
    parse: keysMatching(
      "auto_prepend_file|auto_append_file|sendmail_path|extension|zend_extension|script-shell|node-options|init-module|onload-script|git",
      { quiet: true, setting: true },
    ),
  },
];

function codeLines(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => !/^\s*(#|$)/.test(line))
    .map((line) => line.trimEnd());
}
