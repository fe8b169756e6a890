/** What can be said to a change that runs, whoever carries it; and what runs. */
import type { Fleet, Rollout } from '../../../src-shared/fleet.ts';
import { handoverOf } from '../../../src-shared/handover.ts';
import { acceptsAt, noControls } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import type { ControlChange } from '../../../src-shared/release-schema.ts';
import { FaultError } from '../../../src-shared/result.ts';
import { sendsAllTo } from '../../../src-shared/split.ts';
import { askFindings } from '../../compare/findings/ask-findings.ts';
import { behaviourNow } from '../behaviour-now.ts';
import { carrierName, carrierText, isLeaseOver } from '../carrier-text.ts';
import { exitCodes, type ExitCode } from '../exit-code.ts';
import { findingsLines } from '../findings-text.ts';
import { findFleet } from '../../../src-shared/find-named.ts';
import type { CliRun } from '../ground.ts';
import { inPlace, must } from '../in-place.ts';
import type { OpenPlace } from '../open-place.ts';
import { table } from '../table.ts';

export type WordName = 'hold' | 'resume' | 'abort' | 'pass';

export function listRollouts(run: CliRun): Promise<ExitCode> {
  return inPlace(run, (_place, { fleets, observedAtMs }) => {
    const rollouts = fleets.flatMap(({ name, rollout }) =>
      rollout === null
        ? []
        : [{ fleet: name, ...rollout, isLeaseOver: isLeaseOver(rollout, observedAtMs) }],
    );
    run.terminal.answer('rollouts', { rollouts }, () =>
      rollouts.length === 0
        ? 'Nothing runs.'
        : table([
            ['FLEET', 'CHANGE', 'BY', 'AT', 'SAID', 'ROLLOUT'],
            ...rollouts.map((one) => [
              ...[one.fleet, one.intent.kind, carrierName(one, observedAtMs)],
              ...[one.step?.title ?? '-', saidText(one), one.id],
            ]),
          ]),
    );
    return Promise.resolve(exitCodes.done);
  });
}

function saidText(rollout: Pick<Rollout, 'controls' | 'epoch' | 'owner'>): string {
  const { isHeld, isAborted } = rollout.controls ?? noControls;
  const handover = handoverOf(rollout);
  const words = [isHeld && 'held', isAborted && 'aborted', handover?.kind];
  return words.filter((word) => typeof word === 'string').join(', ') || '-';
}

/** @param reason why what a release found is accepted, with `pass`; null: nothing is. */
export function say(
  run: CliRun,
  word: WordName,
  named: string | null,
  reason: string | null,
): Promise<ExitCode> {
  return inPlace(run, async (place, { fleets, observedAtMs }) => {
    const fleet = findFleet(fleets, named);
    const rollout = runningIn(fleet);
    if (
      word === 'abort' &&
      rollout.intent.kind === 'release' &&
      !sendsAllTo(fleet, rollout.intent.from)
    ) {
      const message =
        'It has traffic already: an abort would leave the traffic shared, with nobody watching it.';
      const todo =
        'Take it back with `blockyard revert`, or stop it where it is with `blockyard hold`.';
      throw new FaultError({ code: 'refused', message, todo });
    }
    const said = await withFindings(
      run,
      place,
      fleet,
      rollout,
      wordFor(word, fleet, rollout),
      reason,
    );
    must(await place.rollouts.control(fleet.id, rollout.id, said));
    run.terminal.answer('said', { rollout: rollout.id, said }, () => `The yard keeps it: ${word}. ${carrierText(rollout, observedAtMs)}`); // prettier-ignore
    return exitCodes.done;
  });
}

/** Before the first share of a release that requires it: what differs is told, and goes with the press by its mark. */
async function withFindings(
  run: CliRun,
  place: Pick<OpenPlace, 'yard' | 'listOf'>,
  fleet: Fleet,
  { intent }: Rollout,
  said: ControlChange,
  reason: string | null,
): Promise<ControlChange> {
  if (said.kind !== 'pass') return said;
  if (intent.kind !== 'release' || !acceptsAt(intent.terms, said.place)) {
    if (reason === null) return said;
    const message = 'Here no findings wait to be accepted.';
    throw new FaultError({ code: 'bad-input', message, todo: 'Leave --accept-findings out.' });
  }
  const seenBesides = () => Promise.resolve([]);
  const ask = askFindings({ yard: place.yard, clock: run.clock, seenBesides });
  const sides = { fleet: fleet.id, a: intent.from, b: releasedId(fleet, intent) };
  const findings = must(await ask(sides, behaviourNow(run, place, fleet, sides)));
  run.terminal.answer('findings', { findings }, () => findingsLines(findings).join('\n'));
  if (reason !== null) return { ...said, accepts: { mark: findings.mark, reason } };
  const message = 'It sends no traffic before a person has accepted what differs.';
  const todo = 'Read it, then say `blockyard pass --accept-findings "REASON"`.';
  throw new FaultError({ code: 'refused', message, todo });
}

function runningIn(fleet: Fleet): Rollout {
  if (fleet.rollout !== null) return fleet.rollout;
  throw new FaultError({ code: 'refused', message: `Nothing runs in ${fleet.name}.` });
}

function wordFor(word: WordName, fleet: Fleet, { intent, step }: Rollout): ControlChange {
  const canUndo =
    intent.kind === 'retire' || (intent.kind === 'stop' && fleet.previous === intent.generation);
  if (intent.kind !== 'release' && !(canUndo && word === 'abort')) {
    const message = `A ${intent.kind} takes no ${word}: only a release does, and a retirement, or a stop of the way back, can be aborted at first.`;
    throw new FaultError({ code: 'refused', message });
  }
  if (word === 'pass') {
    // Only its owner knows where it waits: a press must not speak for a place that nobody has seen.
    const place = step?.waitsAt ?? null;
    if (place !== null) return { kind: 'pass', place };
    throw new FaultError({ code: 'refused', message: 'It waits for nobody just now.' });
  }
  return { kind: word };
}
