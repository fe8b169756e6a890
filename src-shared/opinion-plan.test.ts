import { expect, it } from 'vitest';
import { aFleet } from './fleet.fixture.ts';
import type { Fleet } from './fleet.ts';
import { opinionLack } from './opinion-plan.ts';

const opinion = { isRequired: false, waitMs: 0, alarms: ['shop 5xx'] };
const workers = aFleet({
  entry: { kind: 'none', marker: 'work', pinnedForMs: null, rules: ['hooks'], notes: [] },
});

it.each<[string, Fleet, boolean, string | null]>([
  [
    'of a yard without any',
    aFleet(),
    false,
    'This yard has no alarms, so "shop 5xx" cannot be watched.',
  ],
  [
    'of a fleet without an entry',
    workers,
    true,
    'Nothing is measured of a fleet without an entry, so "shop 5xx" cannot be watched.',
  ],
  ['of a fleet that is measured', aFleet(), true, null],
])('says why alarms cannot be watched %s', (_what, fleet, hasAlarms, said) => {
  const measuredBy = hasAlarms ? 'CloudWatch' : null;
  expect(opinionLack(fleet, { measuredBy, hasAlarms }, { opinion })).toBe(said);
});
