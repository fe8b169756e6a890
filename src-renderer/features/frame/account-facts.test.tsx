import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Band } from '../../../src-shared/panel.ts';
import { createFakeBridge } from '../../bridge/fake-bridge.ts';
import { aFleet, aSnapshot } from '../../gallery/fixtures.ts';
import { createActs } from '../../store/acts.ts';
import { PanelProvider } from '../../store/panel-context.ts';
import { createPanelStore } from '../../store/panel-store.ts';
import { createViewStore } from '../../store/view-store.ts';
import { AccountFacts } from './account-facts.tsx';

let shown: Root | null = null;
beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});
afterEach(() => {
  act(() => shown?.unmount());
});

function endpointOf(endpoint: string): HTMLElement | null {
  const account: NonNullable<Band['account']> = {
    ...{ id: '123456789012', region: 'eu-central-1', actor: 'ann', safety: 'normal' },
    ...{ endpoint, endsAtMs: null, changedFrom: null },
  };
  const snapshot = aSnapshot([aFleet()]);
  const [panel, view, clock] = [createPanelStore(), createViewStore(), { nowMs: () => 0 }];
  panel.load(snapshot);
  const timers = { after: () => () => undefined };
  const { acts } = createActs({
    bridge: createFakeBridge(snapshot).bridge,
    panel,
    view,
    clock,
    timers,
  });
  const root = document.createElement('div');
  shown = createRoot(root);
  act(() => {
    shown?.render(
      <PanelProvider value={{ panel, view, acts, clock }}>
        <AccountFacts account={account} />
      </PanelProvider>,
    );
  });
  return root.querySelector<HTMLElement>('bdi[title]');
}

it('shows the end of an endpoint, which decides whose it is, and tells all of it', () => {
  const host =
    'vpce-0a1b2c3d4e5f67890-abcdefgh.elasticloadbalancing.eu-central-1.vpce.amazonaws.com';
  const theirs = endpointOf(`https://${host}`);
  expect(theirs?.title).toBe(`https://${host}`);
  expect(theirs?.querySelector('[aria-hidden]')?.textContent).toMatch(
    /^vpce-0a1b.*eu-central-1\.vpce\.amazonaws\.com$/u,
  );
  expect(theirs?.querySelector('.visually-hidden')?.textContent).toBe(`https://${host}`);
  act(() => shown?.unmount());
  // The same beginning and somebody else's end.
  const other = endpointOf(`https://${host}.example.net`);
  expect(other?.querySelector('[aria-hidden]')?.textContent).toMatch(
    /\.vpce\.amazonaws\.com\.example\.net$/u,
  );
  act(() => shown?.unmount());
  const short = endpointOf('http://127.0.0.1:5000');
  expect(short?.textContent).toBe('127.0.0.1:5000');
});
