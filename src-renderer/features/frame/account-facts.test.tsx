import { afterEach, expect, it } from 'vitest';
import type { Band } from '../../../src-shared/panel.ts';
import { aFleet, aSnapshot } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { AccountFacts } from './account-facts.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

function endpointOf(endpoint: string): HTMLElement | null {
  const account: NonNullable<Band['account']> = {
    ...{ id: '123456789012', region: 'eu-central-1', actor: 'ann', safety: 'normal' },
    ...{ endpoint, endsAtMs: null, signInByMs: null, changedFrom: null },
  };
  shown = showPart(<AccountFacts account={account} />, aSnapshot([aFleet()]), {
    clock: { nowMs: () => 0 },
  });
  return shown.root.querySelector<HTMLElement>('bdi[title]');
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
  shown?.remove();
  // The same beginning and somebody else's end.
  const other = endpointOf(`https://${host}.example.net`);
  expect(other?.querySelector('[aria-hidden]')?.textContent).toMatch(
    /\.vpce\.amazonaws\.com\.example\.net$/u,
  );
  shown?.remove();
  const short = endpointOf('http://127.0.0.1:5000');
  expect(short?.textContent).toBe('127.0.0.1:5000');
});
