/** Tags, attributes and images: what one question that fails takes from the others, and what is said of it. */
import { expect, it } from 'vitest';
import { FaultError, type FaultCode } from '../../../../src-shared/result.ts';
import { createGate, LookOverError } from './at-once.ts';
import type { AwsReader } from './aws-reader.ts';
import { createSlowFacts } from './slow-facts.ts';

const arns = Array.from({ length: 25 }, (_, index) => `arn:group/${String(index)}`);
const attributes = { stickiness: null, deregistrationDelayMs: 1000, slowStartMs: 0 };

/** @param failing asked for by any of these, a question fails so. */
function scene() {
  const failing = new Map<string, FaultCode | 'over'>();
  let asked = 0;
  const ask = <Value>(keys: readonly string[], value: Value): Promise<Value> => {
    asked += 1;
    const code = keys.map((key) => failing.get(key)).find((found) => found !== undefined);
    if (code === 'over') return Promise.reject(new LookOverError());
    if (code === undefined) return Promise.resolve(value);
    return Promise.reject(new FaultError({ code, message: 'AWS said no.', todo: 'Ask nicely.' }));
  };
  const reader = {
    attributes: (arn) => ask([arn], attributes),
    tags: (some) => ask(some, Object.fromEntries(some.map((arn) => [arn, { team: 'x' }]))),
    images: (ids) => ask(ids, []),
  } satisfies Partial<AwsReader>;
  const slow = createSlowFacts(reader, createGate(6));
  return { slow, failing, asked: () => asked };
}

it('leaves a group that was deleted while it was asked without attributes, and no other', async () => {
  const { slow, failing } = scene();
  failing.set('arn:group/3', 'not-found');
  const { known, gap } = await slow.attributes.of(arns, 0);
  expect([...known].filter(([, value]) => value === null).map(([arn]) => arn)).toEqual([
    'arn:group/3',
  ]);
  expect(known.get('arn:group/4')).toEqual(attributes);
  expect(known.size).toBe(arns.length);
  expect(gap).toBeNull();
});

it('keeps what was told when another question is denied, says so, and asks again for the rest', async () => {
  const { slow, failing, asked } = scene();
  failing.set('arn:group/3', 'denied');
  const first = await slow.attributes.of(arns, 0);
  expect(first.known.size).toBe(arns.length - 1);
  expect(first.gap).toMatch(
    /^Attributes of target groups could not be read\. AWS said no\. .* Ask nicely\.$/u,
  );
  failing.clear();
  const before = asked();
  expect((await slow.attributes.of(arns, 29_000)).gap).toBe(first.gap);
  expect(asked()).toBe(before);
  const later = await slow.attributes.of(arns, 31_000);
  expect(asked()).toBe(before + 1);
  expect(later).toMatchObject({ gap: null });
  expect(later.known.size).toBe(arns.length);
});

it('asks for the tags of a batch anew with the next look when a group of it was deleted meanwhile', async () => {
  const { slow, failing } = scene();
  failing.set('arn:group/3', 'not-found');
  const first = await slow.tags.of(arns, 0);
  expect([...first.known.keys()]).toEqual(arns.slice(20));
  expect(first.gap).toContain('Tags could not be read. AWS said no.');
  const listed = arns.filter((arn) => arn !== 'arn:group/3');
  failing.clear();
  const next = await slow.tags.of(listed, 5000);
  expect([next.known.size, next.gap]).toEqual([listed.length, null]);
});

it('says nothing of a question that was not asked because its look had failed', async () => {
  const { slow, failing } = scene();
  failing.set('arn:group/3', 'over');
  await expect(slow.attributes.of(arns, 0)).rejects.toThrow();
  failing.clear();
  // And no rest is taken for it.
  const { known, gap } = await slow.attributes.of(arns, 5000);
  expect([known.size, gap]).toEqual([arns.length, null]);
});

it('passes on that nobody is signed in', async () => {
  const { slow, failing } = scene();
  failing.set('arn:group/3', 'signed-out');
  await expect(slow.tags.of(arns, 0)).rejects.toThrow('AWS said no.');
});
