/** One sentence for the acts panel: what is, why we wait, what comes next. Pure. */
import type { YardCapabilities } from '../../../src-shared/capabilities-schema.ts';
import { firstOf, workSwitch } from '../../../src-shared/block-work.ts';
import { hasAll, loadOf } from '../../../src-shared/load-words.ts';
import { holdingAt, isServed } from '../../../src-shared/entry-of.ts';
import type { Block, Fleet, Generation, Intent } from '../../../src-shared/fleet.ts';
import { canCutOver } from '../../../src-shared/guards.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import type { Outcome, Progress } from '../../../src-shared/panel.ts';
import {
  downWord,
  currentOf,
  generationOf,
  healthyCount,
  previousOf,
  wayBackOf,
  roleOf,
  weightOf,
} from '../../../src-shared/roles.ts';
import { releasedLabel } from '../../../src-shared/release.ts';
import { releasedId } from '../../../src-shared/released-id.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import { ago, latency, plural } from '../../ui/format.ts';
import type { Assumed } from '../../store/view-store.ts';
import { carriedWords } from '../handover/carried-words.ts';
import type { HandoverView } from '../handover/handover-view.ts';
import { releaseSituation } from '../release/release-situation.ts';
import { lanesInView, type RunningRelease } from '../release/running-release.ts';
import { blockLook, stateSentence } from './block-cell.ts';
import { anotherText, pausedSituation } from './holding-view.ts';
import { capital, sentence } from './sentence.ts';
import type { Situation } from './situation-shape.ts';
import { takenUpWords } from './taken-up-words.ts';

export interface SituationInput {
  readonly fleet: Fleet;
  /** What can be advised: nobody is told to do what this yard cannot. */
  readonly capabilities: Pick<YardCapabilities, 'verbs'>;
  readonly lane: Generation['id'] | null;
  readonly assumed: Assumed | null;
  readonly progress: Progress | undefined;
  readonly outcome: Outcome | undefined;
  readonly release?: RunningRelease | null;
  readonly handover: HandoverView;
  /** Why nothing can be written here now, no revert either; null when it can. */
  readonly forbidden: string | null;
  readonly nowMs: number;
}

/** An outcome leads the sentence for this long; after that the state of things does. */
const outcomeShownMs = 10 * 60_000;

export function situationOf(input: SituationInput): Situation {
  const { fleet, assumed, progress, outcome, nowMs, release = null } = input;
  if (assumed?.fleet === fleet.id) {
    const to = labelOf(fleet, assumed.to);
    return assumed.kind === 'revert'
      ? busy(`Reverting to ${to}\u2026`, 'Pressed. Waiting for the first answer of the yard.', null)
      : busy(
          `Cutting over to ${to}\u2026`,
          'Pressed. Waiting for the first answer of the yard.',
          null,
        );
  }
  const { handover } = input;
  if (release !== null) return releaseSituation(fleet, release, progress, handover);
  if (progress !== undefined) {
    const waiting = progress.waitingBecause;
    return busy(
      sentence(plain(progress.title)),
      `${waiting === null ? '' : sentence(`Waiting because ${plain(waiting, 400)}`)} ${takenUpWords(progress)}`.trim(),
      progress.value,
    );
  }
  if (handover.kind === 'elsewhere') return elsewhere(fleet, handover);
  const paused = pausedSituation(fleet, nowMs);
  if (paused !== null) return paused;
  const steady = steadyOf(input);
  if (outcome === undefined || nowMs - outcome.atMs > outcomeShownMs || isOld(fleet, outcome)) {
    return steady;
  }
  const ended = endOf(fleet, outcome, nowMs);
  // What went well before must not hide what is wrong now.
  if (ended.tone === 'good' && (steady.tone === 'trouble' || steady.tone === 'warning')) {
    return steady;
  }
  return ended;
}

/** Another panel is at work here; what it is at stands in the yard. */
function elsewhere(fleet: Fleet, view: Extract<HandoverView, { kind: 'elsewhere' }>): Situation {
  const what = fleet.rollout === null ? 'change' : subject(fleet, fleet.rollout.intent);
  const { owner, next } = view;
  const whose = next === null ? `, by ${ownerText(owner)}` : ` goes over to ${ownerText(next)}`;
  return busy(`${capital(what)}${whose}.`, carriedWords(view), null);
}

function busy(strong: string, rest: string, progress: number | null): Situation {
  return { tone: 'busy', strong, rest, progress };
}

/** A later split has made the end of an earlier cutover or revert history. */
function isOld(fleet: Fleet, outcome: Outcome): boolean {
  const { intent } = outcome;
  const isSwitch = intent.kind === 'cut-over' || intent.kind === 'revert';
  if (!isSwitch && intent.kind !== 'release') return false;
  if (outcome.kind !== 'verified' && outcome.kind !== 'accepted') return false;
  const to = isSwitch ? intent.to : releasedId(fleet, intent);
  if (currentOf(fleet)?.id !== to) return true;
  // The same generation again, by whatever hand: that it was seen then proves nothing of now. A switch
  // that was accepted unseen is read back after its end.
  return outcome.kind === 'verified' && fleet.split.changedAtMs > outcome.atMs;
}

function labelOf(fleet: Fleet, id: Generation['id']): string {
  const found = generationOf(fleet, id);
  return found === undefined ? plain(id, 60) : labelOfGeneration(found);
}

function subject(fleet: Fleet, intent: Intent): string {
  switch (intent.kind) {
    case 'cut-over':
      return `cutover to ${labelOf(fleet, intent.to)}`;
    case 'revert':
      return `revert to ${labelOf(fleet, intent.to)}`;
    case 'launch':
      return `launch of ${labelOfGeneration(intent)}`;
    case 'replace':
      return `replacement of a block of ${labelOf(fleet, intent.generation)}`;
    case 'retire':
      return `retirement of ${labelOf(fleet, intent.generation)}`;
    case 'adopt':
      return `adoption of ${labelOf(fleet, intent.generation)}`;
    case 'stop':
      return `stop of ${labelOf(fleet, intent.generation)}`;
    case 'start':
      return `start of ${labelOf(fleet, intent.generation)}`;
    case 'scale':
      return `scaling of ${labelOf(fleet, intent.generation)} to ${String(intent.size)}`;
    case 'release':
      return `release of ${releasedLabel(fleet, intent)}`;
  }
}

const seen: Readonly<Record<Outcome['kind'], Situation['tone']>> = {
  verified: 'good',
  accepted: 'warning',
  done: 'good',
  stopped: 'warning',
  failed: 'trouble',
  overtaken: 'warning',
  'handed-over': 'calm',
};

function endOf(fleet: Fleet, outcome: Outcome, nowMs: number): Situation {
  const { intent } = outcome;
  const what = subject(fleet, intent);
  const after = outcome.firstResponseMs;
  const time = after === null ? '' : ` in ${latency(after)}`;
  const rest =
    `${sentence(plain(outcome.text, 600))} ${capital(ago(nowMs - outcome.atMs))}.`.trim();
  const strong = ((): string => {
    switch (outcome.kind) {
      case 'verified':
        return intent.kind === 'revert'
          ? `Reverted to ${labelOf(fleet, intent.to)}${time}.`
          : intent.kind === 'cut-over'
            ? `${labelOf(fleet, intent.to)} ${isServed(fleet) ? 'serves' : 'takes the work'}, seen${time}.`
            : intent.kind === 'release'
              ? `${releasedLabel(fleet, intent)} is released and ${isServed(fleet) ? 'serves' : 'takes the work'}.`
              : `${capital(what)} is verified.`;
      case 'accepted':
        return `${capital(what)}: accepted, not verified.`;
      case 'done':
        return `${capital(what)} is done.`;
      case 'stopped':
        return `${capital(what)} stopped.`;
      case 'failed':
        return `${capital(what)} failed.`;
      case 'overtaken':
        return outcome.takenBack === true
          ? `${capital(what)} was taken back.`
          : `${capital(what)} was overtaken.`;
      case 'handed-over':
        return `${capital(what)} was handed over.`;
    }
  })();
  const { denial, rollout: of } = outcome;
  const tone = outcome.takenBack === true ? 'calm' : seen[outcome.kind];
  return { tone, strong, rest, progress: null, of, ...(denial && { denial }) };
}

function steadyOf({ fleet, lane, capabilities, forbidden, nowMs }: SituationInput): Situation {
  const { verbs } = capabilities;
  const entry = fleet.entry.kind === 'http' ? fleet.entry.state : null;
  if (entry !== null && entry.kind !== 'listening') {
    const why =
      entry.kind === 'port-taken'
        ? `Port ${String(entry.port)} is taken. ${sentence(plain(entry.detail, 300))}`
        : sentence(plain(entry.reason, 300));
    return { tone: 'trouble', strong: 'The entry is not open.', rest: why, progress: null };
  }
  const current = currentOf(fleet);
  // Nobody answers: that goes before which block is down, and what helps at once before what takes a while.
  if (current !== undefined && healthyCount(current) === 0)
    return deadOf(fleet, current, forbidden, nowMs);
  const ill = illOf(fleet, verbs.includes('replace'));
  if (ill !== null) return ill;
  if (current === undefined) {
    return {
      tone: 'warning',
      strong: `No generation has ${isServed(fleet) ? 'traffic' : 'work'}.`,
      rest: `The split ${isServed(fleet) ? 'sends nothing to anybody' : 'lets nobody take work'}. Cut over to a healthy generation.`,
      progress: null,
    };
  }
  const short = shortOf(fleet, current) ?? workTrouble(fleet, current);
  if (short !== null) return short;
  const target = cutOverTarget(fleet, lane);
  if (target !== undefined) return besideOf(fleet, target, forbidden);
  const previous = previousOf(fleet);
  const name = labelOfGeneration(current);
  const leaving = wayBackOf(fleet);
  if (leaving !== undefined && previous === undefined) {
    const strong = `${hasAll(fleet, name)}.`;
    const rest = `${labelOfGeneration(leaving)}, the way back, is being ${downWord(fleet, leaving)}: soon nobody is there to go back to.`;
    return { tone: 'warning', strong, rest, progress: null };
  }
  return {
    tone: 'calm',
    strong: `${hasAll(fleet, name)}.`,
    rest:
      previous === undefined
        ? `No other generation stands beside it.${verbs.includes('launch') ? ` ${verbs.includes('release') ? 'Release a new image' : 'Launch one from a new image'}.` : ''}`
        : `${labelOfGeneration(previous)} stays whole and warm, ${String(healthyCount(previous))} of ${String(previous.size)} healthy${forbidden === null ? ': one press leads back.' : `. ${forbidden}`}${verbs.includes('retire') && previous.isForeign !== true ? ' Retire it when the way back is no longer wanted.' : ''}`,
    progress: null,
  };
}

function deadOf(
  fleet: Fleet,
  current: Generation,
  forbidden: string | null,
  nowMs: number,
): Situation {
  const previous = previousOf(fleet);
  const back = previous === undefined ? 0 : healthyCount(previous);
  const wayOut =
    previous === undefined || back === 0
      ? ''
      : ` ${labelOfGeneration(previous)} stands by, ${String(back)} of ${String(previous.size)} healthy${forbidden === null ? ': one press on Revert leads there.' : `. ${forbidden}`}`;
  const holding = holdingAt(fleet.entry);
  const requests =
    holding?.kind === 'nobody-serves'
      ? `requests wait for one, ${anotherText(holding.endsAtMs, nowMs)}, and are not answered after that.`
      : 'requests are not answered until one is.';
  return {
    tone: 'trouble',
    strong: `${labelOfGeneration(current)} has all the ${loadOf(fleet)} and no healthy block.`,
    rest: `0 of ${plural(current.size, 'block')} healthy: ${isServed(fleet) ? requests : 'work waits until one is.'}${wayOut}`,
    progress: null,
  };
}

/** Who serves, and cannot: said before anything about a candidate, also while its blocks start. */
function shortOf(fleet: Fleet, current: Generation): Situation | null {
  const healthy = healthyCount(current);
  const name = labelOfGeneration(current);
  const count = `${String(healthy)} of ${plural(current.size, 'block')} healthy`;
  if (healthy >= Math.min(fleet.floor, current.size)) return null;
  return {
    tone: 'warning',
    strong: `${name} ${isServed(fleet) ? 'serves' : 'works'} below its floor.`,
    rest: `${count}; the floor is ${String(fleet.floor)}.`,
    progress: null,
  };
}

/** What the split says is not what its blocks were seen to do: said with the block. */
function workTrouble(fleet: Fleet, current: Generation): Situation | null {
  if (isServed(fleet)) return null;
  const { notTaking, notStopped } = workSwitch(fleet, current.id);
  const strong =
    notTaking.length > 0
      ? `${plural(notTaking.length, 'block')} of ${labelOfGeneration(current)} ${notTaking.length === 1 ? 'is' : 'are'} not seen to take work.`
      : `${plural(notStopped.length, 'block')} of another generation ${notStopped.length === 1 ? 'is' : 'are'} not seen to have stopped.`;
  const troubles = [...notTaking, ...notStopped];
  if (troubles.length === 0) return null;
  return { tone: 'warning', strong, rest: firstOf(troubles), progress: null };
}

function besideOf(fleet: Fleet, target: Generation, forbidden: string | null): Situation {
  const name = labelOfGeneration(target);
  if (target.rung === 'stopped') {
    const rest = `Its ${plural(target.blocks.length, 'block')} are kept. Start it again to cut over to it, or retire it.`;
    return { tone: 'calm', strong: `${name} is stopped.`, rest, progress: null };
  }
  const verdict = canCutOver(fleet, target.id);
  if (verdict.kind === 'refused') {
    return { tone: 'calm', strong: `${name} is not ready.`, rest: verdict.because, progress: null };
  }
  if (target.isAttached === false) {
    const blocks = plural(target.blocks.length, 'block');
    return {
      tone: 'calm',
      strong: `${name} stands by, and nobody checks its health.`,
      rest: `The entry does not list it. A cutover attaches its ${blocks} at weight 0, waits until they are healthy, and only then moves the traffic.`,
      progress: null,
    };
  }
  return {
    tone: 'calm',
    strong: `${name} is ready.`,
    rest: `${String(healthyCount(target))} of ${plural(target.size, 'block')} healthy, ${weightOf(fleet, target.id) > 0 ? 'part of the traffic already' : `no ${loadOf(fleet)} yet`}.${forbidden === null ? ' One press moves all of it, one press brings it back.' : ''}`,
    progress: null,
  };
}

export interface Ill {
  readonly generation: Generation;
  readonly blocks: readonly [Block, ...Block[]];
}

/** Blocks that are down and that nothing is replacing, of the first generation that should be whole. */
export function illBlocks(fleet: Fleet): Ill | null {
  for (const generation of fleet.generations.filter((each) => each.rung === 'warm')) {
    const replaced = new Set(generation.blocks.map((block) => block.replaces));
    const [first, ...others] = generation.blocks.filter(
      (block) => blockLook(block.state).rank >= 5 && !replaced.has(block.id),
    );
    if (first !== undefined) return { generation, blocks: [first, ...others] };
  }
  return null;
}

function illOf(fleet: Fleet, canReplace: boolean): Situation | null {
  const found = illBlocks(fleet);
  if (found === null) return null;
  const { generation, blocks } = found;
  const [first] = blocks;
  const label = labelOfGeneration(generation);
  const isServing = weightOf(fleet, generation.id) > 0;
  return {
    tone: isServing ? 'trouble' : 'warning',
    strong: `${plural(blocks.length, 'block')} of ${label} ${blocks.length === 1 ? 'is' : 'are'} down.`,
    rest: `Slot ${String(first.slot)}: ${sentence(stateSentence(first.state))}${canReplace && generation.isForeign !== true ? ' Nothing is repaired: replace it.' : ''}`,
    progress: null,
  };
}

/** The generation in view that a cutover would go to: never the way back, which has its own button. */
export function cutOverTarget(fleet: Fleet, lane: Generation['id'] | null): Generation | undefined {
  const current = currentOf(fleet);
  // Beside a release there is no other way for its candidate.
  if (fleet.rollout?.intent.kind === 'release') return undefined;
  return lanesInView(fleet, lane).find(
    (generation) => generation.id !== current?.id && roleOf(fleet, generation) !== 'previous',
  );
}

/** The same, as far as a release could take it up. */
export function releaseTarget(fleet: Fleet, lane: Generation['id'] | null): Generation | undefined {
  const target = cutOverTarget(fleet, lane);
  const isHopeful =
    target?.rung === 'warm' &&
    target.isAttached !== false &&
    weightOf(fleet, target.id) === 0 &&
    target.blocks.length > 0 &&
    target.blocks.every(({ state }) => state.kind === 'healthy' || state.kind === 'starting');
  return isHopeful ? target : undefined;
}
