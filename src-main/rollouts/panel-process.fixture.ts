/**
 * For tests: a panel's engine in a process of its own, to be killed. Arguments: yard folder, journal
 * folder, wish as JSON (or `resume`), and where it kills itself (`before 3`), if it does. Prints one line per
 * event: `pressed`, then `begun` or `refused: WHY`; or `resumed`; `ended KIND: TEXT`; `dies ...`.
 */
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { Rollout } from '../../src-shared/fleet.ts';
import { asRolloutId } from '../../src-shared/ids.ts';
import { wishSchema } from '../../src-shared/wish-schema.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import { systemClock } from '../clock/system-clock.ts';
import { createObservations, type Observations } from '../fleets/observations.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import { openLocalYard } from '../yards/local/local-yard.ts';
import type { Yard } from '../yards/port.ts';
import { usualLimits, type Limits } from '../yards/yard-pace.ts';
import { dyingAt, parseDeath } from './dying-journal.fixture.ts';
import { createRollouts, type Rollouts } from './rollouts.ts';

export const panelProcess = import.meta.filename;

export interface PanelEngine {
  readonly observations: Observations;
  readonly rollouts: Rollouts;
}

export interface PanelEngineOptions {
  /** What stands between the engine and the yard. */
  readonly around?: (yard: Yard) => Yard;
  /** What stands between the engine and its journal. */
  readonly aroundJournal?: (journal: Journal) => Journal;
  readonly limits?: Limits;
}

export async function openPanelEngine(
  folders: { readonly yard: string; readonly journal: string },
  owner: Rollout['owner'],
  onOutcome: (outcome: Outcome) => void,
  {
    around = (yard) => yard,
    aroundJournal = (journal) => journal,
    limits = usualLimits,
  }: PanelEngineOptions = {},
): Promise<PanelEngine> {
  const clock = systemClock;
  const yard = around(openLocalYard({ dataFolder: folders.yard, clock, onLink: () => undefined }));
  const observations = createObservations(yard, clock);
  observations.start();
  const rollouts = createRollouts({
    yard,
    journal: aroundJournal(await openJournal(folders.journal, clock.now)),
    observations,
    clock,
    limits,
    newRolloutId: () => asRolloutId(randomUUID()),
    owner,
    onEvent: (event) => {
      if (event.kind === 'outcome') onOutcome(event.outcome);
    },
  });
  return { observations, rollouts };
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function runPanel(
  folders: { readonly yard: string; readonly journal: string },
  order: string,
  death: string,
): Promise<void> {
  const { observations, rollouts } = await openPanelEngine(
    folders,
    { name: 'ann', host: 'desk', panel: 'panel-1' },
    ({ kind, text }) => say(`ended ${kind}: ${text}`),
    {
      // Nobody is there to undo a retirement.
      limits: { ...usualLimits, undoMs: 200 },
      ...(death === '' ? {} : { aroundJournal: dyingAt(parseDeath(death)) }),
    },
  );
  if (order === 'resume') {
    await rollouts.resume();
    say('resumed');
    return;
  }
  let look = await observations.fresh();
  while (!look.ok) {
    await systemClock.delay(20);
    look = await observations.fresh();
  }
  const fleet = look.value.fleets[0];
  if (fleet === undefined) throw new Error('There is no fleet.');
  say('pressed');
  const wish = wishSchema.parse(JSON.parse(order));
  const begun = await rollouts.begin(fleet.id, wish, systemClock.now());
  say(begun.ok ? 'begun' : `refused: ${begun.fault.message}`);
}

const [script, yard = '', journal = '', order = '', death = ''] = process.argv.slice(1);
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  await runPanel({ yard, journal }, order, death);
}
