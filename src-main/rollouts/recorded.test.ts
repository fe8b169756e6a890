/** Records written by released versions: what comes later must read them and go on with them. */
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aBlock, aFleet, aGeneration, aRollout, v1 } from '../../src-shared/fleet.fixture.ts';
import { asBlockId, asRolloutId } from '../../src-shared/ids.ts';
import { openJournal } from '../journal/journal.ts';
import { usualLimits } from '../yards/yard-pace.ts';
import { decide } from './decide/decide.ts';
import { factsFromJournal } from './decide/facts.ts';

const recorded = join(import.meta.dirname, '..', 'journal', 'recorded');

describe('records of version 1', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blockyard-recorded-'));
    for (const name of await readdir(recorded)) {
      await copyFile(join(recorded, name), join(folder, name));
    }
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are read whole', async () => {
    const journal = await openJournal(folder, Date.now);
    const { events, unfinished, switches, troubles } = await journal.readHistory(100);
    expect(troubles).toEqual([]);
    expect(unfinished).toEqual(['replace-left-unfinished']);
    expect(switches.map((one) => one.ms)).toEqual([28, 78]);
    expect(events.map((event) => event.title).sort()).toEqual([
      'Cut over to v002 - 4 blocks, 100 %',
      'Done',
      'Launch 2 blocks of v003',
      'Launch a fresh block beside storefront-v001-b0002',
      'Launch v003 - 2 blocks',
      'Replace storefront-v001-b0002 of v001',
      'Revert to v002',
      'Send 100 % of the traffic back to storefront-v002',
      'Send 100 % of the traffic to v002',
      'Verified',
      'Verified',
    ]);
  });

  it('are gone on with: the fresh block is known, so none is launched again', async () => {
    const rollout = asRolloutId('replace-left-unfinished');
    const journal = await openJournal(folder, Date.now);
    const found = await journal.reopen(rollout);
    if (!found.ok || found.value === null) throw new Error('The record was not found.');
    const facts = factsFromJournal(found.value.entries(), { nowMs: Date.now(), monotonicMs: 0 }, 0);
    await found.value.close();
    const block = asBlockId(`${v1}-b0002`);
    const intent = { kind: 'replace', generation: v1, block } as const;
    const blocks = [
      ...aGeneration(1).blocks.slice(1),
      aBlock(v1, 1, { id: block }),
      aBlock(v1, 1, { id: asBlockId(`${v1}-b0009`) }),
    ];
    const fleet = aFleet({
      generations: [aGeneration(1, { blocks })],
      rollout: aRollout(intent, { id: rollout, epoch: 2 }),
    });
    const marker = 'header';
    const decision = decide({
      rollout,
      intent,
      fleet,
      facts,
      nowMs: 0,
      sinceBegunMs: 0,
      marker,
      revisions: 'rising',
      canCheck: false,
      sincePassedMs: null,
      limits: usualLimits,
    });
    expect(decision).toMatchObject({ action: { key: 'terminate-old', block } });
  });
});
