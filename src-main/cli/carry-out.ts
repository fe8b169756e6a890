/** From a wish to its end: planned on a look of now, shown, begun, and told until it ends or nobody waits any more. */
import { acceptanceIn, acceptanceRefusal, weighedIn } from '../../src-shared/acceptance.ts';
import type { Fleet } from '../../src-shared/fleet.ts';
import type { FleetId, RolloutId } from '../../src-shared/ids.ts';
import type { Wish } from '../../src-shared/wish-schema.ts';
import type { Outcome } from '../../src-shared/panel.ts';
import { outcomeWord } from '../../src-shared/outcome-words.ts';
import type { Plan } from '../../src-shared/plan.ts';
import { preflightStop, type Preflight } from '../../src-shared/preflight.ts';
import { FaultError } from '../../src-shared/result.ts';
import { asksTwice, changeRefusal, writeRefusal } from '../../src-shared/safety.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-code.ts';
import type { CliRun } from './ground.ts';
import { must } from './in-place.ts';
import { interruptedFault, type OpenPlace } from './open-place.ts';
import { handOverWhenAsked } from './hand-over-when-asked.ts';
import { keepRunning, keptPlace, thrown } from './keep-running.ts';
import { askedPreflight, preflightLines } from './preflight.ts';
import { progressTeller } from './progress.ts';
import { tellUnsaved } from './unsaved.ts';

export interface CarryOptions {
  /** Shown and not begun. */
  readonly planOnly: boolean;
  /** Said beforehand that it may: each place where it waits for a person is passed, and a strict yard not asked twice. */
  readonly yes: boolean;
  /** Consent given beforehand: to whoever asks for it. */
  readonly handOver: boolean;
  /** Why it goes on with the warnings of its preflight; null: not said. */
  readonly acceptWarnings: string | null;
}

export async function carryOut(
  run: CliRun,
  place: OpenPlace,
  fleet: Fleet,
  wish: Wish,
  { planOnly, yes, handOver, acceptWarnings }: CarryOptions,
): Promise<ExitCode> {
  const plan = must(place.rollouts.plan(fleet.id, wish));
  const band = place.opened.band();
  // Elsewhere a change begins without one, as ever: it takes seconds, and its guards judge anyway.
  const asksPreflight = planOnly || acceptWarnings !== null || asksTwice(band);
  const preflight = asksPreflight ? await askedPreflight(run, place, fleet, wish, planOnly) : null;
  tellPlan(run, plan, planOnly, preflight);
  if (plan.refusedBecause !== null) {
    throw new FaultError({ code: 'refused', message: plan.refusedBecause });
  }
  const stop = preflight === null ? null : preflightStop(preflight);
  if (stop !== null) throw new FaultError({ code: 'refused', message: stop });
  if (planOnly) return exitCodes.done;
  const refusal = wish.kind === 'revert' ? writeRefusal(band) : changeRefusal(band);
  if (refusal !== null) throw new FaultError({ code: 'refused', message: refusal });
  if (wish.kind === 'cut-over' && asksTwice(band) && !yes) {
    const message = 'This yard is strict: a cutover is asked for twice there.';
    throw new FaultError({ code: 'refused', message, todo: 'Say --yes to mean it.' });
  }
  const reason = acceptWarnings ?? '';
  const unaccepted = acceptanceRefusal(band, preflight, reason);
  if (unaccepted !== null && preflight !== null) {
    const todo = 'Say why with --accept-warnings "REASON", or with acceptWarnings in the file.';
    const what = weighedIn(preflight).map((check) => `${check.what}: ${check.text}`);
    const message = [unaccepted, ...what].join(' ');
    throw new FaultError({ code: 'refused', message, todo });
  }
  const accepted = { ...wish, ...acceptanceIn(preflight, reason) };
  return beginAndFollow(run, place, {
    ...{ fleet: fleet.id, wish: accepted, label: plan.label, yes, handOver },
  });
}

export interface Begun {
  readonly fleet: FleetId;
  readonly wish: Wish;
  readonly label: string;
  readonly yes: boolean;
  readonly handOver: boolean;
}

/** Without a plan only for a revert whose fleet nobody can see just now. */
export async function beginAndFollow(
  run: CliRun,
  place: OpenPlace,
  { fleet, wish, label, yes, handOver }: Begun,
): Promise<ExitCode> {
  const { terminal, clock, interrupted } = run;
  if (interrupted.aborted) throw new FaultError(interruptedFault);
  const teller = progressTeller(run, place, yes);
  place.observations.start();
  const stopGiving = handOver ? handOverWhenAsked(run, place) : () => undefined;
  const ended = outcomesOf(place);
  const rollout = must(await place.rollouts.begin(fleet, wish, clock.now()));
  terminal.tell('begun', { rollout, fleet, label }, `Begun: ${label}.`);
  const outcome = await unlessLeft(run, place, ended.of(rollout));
  teller.stop();
  stopGiving();
  if (outcome === null) return leftBehind(run, rollout, wish.kind);
  const code = tellOutcome(run, outcome);
  await tellUnsaved(run, place);
  return code;
}

function tellPlan(
  { terminal }: CliRun,
  plan: Plan,
  isAnswer: boolean,
  preflight: Preflight | null,
): void {
  const lines = plan.steps.map(
    ({ title, detail }, index) => `  ${index + 1}. ${title}${detail === '' ? '' : ` - ${detail}`}`,
  );
  const checks = preflight === null ? [] : preflightLines(preflight);
  const text = [`Plan: ${plan.label}`, ...lines, ...checks].join('\n');
  const told = preflight === null ? { plan } : { plan, preflight };
  if (isAnswer) terminal.answer('plan', told, () => text);
  else if (terminal.isJson) terminal.tell('plan', told, '');
  else for (const line of text.split('\n')) terminal.tell('plan', {}, line);
}

/** An outcome may come before anybody asks for it. */
export function outcomesOf(place: OpenPlace) {
  const outcomes = new Map<RolloutId, Outcome>();
  const waiting = new Map<RolloutId, (outcome: Outcome) => void>();
  place.onEvent((event) => {
    if (event.kind !== 'outcome') return;
    const { outcome } = event;
    outcomes.set(outcome.rollout, outcome);
    waiting.get(outcome.rollout)?.(outcome);
  });
  return {
    of: (rollout: RolloutId): Promise<Outcome> =>
      new Promise((resolve) => {
        const known = outcomes.get(rollout);
        if (known === undefined) waiting.set(rollout, resolve);
        else resolve(known);
      }),
  };
}

/** @returns null when the person went away first. @throws FaultError when the yard could not be kept running. */
export async function unlessLeft(
  { interrupted, clock }: CliRun,
  place: OpenPlace,
  outcome: Promise<Outcome>,
): Promise<Outcome | null> {
  const gone = new Promise<null>((resolve) => {
    if (interrupted.aborted) resolve(null);
    interrupted.addEventListener('abort', () => resolve(null), { once: true });
  });
  const kept = keepRunning(clock, keptPlace(place));
  return Promise.race([outcome, gone, kept.lost.then(thrown)]).finally(kept.stop);
}

export function leftBehind({ terminal }: CliRun, rollout: RolloutId, kind: Wish['kind']): ExitCode {
  // A revert is one write that nobody holds: it has left, and nobody goes on with it.
  const text =
    kind === 'revert'
      ? 'Left: the revert was sent, and it was not waited for whether it arrived. Look at the fleet, or revert again.'
      : 'Left as it is. The yard keeps the change: it is taken up by an open window or by `blockyard watch --carry` once its lease is over, in about 15 s. Nothing more is sent from here.';
  terminal.tell('left', { rollout }, text);
  return exitCodes.left;
}

export function tellOutcome({ terminal }: CliRun, outcome: Outcome): ExitCode {
  const { kind, text, firstResponseMs } = outcome;
  const time =
    firstResponseMs === null ? '' : ` First response after ${Math.round(firstResponseMs)} ms.`;
  terminal.answer('outcome', { outcome }, () => `${outcomeWord(outcome)}: ${text}${time}`);
  return exitCodeOf(kind);
}
