import { describe, expect, it } from 'vitest';
import { acceptanceIn, acceptanceRefusal, acceptanceText, weighedIn, weighedText } from './acceptance.ts'; // prettier-ignore
import type { Band } from './panel.ts';
import { asking, failed, passed, stopping, untold, warning } from './preflight-check.ts';
import type { Preflight } from './preflight.ts';

const check = (what: string, checked: ReturnType<typeof passed>) => ({ what, ...checked });
const preflight: Preflight = {
  forward: [
    check('Image', passed('It is whole.')),
    check('Watch', warning('Without a bake nothing is watched.')),
    check('Entry', untold('Nobody answered.')),
  ],
  back: [check('Whole: v001', failed('3 of 4 blocks are healthy.'))],
  cost: '',
};
const calm: Preflight = { ...preflight, forward: preflight.forward.slice(0, 1), back: [] };
const asked: Preflight = { ...calm, back: [check('Its image', asking('It is asked.'))] };

const band = (safety: NonNullable<Band['account']>['safety']): Band => ({
  ...{ yardName: 'shop', kind: 'aws', detail: '' },
  account: {
    ...{ id: '123456789012', region: 'eu-west-1', actor: 'ana', endpoint: null },
    ...{ safety, changedFrom: null, endsAtMs: null, signInByMs: null },
  },
});
const strict = band('strict');

describe('warnings of a preflight', () => {
  it('are what failed or warns and does not stop; what cannot be told is none', () => {
    expect(weighedIn(preflight).map(({ what }) => what)).toEqual(['Watch', 'Whole: v001']);
    const stopped = { ...calm, back: [check('Rights', stopping('Denied.'))] };
    expect(weighedIn(stopped)).toEqual([]);
    expect(weighedText(weighedIn(preflight))).toBe('1 failed check and 1 warning');
  });

  it('need a reason on the strict level alone, and there no reason is asked for nothing', () => {
    expect(acceptanceRefusal(strict, preflight, ' ')).toBe(
      'This yard is strict, and the preflight has 1 failed check and 1 warning: going on needs a reason.',
    );
    expect(acceptanceRefusal(strict, preflight, 'Quiet hour')).toBeNull();
    expect(acceptanceRefusal(strict, calm, '')).toBeNull();
    expect(acceptanceRefusal(band('normal'), preflight, '')).toBeNull();
    expect(acceptanceRefusal({ ...strict, account: null }, preflight, '')).toBeNull();
  });

  it('are not passed over on the strict level while they are still asked for', () => {
    expect(acceptanceRefusal(strict, asked, '')).toMatch(/being asked/u);
    // A reason for what nobody has read yet is none.
    expect(acceptanceRefusal(strict, asked, 'Quiet hour')).toMatch(/being asked/u);
    expect(acceptanceRefusal(band('normal'), asked, '')).toBeNull();
  });

  it('go with the press when a reason is given, in the words that were read', () => {
    expect(acceptanceIn(preflight, ' Quiet hour ')).toEqual({
      accepted: {
        reason: 'Quiet hour',
        weighed: [
          { what: 'Watch', text: 'Without a bake nothing is watched.' },
          { what: 'Whole: v001', text: '3 of 4 blocks are healthy.' },
        ],
      },
    });
    expect(acceptanceIn(preflight, '  ')).toEqual({});
    expect(acceptanceIn(calm, 'Quiet hour')).toEqual({});
    expect(acceptanceIn(null, 'Quiet hour')).toEqual({});
  });

  it('are told with who accepted them, and nothing typed can turn the line around', () => {
    const kept = { reason: 'late\u202e', weighed: ['Watch'], by: 'ann on desk', atMs: 0 };
    expect(acceptanceText(kept)).toBe('“late\ufffd” (ann on desk; Watch)');
  });
});
