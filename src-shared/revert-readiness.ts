/**
 * What a revert would meet, judged all the time and said on its button. Nothing in here can stop one:
 * a pressed revert always goes (rule 5).
 */
import { dataWayBack } from './data-note.ts';
import { isEntryClosed } from './entry-of.ts';
import type { Fleet, Generation } from './fleet.ts';
import { labelOfGeneration } from './ids.ts';
import { blocks } from './plan-step.ts';
import { currentOf, downWord, healthyCount, wayBackOf } from './roles.ts';
import { plain, roughDuration } from './wording.ts';

/** One thing that is not as a way back should be. */
export interface RevertCondition {
  readonly what:
    | 'link'
    | 'right'
    | 'credentials'
    | 'entry'
    | 'rung'
    | 'attached'
    | 'hook'
    | 'healthy'
    | 'size'
    | 'unused'
    | 'pinned'
    | 'image'
    | 'keeping'
    | 'data';
  /**
   * `trouble`: the next press meets it. `warning`: it does not, but what comes later may. `note`: nothing is wrong, and
   * somebody else could make it so; never on the button itself, but for what it means for the data.
   */
  readonly severity: 'trouble' | 'warning' | 'note';
  /** A few words for the button. */
  readonly reason: string;
  /** A sentence for where there is room. */
  readonly text: string;
}

/** What a fleet does not show by itself, and whoever watches its yard knows. */
export interface RevertSurroundings {
  readonly nowMs: number;
  /** Why nothing is seen of the yard just now; null while it is. */
  readonly blind: 'not-answering' | 'not-allowed' | null;
  /** When the credentials end, and when a person has to sign in by; null: not known, or not needed. */
  readonly endsAtMs: number | null;
  readonly signInByMs: number | null;
  /** The right to move traffic that is known to be missing, and from what. */
  readonly denied: { readonly action: string; readonly by: 'write' | 'check' } | null;
}

/** What the revert button says before it is pressed. `estimateMs` is null while nothing was measured. */
export type RevertReadiness =
  | { readonly kind: 'nothing'; readonly because: string }
  | {
      readonly kind: 'ready';
      readonly to: Generation;
      readonly estimateMs: number | null;
      /** Warnings; mostly none. */
      readonly conditions: readonly RevertCondition[];
    }
  | {
      readonly kind: 'degraded';
      readonly to: Generation;
      /** The first of them in a few words. */
      readonly because: string;
      /** What counts most comes first. */
      readonly conditions: readonly RevertCondition[];
    };

/** A revert, and a sign-in before it, should fit into what is left. */
const shortMs = 10 * 60_000;

/**
 * @param switchMs what a switch of this fleet takes, by those that were measured; null when none was, and
 *   then no figure is made up.
 */
export function revertReadiness(
  fleet: Fleet,
  switchMs: number | null,
  around?: RevertSurroundings,
): RevertReadiness {
  const to = wayBackOf(fleet);
  if (to === undefined) {
    const current = currentOf(fleet);
    const serves = current === undefined ? '' : ` ${labelOfGeneration(current)} serves.`;
    const stopped = stoppedAside(fleet);
    const why =
      stopped === undefined
        ? 'There is no cutover to take back.'
        : `${labelOfGeneration(stopped)} is stopped: start it again and cut over to it.`;
    return { kind: 'nothing', because: `${why}${serves}` };
  }
  const conditions = revertConditions(fleet, to, around);
  const [first] = conditions;
  return first?.severity === 'trouble'
    ? { kind: 'degraded', to, because: first.reason, conditions }
    : { kind: 'ready', to, estimateMs: switchMs, conditions };
}

/** Where a cutover leads once it is started again: what was the way back, else the newest. */
export function stoppedAside({ generations, previous }: Fleet): Generation | undefined {
  const stopped = generations.filter(({ rung }) => rung === 'stopped');
  return (
    stopped.find(({ id }) => id === previous) ?? stopped.sort((a, b) => b.number - a.number)[0]
  );
}

/** All that is broken about going back to `to`: first what keeps the press from arriving, last what only may matter later. */
export function revertConditions(
  fleet: Fleet,
  to: Generation,
  around?: RevertSurroundings,
): readonly RevertCondition[] {
  const found = [
    ...inData(fleet, to),
    ...(around === undefined ? [] : aroundIt(around)),
    ...onTheWay(fleet, to),
    ...inBlocks(to),
    ...afterwards(fleet, to),
  ];
  const worst = ({ severity }: RevertCondition): number => severities.indexOf(severity);
  return found.sort((a, b) => worst(a) - worst(b));
}

/** First of all: that a press arrives is of no use when what it leads to cannot work. */
function inData(fleet: Fleet, to: Generation): readonly RevertCondition[] {
  const way = dataWayBack(fleet, to.id);
  switch (way.kind) {
    case 'data-loss':
      return [trouble('data', 'data loss', way.because)];
    case 'safe-until-contract':
      return [note('data', 'data safe until contract', way.because)];
    case 'safe':
      return [];
  }
}

const severities = ['trouble', 'warning', 'note'] as const;

const blindness = {
  'not-answering': ['yard not answering', 'The yard does not answer'],
  'not-allowed': ['not allowed to look', 'Looking is not allowed'],
} as const;

function aroundIt(around: RevertSurroundings): readonly RevertCondition[] {
  const { blind, denied } = around;
  const found: RevertCondition[] = [];
  if (blind !== null) {
    const [reason, why] = blindness[blind];
    const text = `${why}: what is said here is as it was seen last. The press is sent all the same.`;
    found.push(trouble('link', reason, text));
  }
  if (denied !== null) {
    const action = plain(denied.action, 80);
    found.push(
      denied.by === 'write'
        ? trouble('right', 'not allowed the last time', `The last move of traffic was not allowed: it needs ${action}.`) // prettier-ignore
        : trouble('right', 'the right to it is missing', `The check of permissions was denied ${action}.`), // prettier-ignore
    );
  }
  const ending = credentialsEnd(around);
  if (ending !== null) found.push(ending);
  return found;
}

function credentialsEnd(around: RevertSurroundings): RevertCondition | null {
  const { nowMs, endsAtMs, signInByMs } = around;
  if (endsAtMs !== null && endsAtMs <= nowMs) {
    const text = 'The credentials have ended: the yard takes a revert only when they are renewed.';
    return trouble('credentials', 'the credentials have ended', text);
  }
  // Those that are renewed without a person end every hour and nobody has to know.
  if (signInByMs === null || signInByMs - nowMs >= shortMs) return null;
  const minutes = Math.floor((signInByMs - nowMs) / 60_000);
  const left = minutes < 1 ? 'less than 1 min' : `${String(minutes)} min`;
  const text = `The credentials end in ${left}, and then no revert goes. Sign in before.`;
  return warning('credentials', `credentials end in ${left}`, text);
}

function onTheWay(fleet: Fleet, to: Generation): readonly RevertCondition[] {
  const label = labelOfGeneration(to);
  const found: RevertCondition[] = [];
  if (isEntryClosed(fleet)) {
    const text = 'The entry is not open: nobody reaches any generation through it.';
    found.push(trouble('entry', 'the entry is not open', text));
  }
  if (to.rung !== 'warm') {
    const word = downWord(fleet, to);
    const end = word === 'stopped' ? 'stop' : 'end';
    const text = `${label} is being ${word}: its blocks ${end}, and the yard may refuse to send traffic there.`;
    found.push(trouble('rung', `it is being ${word}`, text));
  }
  if (to.isAttached === false) {
    const text = `The entry does not list ${label}: nobody checks its blocks, so nobody knows whether they answer.`;
    found.push(trouble('attached', 'not attached to the entry', text));
  }
  return found;
}

function inBlocks(to: Generation): readonly RevertCondition[] {
  const label = labelOfGeneration(to);
  const { size } = to;
  const there = to.blocks.length;
  const healthy = healthyCount(to);
  const found: RevertCondition[] = [];
  const mute = to.blocks.filter(
    ({ state, work }) => state.kind === 'healthy' && work?.kind === 'unknown',
  );
  const [firstMute] = mute;
  if (firstMute?.work?.kind === 'unknown') {
    const text = `The hook of ${String(mute.length)} of ${blocks(there)} of ${label} fails: they may not take work. ${plain(firstMute.id, 80)}: ${plain(firstMute.work.reason, 200)}`;
    found.push(trouble('hook', `hook of ${blocks(mute.length)} fails`, text));
  }
  if (healthy < size) {
    const text = `${String(healthy)} of ${blocks(size)} of ${label} are healthy.`;
    found.push(trouble('healthy', `${String(healthy)} of ${String(size)} healthy`, text));
  }
  if (there === 0) {
    found.push(trouble('size', 'no block of it is seen', `No block of ${label} is seen.`));
  } else if (there < size) {
    const text = `${label} has ${String(there)} of its ${blocks(size)}: ${String(size - there)} would have to be launched.`;
    found.push(trouble('size', `${blocks(size - there)} missing`, text));
  }
  const unused = to.blocks.filter(({ state }) => state.kind === 'unused').length;
  // Where the whole generation is not attached that is said, and says it of each block.
  if (unused > 0 && to.isAttached !== false) {
    const text = `${String(unused)} of ${blocks(there)} of ${label} are not used by the entry: nobody checks them.`;
    found.push(trouble('unused', `${blocks(unused)} not in use`, text));
  }
  return found;
}

function afterwards({ entry }: Fleet, to: Generation): readonly RevertCondition[] {
  const { imageTrouble, imageKeeping } = to;
  const found: RevertCondition[] = [];
  if (entry.pinnedForMs !== null) {
    const reason = `clients can stay where they are for ${roughDuration(entry.pinnedForMs)}`;
    const text = `Whatever the split says, ${reason}.`;
    found.push(trouble('pinned', reason, text));
  }
  if (imageTrouble !== undefined) {
    const reason = `its image is ${imageTrouble.kind}`;
    const text = `Its image is ${imageTrouble.kind}: lost blocks cannot be replaced. ${plain(imageTrouble.text, 300)}`;
    found.push(warning('image', reason, text.trim()));
  }
  if (imageTrouble === undefined && imageKeeping === 'of-others') {
    const text = `The image of ${labelOfGeneration(to)} belongs to another account: its owner can deregister it, and lost blocks could not be replaced then.`;
    found.push(note('keeping', 'its image can be deregistered by its owner', text));
  }
  if (imageTrouble === undefined && imageKeeping === 'unprotected') {
    const text = `The image of ${labelOfGeneration(to)} is not kept from being deregistered: whoever does it takes away what lost blocks are replaced from.`;
    found.push(note('keeping', 'its image can be deregistered', text));
  }
  return found;
}

type Made = (what: RevertCondition['what'], reason: string, text: string) => RevertCondition;

const trouble: Made = (what, reason, text) => ({ what, severity: 'trouble', reason, text });
const warning: Made = (what, reason, text) => ({ what, severity: 'warning', reason, text });
const note: Made = (what, reason, text) => ({ what, severity: 'note', reason, text });
