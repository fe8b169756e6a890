/** Findings to look at, as a comparison of two generations of the storefront would have them. */
import type { Findings } from '../../src-shared/findings-schema.ts';

export function someFindings(change: Partial<Findings> = {}): Findings {
  return {
    ...{ a: 'v001', b: 'v002', mark: '3f9a0c12b4de7788', total: 9, worthALook: 2 },
    listed: [
      {
        ...{ area: 'facts', subject: 'Health path', before: '/health', after: '/ready' },
        ...{ kind: 'changed', why: 'Another page decides whether a block may serve.' },
      },
      {
        ...{ area: 'packages', subject: 'npm undici', before: '7.16.0', after: '7.10.0' },
        ...{ kind: 'changed', why: 'Older than before: fixes of the newer one are missing.' },
      },
      {
        ...{ area: 'facts', subject: 'Version', before: '2.3.1', after: '2.4.0' },
        ...{ kind: 'changed', why: null },
      },
      {
        ...{ area: 'facts', subject: 'Environment FLAG_CART', before: null },
        ...{ after: '\u2022\u2022\u2022\u2022', kind: 'added', why: null },
      },
      {
        ...{ area: 'files', subject: 'app/price.mjs', before: '4.1 kB', after: '4.3 kB' },
        ...{ kind: 'changed', why: null },
      },
      {
        ...{ area: 'files', subject: 'docs/old.txt', before: '812 B', after: null },
        ...{ kind: 'removed', why: null },
      },
      {
        ...{ area: 'pages', subject: '/checkout, 390 \u00d7 844, dark', before: null },
        ...{ after: '3 regions changed, 2.1 %', kind: 'changed', why: null },
        picture: { run: 'r-1', shot: 2 },
      },
      {
        ...{ area: 'answers', subject: '/api/items $.items[2].price', before: '7' },
        ...{ after: '8', kind: 'changed', why: null },
      },
      {
        ...{ area: 'texts', subject: 'Start script', before: 'export WORKERS=4' },
        ...{ after: 'export WORKERS=8 \u23ce export CACHE=on', kind: 'changed', why: null },
      },
    ],
    areas: ['facts', 'texts', 'files', 'packages', 'pages', 'answers'],
    missing: [],
    moreMissing: 0,
    ...change,
  };
}

/** Of how both behave, as a release measures it once its candidate is proved. */
export const behaviourFindings = someFindings({
  ...{ total: 5, worthALook: 4 },
  listed: [
    {
      ...{ area: 'behaviour', subject: '/checkout, errors' },
      ...{ before: '0 of 12 failed', after: '12 of 12 failed (status 503)', kind: 'changed' },
      why: 'v002 failed 12 times where v001 answered, and v001 never where v002 did.',
    },
    {
      ...{ area: 'behaviour', subject: '/search?q=desk, time' },
      ...{ before: '18 ms in the middle of 12', after: '64 ms in the middle of 12' },
      kind: 'changed',
      why: 'v002 was slower in 12 of 12 pairs, by 45 ms in the middle (18 ms became 64 ms).',
    },
    {
      ...{ area: 'behaviour', subject: 'Start-up' },
      before: 'healthy after 1.4 s, the slowest of 12 after 1.9 s',
      after: 'healthy after 6.8 s, the slowest of 6 after 7.2 s',
      ...{ kind: 'changed', why: 'Each launch and each replacement takes about 5.4 s longer.' },
    },
    {
      ...{ area: 'behaviour', subject: 'Memory', before: '52 MB a block' },
      ...{ after: '131 MB a block', kind: 'changed' },
      why: 'Each of its blocks holds more than any of those that serve, and it has had no traffic yet.',
    },
    {
      ...{ area: 'facts', subject: 'Version', before: '2.3.1', after: '2.4.0' },
      ...{ kind: 'changed', why: null },
    },
  ],
  areas: ['facts', 'texts', 'behaviour'],
  missing: [
    '/cart: Cannot say. v001 alone failed once and v002 alone never: too few to tell from chance.',
    'Sample requests: It was ended with 9 of 12 requests to each side: there was no more time for it.',
  ],
});

const hostile = '\u202e<b>v9</b>\u0000 `x` | @all ';

export const hostileFindings = someFindings({
  ...{ a: hostile.repeat(3), b: hostile.repeat(6), total: 4711, worthALook: 1 },
  listed: [
    {
      ...{ area: 'files', subject: hostile.repeat(9), before: hostile.repeat(9) },
      ...{ after: '\u05d0\u05d1\u05d2 1.2 \u05d3', kind: 'changed', why: hostile.repeat(5) },
    },
  ],
  missing: [hostile.repeat(9), 'The launch template of v001 was not read.'],
  moreMissing: 12,
});
