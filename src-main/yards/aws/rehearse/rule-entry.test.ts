import { expect, it } from 'vitest';
import { asGenerationId, asImageId } from '../../../../src-shared/ids.ts';
import { canaryText } from '../discover/test-rule.ts';
import type { Answer } from '../route/ask-address.ts';
import { toldBy } from './rule-entry.ts';

const [v1, v2] = [asGenerationId('shop-v001/1'), asGenerationId('shop-v002/2')];
const value = 'mark';
const image = asImageId('ami-1');
const generations = [
  { id: v1, number: 1, label: 'v001', image },
  { id: v2, number: 2, label: 'v002', image },
];
const header = { kind: 'header', name: 'x-app', path: '/', host: null, meaning: {} } as const;
const marked = { value, names: { marker: header, generations, versionOf: () => undefined } };
const unmarked = { value, names: { ...marked.names, marker: null } };

const answered = (status: number, headers = {}, body = ''): Answer => ({
  ...{ kind: 'answered', status, latencyMs: 1, response: { headers, body } },
});
const silent = (isNoWay = false): Answer => ({ kind: 'silent', isNoWay, because: 'no' });
const at = (...answers: readonly Answer[]) =>
  answers.map((answer) => ({ address: '127.0.0.1', port: 80, answer }));

it('believes the marker of an answer, and an error of the load balancer only where no server signed it', () => {
  expect(toldBy(at(answered(200, { 'x-app': 'v002' })), v1, marked)).toEqual([{ kind: 'block', generation: v2, status: 200 }]); // prettier-ignore
  expect(toldBy(at(answered(503, { 'x-app': 'v002' })), v2, marked)).toEqual([{ kind: 'block', generation: v2, status: 503 }]); // prettier-ignore
  expect(toldBy(at(answered(503)), v2, marked)).toEqual([{ kind: 'lost' }]);
  expect(toldBy(at(answered(200)), v2, marked)).toEqual([{ kind: 'block', generation: null, status: 200 }]); // prettier-ignore
});

it('takes an answer without a marker for the one it leads to, and its own words for nobody', () => {
  expect(toldBy(at(answered(200), answered(503, {}, canaryText(value))), v2, unmarked)).toEqual([
    { kind: 'block', generation: v2, status: 200 },
    { kind: 'not-yet' },
  ]);
  // Nobody can tell whose these are: they count against us.
  expect(toldBy(at(answered(502), answered(500)), v2, unmarked)).toEqual([
    { kind: 'lost' },
    { kind: 'block', generation: v2, status: 500 },
  ]);
});

it('leaves out addresses that there is no way to, as long as another one answers', () => {
  expect(toldBy(at(answered(200), silent(true)), v1, unmarked)).toHaveLength(1);
  expect(toldBy(at(silent(true), silent()), v1, unmarked)).toEqual([{ kind: 'lost' }, { kind: 'lost' }]); // prettier-ignore
});
