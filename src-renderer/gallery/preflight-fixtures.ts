/** What a yard answers to the preflight. */
import type { PreflightFacts } from '../../src-shared/preflight-facts-schema.ts';
import { generationId } from './fixtures.ts';

const whole = { kind: 'whole', how: 'every file of it was hashed just now' } as const;

export const goodFacts: PreflightFacts = {
  image: whole,
  servingImage: whole,
  difference: { kind: 'told', value: { differing: 4, dangers: [], missing: 0 } },
  room: { kind: 'told', value: { freeBytes: 5_300_000_000, freePorts: 12_700 } },
  entry: {
    kind: 'told',
    value: { generation: generationId(1), status: 200, latencyMs: 2.6 },
  },
  check: {
    kind: 'told',
    value: {
      ...{ of: generationId(1), generation: generationId(1), status: 200 },
      ...{ latencyMs: 4.1, hasText: null },
    },
  },
  permissions: null,
};

/** Of an account: nothing is measured there, and AWS says what it lists. */
export const awsFacts: PreflightFacts = {
  ...goodFacts,
  image: { kind: 'whole', how: 'AWS lists it as available' },
  servingImage: { kind: 'whole', how: 'AWS lists it as available' },
  difference: {
    kind: 'told',
    value: { differing: 9, dangers: ['Architecture'], missing: 0 },
  },
  room: null,
  check: null,
};
