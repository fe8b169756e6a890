/**
 * One operator's engine as a process of its own, told by lines of JSON what to press. Arguments: yard
 * folder, journal folder, name; then `careless` for an engine that holds no fleet and binds no write, which a
 * race must catch. `{press, to, expectedRevision?}` answers `{press, begun, fault}` when it was
 * taken or refused, and `{ended, kind, text}` for each rollout that ends.
 */
import * as readline from 'node:readline';
import * as z from 'zod';
import { asFleetId } from '../../src-shared/ids.ts';
import { generationIdSchema } from '../../src-shared/id-schemas.ts';
import { succeed } from '../../src-shared/result.ts';
import { systemClock } from '../../src-main/clock/system-clock.ts';
import { openPanelEngine } from '../../src-main/rollouts/panel-process.fixture.ts';
import type { Yard } from '../../src-main/yards/port.ts';

const orderSchema = z.object({
  press: z.number(),
  to: generationIdSchema,
  /** A cutover; without it a revert. */
  expectedRevision: z.number().optional(),
});

const [yardFolder = '', journalFolder = '', name = '', manners = ''] = process.argv.slice(2);
const fleet = asFleetId('storefront');

function tell(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

const { observations, rollouts } = await openPanelEngine(
  { yard: yardFolder, journal: journalFolder },
  { name, host: 'desk', panel: name },
  ({ rollout, kind, text }) => {
    tell({ ended: rollout, kind, text });
  },
  manners === 'careless' ? { around: careless } : {},
);

/** Takes what nobody gave, and writes over whatever is there. */
function careless(held: Yard): Yard {
  return {
    ...held,
    claim: ({ rollout: id, intent, owner, epoch, leaseMs }) => {
      const startedAtMs = systemClock.now();
      const leaseEndsAtMs = startedAtMs + leaseMs;
      const launched: string[] = [];
      return Promise.resolve(
        succeed({ id, intent, owner, epoch, leaseEndsAtMs, startedAtMs, launched }),
      );
    },
    renew: () => Promise.resolve(succeed(null)),
    finish: () => Promise.resolve(succeed(null)),
    route: (order) => held.route({ ...order, expectedRevision: 'any', overtake: true }),
  };
}

async function press(line: string): Promise<void> {
  const { press: id, to, expectedRevision } = orderSchema.parse(JSON.parse(line));
  const atMs = systemClock.now();
  const answer =
    expectedRevision === undefined
      ? await rollouts.revert(fleet, to, atMs)
      : await rollouts.begin(fleet, { kind: 'cut-over', to, expectedRevision }, atMs);
  tell({
    press: id,
    begun: answer.ok ? answer.value : null,
    fault: answer.ok ? null : answer.fault.message,
  });
}

while (!(await observations.fresh()).ok) await systemClock.delay(50);
tell({ ready: true });
for await (const line of readline.createInterface({ input: process.stdin })) void press(line);
process.exit(0);
