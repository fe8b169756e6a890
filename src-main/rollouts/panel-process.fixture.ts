/**
 * For tests: a panel's engine in a process of its own, to be killed. Arguments: yard folder, journal
 * folder, wish as JSON (or `resume`). Prints one line per event.
 */
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { asRolloutId } from '../../src-shared/ids.ts';
import { wishSchema } from '../../src-shared/ipc-contract.ts';
import { systemClock } from '../clock/system-clock.ts';
import { createObservations } from '../fleets/observations.ts';
import { openJournal } from '../journal/journal.ts';
import { openLocalYard } from '../yards/local/local-yard.ts';
import { createRollouts } from './rollouts.ts';

export const panelProcess = import.meta.filename;

async function runPanel(yardFolder: string, journalFolder: string, order: string): Promise<void> {
  const yard = openLocalYard({
    dataFolder: yardFolder,
    clock: systemClock,
    onLink: () => undefined,
  });
  const observations = createObservations(yard, systemClock);
  observations.start();
  const rollouts = createRollouts({
    yard,
    journal: await openJournal(journalFolder, systemClock.now),
    observations,
    clock: systemClock,
    newRolloutId: () => asRolloutId(randomUUID()),
    owner: { name: 'ann', host: 'desk', panel: 'panel-1' },
    onEvent: (event) => {
      if (event.kind === 'outcome') process.stdout.write(`${event.outcome.kind}\n`);
    },
  });
  if (order === 'resume') {
    await rollouts.resume();
    process.stdout.write('resumed\n');
    return;
  }
  let look = await observations.fresh();
  while (!look.ok) {
    await systemClock.delay(20);
    look = await observations.fresh();
  }
  const fleet = look.value.fleets[0];
  if (fleet === undefined) throw new Error('There is no fleet.');
  process.stdout.write('pressed\n');
  const wish = wishSchema.parse(JSON.parse(order));
  await rollouts.begin(fleet.id, wish, systemClock.now());
}

const [script, yardFolder, journalFolder, order] = process.argv.slice(1);
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  await runPanel(yardFolder ?? '', journalFolder ?? '', order ?? '');
}
