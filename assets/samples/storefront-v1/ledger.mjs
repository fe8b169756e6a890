/** Counts how often each order was executed: a second execution of one id would show as 2. */
const MOST_IDS = 200_000;

export function openLedger() {
  const posts = new Map();
  let notKept = 0;
  return {
    /** Returns how often this id has been executed now, or null when the ledger is full. */
    execute(id) {
      const before = posts.get(id);
      if (before === undefined && posts.size >= MOST_IDS) {
        notKept += 1;
        return null;
      }
      const count = (before ?? 0) + 1;
      posts.set(id, count);
      return count;
    },
    size: () => posts.size,
    read: () => ({ posts: Object.fromEntries(posts), notKept }),
  };
}
