/** Fetches what the first picture does not need, once, and hands it to whoever shows it. */
import { useEffect, useSyncExternalStore } from 'react';
import type { LaterParts } from './later-parts.tsx';

/** Our own bundle, served from the main process's memory: a failure passes. Milliseconds. */
const retryMs = 1000;

/** The page's code: one for the page, like the code itself. */
let parts: LaterParts | null = null;
let loading: Promise<void> | null = null;
const listeners = new Set<() => void>();

/** Resolves when they are there; asked again it is the same wait. */
export function loadLaterParts(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  while (parts === null) {
    try {
      ({ laterParts: parts } = await import('./later-parts.tsx'));
    } catch {
      // The page says by itself which file did not load.
      await new Promise((resolve) => window.setTimeout(resolve, retryMs));
    }
  }
  for (const listener of listeners) listener();
}

/**
 * Null until they are there.
 * @param isNeeded asks for them now.
 */
export function useLaterParts(isNeeded: boolean): LaterParts | null {
  const now = useSyncExternalStore(subscribe, current);
  useEffect(() => {
    if (isNeeded) void loadLaterParts();
  }, [isNeeded]);
  return now;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function current(): LaterParts | null {
  return parts;
}
