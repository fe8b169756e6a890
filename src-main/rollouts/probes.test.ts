/** What a probe tells of the generation that is wanted, and of another one that answers in its place. */
import { expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import type { GenerationId } from '../../src-shared/ids.ts';
import { withProbe } from './decide/facts.ts';
import { facts } from './decide/question.fixture.ts';

const answer = (generation: GenerationId | null, status = 200) => {
  return { generation, status, latencyMs: 5 };
};

function probesOf(...answers: Parameters<typeof withProbe>[1][]) {
  return answers.reduce((known, one) => withProbe(known, one, v2, 0), facts).probes;
}

it('takes an answer of the old generation for a node that is late, and for no fault of the new one', () => {
  const late = probesOf(answer(v1), answer(v1, 500), answer(v1));
  expect(late).toMatchObject({ inARow: 0, badInARow: 0, wrong: `a response came from ${v1}` });
  expect(probesOf(answer(v2, 500), answer(v2, 500), answer(v1), answer(v2, 500))).toMatchObject({
    badInARow: 1,
  });
});

it('takes errors and silence for faults', () => {
  const lost = { code: 'unreachable', message: 'Nothing.' } as const;
  expect(probesOf(answer(v2, 500), answer(null, 503), lost)).toMatchObject({ badInARow: 3 });
  expect(probesOf(answer(v2, 500), answer(v2))).toMatchObject({ inARow: 1, badInARow: 0 });
});
