/** What stands in the account of rehearsals, with a store of its own in the place of SSM. */
import { describe, expect, it } from 'vitest';
import { asFleetId, asGenerationId, asRolloutId } from '../../../../src-shared/ids.ts';
import type { Rehearsal } from '../../../../src-shared/rehearsal-schema.ts';
import { fail, succeed, type Result } from '../../../../src-shared/result.ts';
import {
  longestRehearsalMs,
  noRehearsals,
  rehearsalIdOf,
  rehearsalsRecordSchema,
  withEnded,
  withRunning,
  type RehearsalsRecord,
  type RunningRehearsal,
} from '../claims/rehearsal-records.ts';
import { createRehearsalNotes, type RehearsalNotesPorts } from './rehearsal-notes.ts';

const fleet = asFleetId('shop');
const [v1, v2] = [asGenerationId('shop-v001'), asGenerationId('shop-v002')];
const nowMs = 1_000_000_000;
const one = (secret: string, by = 'ann', atMs = nowMs): RunningRehearsal => ({
  ...{ id: rehearsalIdOf(secret.repeat(32)), atMs, by, away: v2, back: v1 },
});
const measured = (atMs = nowMs): Rehearsal => ({
  ...{ atMs, by: 'ann', away: v2, back: v1, requests: 40, lost: 0, errors: 0 },
  end: { kind: 'measured', cutOverMs: 200, revertMs: 300 },
});
const unreachable = fail({ code: 'unreachable', message: 'AWS does not answer.' });

function account(more: Partial<RehearsalNotesPorts> = {}) {
  const state = {
    record: noRehearsals(fleet),
    standing: new Set<string>(),
    warned: [] as string[],
  };
  const ports: RehearsalNotesPorts = {
    clock: { monotonicMs: () => 0, delay: () => Promise.resolve() },
    records: {
      read: () => Promise.resolve(succeed(state.record)),
      write: (record) => {
        // As SSM gives it back.
        state.record = rehearsalsRecordSchema.parse(JSON.parse(JSON.stringify(record)));
        return Promise.resolve(succeed(null));
      },
    },
    rules: {
      remove: (_, id) => {
        state.standing.delete(id);
        return Promise.resolve(succeed(null));
      },
    },
    claimsOf: () => ({ rehearsals: state.record }),
    seenOf: () => [...state.standing].map(asRolloutId),
    awsNowMs: () => nowMs,
    writesRefused: () => null,
    warn: (text) => state.warned.push(text),
    ...more,
  };
  return { state, ports, notes: createRehearsalNotes(ports) };
}

const nobody = (): boolean => false;

describe('a rehearsal that begins', () => {
  it('is one at a time, whoever presses, and does not wait for a dead one', async () => {
    const { state, notes } = account();
    expect(await notes.begin(fleet, one('a'))).toEqual(succeed(null));
    expect(await notes.begin(fleet, one('b', 'bob'))).toMatchObject({ fault: { code: 'refused', message: expect.stringContaining('by ann') as string } }); // prettier-ignore
    state.record = { ...state.record, running: one('a', 'ann', nowMs - longestRehearsalMs - 1) };
    expect(await notes.begin(fleet, one('b', 'bob'))).toEqual(succeed(null));
  });

  it('gives way where another one was written over it at the same moment, and ends nothing of that one', async () => {
    const { state, ports } = account();
    const write = async (record: RehearsalsRecord): Promise<Result<null>> => {
      const answer = await ports.records.write(record);
      // Bob has read before ann wrote, and writes after her.
      if (record.running?.by === 'ann') await ports.records.write({ ...record, running: one('b', 'bob') }); // prettier-ignore
      return answer;
    };
    const ann = createRehearsalNotes({ ...ports, records: { ...ports.records, write } });
    expect(await ann.begin(fleet, one('a'))).toMatchObject({ fault: { message: expect.stringContaining('by bob') as string } }); // prettier-ignore
    await ann.end(fleet, one('a').id, null, false);
    expect(state.record.running).toEqual(one('b', 'bob'));
  });

  it('keeps nobody away when its note may stand and was not answered', async () => {
    const { state, ports } = account();
    let isLost = true;
    const write = async (record: RehearsalsRecord): Promise<Result<null>> => {
      const answer = await ports.records.write(record);
      const answered = isLost ? unreachable : answer;
      isLost = false;
      return answered;
    };
    const notes = createRehearsalNotes({ ...ports, records: { ...ports.records, write } });
    expect(await notes.begin(fleet, one('a'))).toEqual(unreachable);
    expect(state.record.running).toBeNull();
  });
});

describe('a rehearsal that is over', () => {
  it('is kept also where its rule stands still, which a later look puts away without another word', async () => {
    const refusing = { remove: () => Promise.resolve(unreachable) };
    const { state, ports, notes } = account();
    const { id } = one('a');
    state.standing.add(id);
    await notes.begin(fleet, one('a'));
    const stuck = createRehearsalNotes({ ...ports, rules: refusing });
    expect(await stuck.removed(fleet, id)).toBe(false);
    expect(state.warned.join()).toContain('was not removed: AWS does not answer.');
    await stuck.end(fleet, id, measured(), true);
    expect(state.record).toMatchObject({ running: null, left: [id], ended: [measured()] });
    await notes.sweep([fleet], nobody);
    expect(state.record).toMatchObject({ running: null, left: [], ended: [measured()] });
    expect(state.standing.size).toBe(0);
  });

  it('is ended by others when it can be no more, not before, and not by who may write nothing or is at one itself', async () => {
    const dead = one('a', 'ann', nowMs - longestRehearsalMs - 1);
    const swept = async (running: RunningRehearsal, isOwn = nobody, more = {}) => {
      const { state, notes } = account(more);
      state.standing.add(running.id);
      state.record = { ...state.record, running };
      await notes.sweep([fleet], isOwn);
      return [state.standing.size, state.record.ended.map(({ end }) => end.kind)];
    };
    expect(await swept(dead)).toEqual([0, ['broken-off']]);
    expect(await swept(one('a'))).toEqual([1, []]);
    expect(await swept(dead, () => true)).toEqual([1, []]);
    expect(await swept(dead, nobody, { writesRefused: () => unreachable.fault })).toEqual([1, []]);
  });
});

it('puts away what nobody has noted once it stood for longer than any rehearsal takes, and not sooner', async () => {
  let monotonicMs = 0;
  const clock = { monotonicMs: () => monotonicMs, delay: () => Promise.resolve() };
  const { state, notes } = account({ clock });
  // It came to stand when whoever asked for it had given up.
  state.standing.add(one('c').id);
  await notes.sweep([fleet], nobody);
  monotonicMs = longestRehearsalMs - 1;
  await notes.sweep([fleet], nobody);
  expect(state.standing.size).toBe(1);
  monotonicMs = longestRehearsalMs + 1;
  await notes.sweep([fleet], nobody);
  expect([state.standing.size, state.record.ended]).toEqual([0, []]);
});

it('tells an end once, however often its answer is lost, and tries again', async () => {
  const { state, ports } = account();
  let tries = 0;
  const write = async (record: RehearsalsRecord): Promise<Result<null>> => {
    tries += 1;
    const answer = await ports.records.write(record);
    return tries < 3 ? unreachable : answer;
  };
  const notes = createRehearsalNotes({ ...ports, records: { ...ports.records, write } });
  await notes.end(fleet, one('a').id, measured(), false);
  expect([tries, state.record.ended, state.warned]).toEqual([3, [measured()], []]);
});

it('has room for the one that runs, too', () => {
  const record = { ...noRehearsals(fleet), ended: [1, 2, 3].map((atMs) => measured(atMs)) };
  const fits = ({ ended, running }: RehearsalsRecord): boolean =>
    ended.length + (running === null ? 0 : 1) <= 3;
  expect(fits(withRunning(record, one('a'), fits))).toBe(true);
  expect(withRunning(record, one('a'), fits).ended.map(({ atMs }) => atMs)).toEqual([2, 3]);
});

it('leaves the oldest out where a parameter has no room for all, and keeps the newest', () => {
  const record = { ...noRehearsals(fleet), ended: [1, 2, 3].map((atMs) => measured(atMs)) };
  const over = { id: one('a').id, ended: measured(4), isLeft: false };
  const fits = ({ ended }: RehearsalsRecord): boolean => ended.length <= 2;
  expect(withEnded(record, over, fits).ended.map(({ atMs }) => atMs)).toEqual([3, 4]);
});
