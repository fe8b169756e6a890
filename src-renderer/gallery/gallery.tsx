/**
 * The panel in one of its designed states, without a main process: `gallery.html?state=ready&theme=dark`.
 * A test that looks at all of them changes from one to the next in the same page: loading it anew takes most of the time.
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
import { crashStates } from './crash-states.ts';
import { drawCrash } from '../crash/draw-crash.ts';
import { galleryStates } from './states.ts';

declare global {
  interface Window {
    /** For the tests: what was asked, and a way to tell events. */
    gallery?: FakeBridge;
    /** For the tests: the next state in the place of this one. */
    showState?: (name: string, theme: string) => Promise<void>;
  }
}

let takeDown: () => void = () => undefined;

async function showState(name: string, theme: string): Promise<void> {
  takeDown();
  const page = document.documentElement;
  delete page.dataset['ready'];
  delete page.dataset['theme'];
  document.body.removeAttribute('style');
  const root = document.createElement('div');
  root.id = 'root';
  document.querySelector('#root')?.replaceWith(root);
  const shade = (['dark', 'light'] as const).find((each) => each === theme) ?? ('system' as const);
  takeDown = await mounted(root, name, shade);
  page.dataset['ready'] = '';
}

/** @returns what takes it down again. */
async function mounted(
  root: HTMLElement,
  name: string,
  shade: 'dark' | 'light' | 'system',
): Promise<() => void> {
  const state = galleryStates[name];
  const crashed = crashStates[name];
  if (state !== undefined) {
    const settings = { ...state.snapshot.settings, theme: shade };
    const { ownHost } = state.snapshot.capabilities;
    const fake = createFakeBridge(
      { ...state.snapshot, settings },
      { 'preflight.ask': () => succeed(ownHost ? goodFacts : awsFacts), ...state.answers },
    );
    window.gallery = fake;
    // A state is drawn whole at once.
    await loadLaterParts();
    const unmount = mountPanel({
      root,
      bridge: fake.bridge,
      clock: { nowMs: () => galleryNowMs },
      patienceMs: 0,
      ...(state.view === undefined ? {} : { view: state.view }),
    });
    await pressAll(state.presses ?? []);
    return unmount;
  }
  if (shade !== 'system') document.documentElement.dataset['theme'] = shade;
  if (name === 'components') return mountComponents(root);
  if (crashed !== undefined) {
    drawCrash(root, crashed, {
      act: () => Promise.resolve(true),
      diagnostics: () => Promise.resolve('Blockyard diagnostics'),
    });
    return () => undefined;
  }
  listStates(root);
  return () => undefined;
}

function listStates(root: HTMLElement): void {
  document.body.style.overflow = 'auto';
  for (const each of ['components', ...Object.keys(crashStates), ...Object.keys(galleryStates)]) {
    for (const shade of ['dark', 'light']) {
      const link = document.createElement('a');
      link.href = `?state=${each}&theme=${shade}`;
      link.textContent = `${each}, ${shade}`;
      link.style.cssText = 'display: inline-block; width: 260px; padding: 4px 12px; color: inherit';
      root.append(link);
    }
  }
}

window.showState = showState;
const query = new URLSearchParams(location.search);
void showState(query.get('state') ?? '', query.get('theme') ?? '');
