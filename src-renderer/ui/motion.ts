/** Whether anything may move: the system's wish, and a setting that can only ask for less. */
import { useSyncExternalStore } from 'react';

const query = '(prefers-reduced-motion: reduce)';

/** The document carries the setting, for the style sheet and the canvas alike. */
export function isMotionWelcome(): boolean {
  return document.documentElement.dataset['motion'] !== 'reduced' && !matchMedia(query).matches;
}

/** What the system asks for now. */
export function useAsksForLess(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener('change', listener);
  return () => {
    media.removeEventListener('change', listener);
  };
}
