/** What the phase tells of its own work, by the ids of its facts. */
export const FACTS: Readonly<Record<string, string>> = {
  pids_probed:
    "First and last number that was looked at for hidden processes; `count` is how many numbers in between, without long runs of listed ones",
  images_not_hashed: "`count` images that the budget of bytes did not reach, the largest ones",
  processes_left_out:
    "A group of processes of one user and program that the cap left out: how many, oldest and newest start",
  ld_so_preload: "A library that /etc/ld.so.preload forces into every program",
  proc_overmounted: "A mount at or below the directory of a process in /proc",
};
