/** Ends every process of a group that we made; nothing happens when it is empty. */
export function killGroup(leaderPid: number): void {
  if (!Number.isSafeInteger(leaderPid) || leaderPid <= 1) return;
  try {
    process.kill(-leaderPid, 'SIGKILL');
  } catch {
    // Nobody left in it.
  }
}
