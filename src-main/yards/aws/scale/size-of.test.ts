import { describe, expect, it } from 'vitest';
import { replacesTag } from '../discover/reading.ts';
import { emptiestSubnet, sizeOf } from './size-of.ts';

const none = () => undefined;
const on = (id: string, state = 'healthy') => ({ id, state });

describe('the size of a generation', () => {
  it('is what is registered and does not leave, healthy or not', () => {
    const targets = [on('a'), on('b', 'unhealthy'), on('c', 'initial'), on('d', 'draining')];
    expect(sizeOf({ targets, tagsOf: none, meantSize: null })).toBe(3);
    const leaving = [on('a'), on('b', 'unhealthy.draining')];
    expect(sizeOf({ targets: leaving, tagsOf: none, meantSize: null })).toBe(1);
  });

  it('is not larger for a fresh one beside the one that it replaces, and is without that one', () => {
    const tagsOf = (id: string) => (id === 'fresh' ? { [replacesTag]: 'a' } : {});
    const both = [on('a'), on('b'), on('fresh')];
    expect(sizeOf({ targets: both, tagsOf, meantSize: null })).toBe(2);
    expect(sizeOf({ targets: both.slice(1), tagsOf, meantSize: null })).toBe(2);
  });

  it('is never less than what was recorded of one that has served', () => {
    expect(sizeOf({ targets: [on('a')], tagsOf: none, meantSize: 3 })).toBe(3);
    expect(sizeOf({ targets: [on('a'), on('b')], tagsOf: none, meantSize: 1 })).toBe(2);
  });
});

describe('the subnet for one more', () => {
  const at = (...subnets: string[]) => subnets.map((subnet) => ({ subnet }));
  it('is the one with the fewest, also where none is left of those that a launch had started', () => {
    expect(emptiestSubnet(['a', 'b'], at('a', 'a', 'b'))).toBe('b');
    expect(emptiestSubnet(['b', 'a'], at('a', 'b'))).toBe('a');
    expect(emptiestSubnet(['a', 'b', 'c'], at('a', 'b'))).toBe('c');
    expect(emptiestSubnet([], [])).toBeUndefined();
  });
});
