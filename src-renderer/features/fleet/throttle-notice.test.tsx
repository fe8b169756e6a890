import { afterEach, expect, it } from 'vitest';
import type { AccountLoad } from '../../../src-shared/account-load.ts';
import { awsFleet, awsSnapshot } from '../../gallery/aws-fixtures.ts';
import { galleryNowMs } from '../../gallery/fixtures.ts';
import { showPart, type ShownPart } from '../../gallery/shown-part.fixture.tsx';
import { StatusBar } from '../frame/status-bar.tsx';
import { ThrottleNotice } from './throttle-notice.tsx';

let shown: ShownPart | null = null;
afterEach(() => {
  shown?.remove();
});

const limited: AccountLoad = {
  callsPerMinute: 38,
  reading: null,
  throttling: {
    ...{ services: ['EC2'], sinceMs: galleryNowMs - 9000, refused: 3 },
    ...{ looksEveryMs: 19_600, keptForRevert: 10 },
  },
};

function show(load: AccountLoad | undefined) {
  shown?.remove();
  const both = (
    <>
      <ThrottleNotice />
      <StatusBar />
    </>
  );
  const snapshot = awsSnapshot([awsFleet()], load === undefined ? {} : { load });
  const part = showPart(both, snapshot, { clock: { nowMs: () => galleryNowMs } });
  shown = part;
  const text = () => part.root.textContent.replaceAll('\u00a0', ' ');
  return {
    text,
    tell: (next: AccountLoad) => {
      part.load({ ...snapshot, load: next });
    },
  };
}

it('stands while AWS limits us, with what a revert has left, and goes by itself', () => {
  const { text, tell } = show(limited);
  expect(text()).toContain('AWS is limiting us; updates every 20 s.');
  expect(text()).toContain('3 calls were refused by EC2');
  expect(text()).toContain('does not wait for looks: 10 calls of our own budget are kept for it.');
  expect(text()).toContain('38 calls a minute, limited by AWS');
  tell({ ...limited, throttling: null });
  expect(text()).not.toContain('limit');
  expect(text()).toContain('38 calls a minute');
});

it('says no number that it does not know, and keeps nothing for a revert that is not there', () => {
  const throttling = { ...limited.throttling, looksEveryMs: null, keptForRevert: 0 } as NonNullable<AccountLoad['throttling']>; // prettier-ignore
  const { text } = show({ ...limited, throttling });
  expect(text()).toContain('updates come more slowly');
  expect(text()).toContain('A revert does not wait for looks.');
  expect(text()).not.toContain('kept for it');
});

it('counts nothing where nobody counts: the control', () => {
  expect(show(undefined).text()).not.toContain('a minute');
});
