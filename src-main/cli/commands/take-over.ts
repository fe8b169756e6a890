/** Asks the owner of a change for it, waits for the answer, and carries it to its end. */
import type { Fleet, Rollout } from '../../../src-shared/fleet.ts';
import { handoverOf } from '../../../src-shared/handover.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { ownerText } from '../../../src-shared/wording.ts';
import type { Sight } from '../../fleets/observations.ts';
import { becameOf } from '../became-of.ts';
import { leftBehind, outcomesOf, tellOutcome, unlessLeft } from '../carry-out.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { findFleet } from '../../../src-shared/find-named.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import type { OpenPlace } from '../open-place.ts';
import { progressTeller } from '../progress.ts';

type Answer =
  { readonly kind: 'taken' | 'kept' | 'left' } | { readonly kind: 'over'; readonly fleet: Fleet };

export function takeOver(run: CliRun, named: string | null, yes: boolean): Promise<ExitCode> {
  return inPlace(run, async (place, { fleets }) => {
    const fleet = findFleet(fleets, named);
    const { rollout } = fleet;
    if (rollout === null) {
      throw new FaultError({ code: 'refused', message: `Nothing runs in ${fleet.name}.` });
    }
    const { terminal } = run;
    const teller = progressTeller(run, place, yes);
    const ended = outcomesOf(place).of(rollout.id);
    place.observations.start();
    // From now on it is taken up as soon as it may be.
    await place.rollouts.resume(fleet.id);
    const who = ownerText(rollout.owner);
    // Nobody carried it any more, and it is ours already: there is nobody to ask.
    if (!isCarried(place, rollout)) {
      const asked = await ask(place, fleet, rollout);
      if (asked.ok) terminal.tell('asked', { rollout: rollout.id }, `Asked ${who} for it.`);
      else if (!(await isOurs(run, place, rollout))) must(asked);
    }
    const answer = await answered(run, place, fleet, rollout);
    if (answer.kind === 'taken') {
      terminal.tell('taken', { rollout: rollout.id }, 'Taken over: it is carried on from here.');
      const outcome = await unlessLeft(run, place, ended);
      teller.stop();
      return outcome === null
        ? leftBehind(run, rollout.id, rollout.intent.kind)
        : tellOutcome(run, outcome);
    }
    teller.stop();
    if (answer.kind === 'left') return exitCodes.left;
    const { text, code } =
      answer.kind === 'over'
        ? becameOf(answer.fleet, rollout.intent)
        : { text: `${who} keeps it.`, code: exitCodes.refused };
    terminal.answer(answer.kind, { rollout: rollout.id, text }, () => text);
    return code;
  });
}

function isCarried({ rollouts }: OpenPlace, { id }: Pick<Rollout, 'id'>): boolean {
  return rollouts.progress().some(({ rollout }) => rollout === id);
}

/** Taken up here while it was asked for. */
async function isOurs({ owner }: CliRun, place: OpenPlace, { id }: Rollout): Promise<boolean> {
  if (isCarried(place, { id })) return true;
  const seen = must(await place.observations.fresh());
  return seen.fleets.some(
    ({ rollout }) => rollout?.id === id && rollout.owner.panel === owner.panel,
  );
}

function ask({ rollouts }: OpenPlace, { id }: Fleet, { id: rollout, epoch }: Rollout) {
  return rollouts.control(id, rollout, { kind: 'ask', epoch });
}

function answered(
  { interrupted, owner }: CliRun,
  { observations, rollouts }: OpenPlace,
  { id: fleet }: Fleet,
  { id }: Rollout,
): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer): void => {
      stop();
      resolve(answer);
    };
    const look = (sight: Sight): void => {
      if (rollouts.progress().some(({ rollout }) => rollout === id)) settle({ kind: 'taken' });
      if (sight.kind !== 'live') return;
      const shown = sight.look.observation.fleets.find((one) => one.id === fleet);
      if (shown === undefined) return;
      const seen = shown.rollout;
      if (seen?.id !== id) {
        settle({ kind: 'over', fleet: shown });
        return;
      }
      const handover = handoverOf(seen);
      if (handover?.kind === 'declined' && handover.by.panel === owner.panel)
        settle({ kind: 'kept' });
    };
    const stop = observations.onSight(look);
    interrupted.addEventListener('abort', () => settle({ kind: 'left' }), { once: true });
  });
}
