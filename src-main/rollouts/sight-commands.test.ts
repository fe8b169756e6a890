import { expect, it } from 'vitest';
import { v1, v2 } from '../../src-shared/fleet.fixture.ts';
import { asFleetId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { PlanStep } from '../../src-shared/plan.ts';
import { fail, succeed } from '../../src-shared/result.ts';
import { withSightCommands } from './sight-commands.ts';

const fleet = asFleetId('web');
const sights = { health: ['health'], inService: ['wait'], split: ['rule 1', 'rule 2'] };
const yard = { sightCommands: () => sights };
const step = (isMutation: boolean, command: string | null = null): PlanStep => ({
  ...{ title: '', detail: '', isMutation, command },
});
const revert: Wish = { kind: 'revert', to: v1 };
const cutOver: Wish = { kind: 'cut-over', to: v1, expectedRevision: 1 };
const commandsOf = (
  steps: PlanStep[],
  from: Parameters<typeof withSightCommands>[1] = yard,
  wish: Wish = revert,
): unknown => {
  const plan = succeed({ fleet, label: '', steps, refusedBecause: null });
  const told = withSightCommands(plan, from, fleet, wish);
  return told.ok ? told.value.steps.map(({ command }) => command) : told;
};

it('gives each step that looks its command, and leaves those of writes as they are', () => {
  expect(commandsOf([step(false), step(true, 'write'), step(false)])).toEqual([
    ...['health', 'write', 'rule 1\nrule 2'],
  ]);
  // With a write before the write: what comes between them waits for health.
  expect(commandsOf([step(true, 'attach'), step(false), step(true), step(false, 'own')])).toEqual([
    ...['attach', 'health', null, 'own'],
  ]);
});

it('waits for servers in service right before the write of a cutover, and only there', () => {
  const attaching = [step(false), step(true, 'attach'), step(false), step(true, 'route')];
  const plain = [step(false), step(true, 'route'), step(false)];
  expect(commandsOf([...attaching, step(false)], yard, cutOver)).toEqual([
    ...['health', 'attach', 'health\nwait', 'route', 'rule 1\nrule 2'],
  ]);
  expect(commandsOf(plain, yard, cutOver)).toEqual([
    ...['health\nwait', 'route', 'rule 1\nrule 2'],
  ]);
  // A look that cannot fail would pass for the guard: then there is none.
  const blind = { sightCommands: () => ({ ...sights, inService: [] }) };
  expect(commandsOf(plain, blind, cutOver)).toEqual([null, 'route', 'rule 1\nrule 2']);
});

it('adds nothing where there is no other client, nor to what moves no traffic', () => {
  const none = { sightCommands: () => ({ health: [], inService: [], split: [] }) };
  expect(commandsOf([step(false), step(true), step(false)], none)).toEqual([null, null, null]);
  const plan = succeed({ fleet, label: '', steps: [step(false)], refusedBecause: null });
  const retire = { kind: 'retire', generation: v2, typedName: '' } as const;
  expect(withSightCommands(plan, yard, fleet, retire)).toEqual(plan);
  const failed = fail({ code: 'not-found', message: 'No.' });
  expect(withSightCommands(failed, yard, fleet, { kind: 'revert', to: v1 })).toBe(failed);
});
