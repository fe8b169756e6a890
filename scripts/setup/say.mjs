const HEARTBEAT_MS = 10_000;

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/**
 * Says what a long step is doing, every ten seconds that it still does it, and how long it took.
 * A silent minute looks like a hang, and people press Ctrl+C on hangs.
 *
 * @template T
 * @param {string} title for example "Install packages"
 * @param {(note: (text: string) => void) => Promise<T>} work `note` sets what the next heartbeat adds, such as "40 %"
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  let latest = '';
  say(`- ${title} ...`);
  const heartbeat = setInterval(() => {
    say(`  still at it: ${title} (${seconds()}${latest && `, ${latest}`})`);
  }, HEARTBEAT_MS);
  try {
    const value = await work((text) => {
      latest = text;
    });
    say(`  done (${seconds()})`);
    return value;
  } finally {
    clearInterval(heartbeat);
  }
}
