/** State of an Internet socket by its kernel name. Source: include/net/tcp_states.h */
const STATES: readonly (string | undefined)[] = [
  undefined,
  "ESTABLISHED",
  "SYN_SENT",
  "SYN_RECV",
  "FIN_WAIT1",
  "FIN_WAIT2",
  "TIME_WAIT",
  "CLOSE",
  "CLOSE_WAIT",
  "LAST_ACK",
  "LISTEN",
  "CLOSING",
  "NEW_SYN_RECV",
  "BOUND_INACTIVE",
];

/** What the timer of a TCP socket waits for. Source: proc_pid_net(5), get_tcp4_sock() in net/ipv4/tcp_ipv4.c */
const TIMERS: readonly (string | undefined)[] = ["off", "retransmit", "keepalive", "time_wait", "probe"];

/** Name of a state, the number in hexadecimal when it has none. */
export function stateName(state: number): string {
  return STATES[state] ?? `0x${state.toString(16)}`;
}

/** Name of a timer, the number when it has none. */
export function timerName(timer: number): string {
  return TIMERS[timer] ?? String(timer);
}
