import { describe, expect, it } from 'vitest';
import type { Band } from './panel.ts';
import { changeRefusal, writeRefusal } from './safety.ts';

const local: Band = { yardName: 'Local', kind: 'local', detail: '', account: null };
type Account = NonNullable<Band['account']>;
const account: Account = {
  ...{ id: '123456789012', region: 'eu-west-1', actor: 'ann', endsAtMs: null },
  ...{ signInByMs: null, endpoint: null },
  ...{ safety: 'normal' as const, changedFrom: null },
};
const withAccount = (change: Partial<Account>): Band => ({
  ...local,
  kind: 'aws',
  account: { ...account, ...change },
});

describe('what an account forbids', () => {
  it('is nothing where there is none, and where it is the kept one', () => {
    for (const band of [local, withAccount({})]) {
      expect([writeRefusal(band), changeRefusal(band)]).toEqual([null, null]);
    }
  });

  it('is everything but a revert while nobody has said who acts', () => {
    const band = withAccount({ actor: '' });
    expect(writeRefusal(band)).toBeNull();
    expect(changeRefusal(band)).toContain('nothing but a revert');
  });

  it.each([{ safety: 'observe' }, { changedFrom: '999988887777' }] as const)(
    'is a revert too: %j',
    (change) => {
      for (const actor of ['ann', '']) {
        const band = withAccount({ ...change, actor });
        expect(writeRefusal(band)).not.toBeNull();
        expect(changeRefusal(band)).toBe(writeRefusal(band));
      }
    },
  );
});
