import { expect, it } from 'vitest';
import { someEvents } from '../../gallery/fixtures.ts';
import { matchesFilter } from './timeline-filter.ts';

it('finds events that contain every word, in any case and field', () => {
  const found = (filter: string): number =>
    someEvents.filter((event) => matchesFilter(event, filter)).length;
  expect(found('')).toBe(someEvents.length);
  expect(found('  V002   launched ')).toBe(1);
  expect(found('warning')).toBe(1);
  expect(found('v002 nowhere')).toBe(0);
  expect(found('.*')).toBe(0);
});
