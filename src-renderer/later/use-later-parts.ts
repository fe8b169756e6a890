/** Fetches what the first picture does not need, once, and hands it to whoever shows it. */
import { useEffect, useSyncExternalStore } from 'react';
import type { LaterParts } from './later-parts.tsx';

type Loading =
  | { readonly kind: 'not-yet' }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'there'; readonly parts: LaterParts }
  | { readonly kind: 'failed'; readonly error: Error };

/** The page's code: one for the page, like the code itself. */
let loading: Loading = { kind: 'not-yet' };
const listeners = new Set<() => void>();

function become(next: Loading): void {
  loading = next;
  for (const listener of listeners) listener();
}

/** Never rejects. Asked again it does nothing, but after a failure it tries once more. */
export async function loadLaterParts(): Promise<void> {
  if (loading.kind === 'under-way' || loading.kind === 'there') return;
  become({ kind: 'under-way' });
  try {
    const { laterParts } = await import('./later-parts.tsx');
    become({ kind: 'there', parts: laterParts });
  } catch (error) {
    become({ kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
  }
}

/**
 * Null until they are there.
 * @param isNeeded asks for them now.
 * @throws what went wrong, when they are needed; an error boundary shows it and tries again.
 */
export function useLaterParts(isNeeded: boolean): LaterParts | null {
  const now = useSyncExternalStore(subscribe, current);
  useEffect(() => {
    if (isNeeded) void loadLaterParts();
  }, [isNeeded]);
  if (now.kind === 'failed' && isNeeded) {
    loading = { kind: 'not-yet' };
    throw now.error;
  }
  return now.kind === 'there' ? now.parts : null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function current(): Loading {
  return loading;
}
