/** Letter and meaning of each taint bit. Source: kernel Documentation/admin-guide/tainted-kernels.rst */
const FLAGS: readonly string[] = [
  "P proprietary_module",
  "F module_forced_load",
  "S cpu_out_of_spec",
  "R module_forced_unload",
  "M machine_check",
  "B bad_page",
  "U set_by_user",
  "D kernel_died",
  "A acpi_table_overridden",
  "W kernel_warning",
  "C staging_driver",
  "I firmware_workaround",
  "O out_of_tree_module",
  "E unsigned_module",
  "L soft_lockup",
  "K live_patched",
  "X distribution_defined",
  "T struct_randomization",
  "N in_kernel_test",
  "J userspace_firmware_mutated",
];

/** The set bits of `/proc/sys/kernel/tainted` as letter and meaning, `bit N` where the bit is newer than the table. */
export function taintFlags(mask: number): string[] {
  const bits = Array.from({ length: 53 }, (_, bit) => bit).filter((bit) => ((BigInt(mask) >> BigInt(bit)) & 1n) === 1n);
  return bits.map((bit) => FLAGS[bit] ?? `bit ${bit}`);
}
