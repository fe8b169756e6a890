/**
 * The panel in one of its designed states, without a main process: `gallery.html?state=ready&theme=dark`.
 * For looking and for tests; it is not part of the product's bundle.
 */
import '../bridge/jitless.ts';
import '../ui/global.css';
import { succeed } from '../../src-shared/result.ts';
import { createFakeBridge, type FakeBridge } from '../bridge/fake-bridge.ts';
import { loadLaterParts } from '../later/use-later-parts.ts';
import { mountPanel } from '../mount.tsx';
import { galleryNowMs } from './fixtures.ts';
import { mountComponents } from './components-page.tsx';
import { awsFacts, goodFacts } from './preflight-fixtures.ts';
import { pressAll } from './press-all.ts';
import { galleryStates } from './states.ts';

declare global {
  interface Window {
    /** For the tests: what was asked, and a way to tell events. */
    gallery?: FakeBridge;
  }
}

const query = new URLSearchParams(location.search);
const name = query.get('state') ?? '';
const theme = query.get('theme') ?? '';
const state = galleryStates[name];
const root = document.querySelector<HTMLElement>('#root');

const shade = (['dark', 'light'] as const).find((each) => each === theme) ?? ('system' as const);

if (root !== null && name === 'components') {
  if (shade !== 'system') document.documentElement.dataset['theme'] = shade;
  mountComponents(root);
  document.documentElement.dataset['ready'] = '';
} else if (root !== null && state !== undefined) {
  const settings = { ...state.snapshot.settings, theme: shade };
  const { ownHost } = state.snapshot.capabilities;
  const fake = createFakeBridge(
    { ...state.snapshot, settings },
    { 'preflight.ask': () => succeed(ownHost ? goodFacts : awsFacts), ...state.answers },
  );
  window.gallery = fake;
  // A state is drawn whole at once.
  await loadLaterParts();
  mountPanel({
    root,
    bridge: fake.bridge,
    clock: { nowMs: () => galleryNowMs },
    patienceMs: 0,
    ...(state.view === undefined ? {} : { view: state.view }),
  });
  void pressAll(state.presses ?? []).then(() => {
    document.documentElement.dataset['ready'] = '';
  });
} else if (root !== null) {
  document.body.style.overflow = 'auto';
  for (const each of ['components', ...Object.keys(galleryStates)]) {
    for (const shade of ['dark', 'light']) {
      const link = document.createElement('a');
      link.href = `?state=${each}&theme=${shade}`;
      link.textContent = `${each}, ${shade}`;
      link.style.cssText = 'display: inline-block; width: 260px; padding: 4px 12px; color: inherit';
      root.append(link);
    }
  }
}
