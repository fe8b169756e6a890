/** One grouping of servers as a fleet without an entry, in the panel's words. Pure. */
import type { Block, Fleet, Generation, Recipe, Rollout } from '../../../../src-shared/fleet.ts';
import {
  asBlockId,
  asImageId,
  type BlockId,
  type GenerationId,
} from '../../../../src-shared/ids.ts';
import { noTraffic } from '../../../../src-shared/no-traffic.ts';
import type { BlockWork } from '../../../../src-shared/work-schema.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { WorkWord } from '../claims/work-records.ts';
import { factList, instanceFactsOf, statefulOf, templateOf } from '../discover/blocks-of.ts';
import { compare } from '../discover/fingerprint.ts';
import { mostCommon } from '../discover/generation-of.ts';
import { numberGroups } from '../discover/generation-numbers.ts';
import {
  beliefIn,
  groupSinceMs,
  stateSinceMs,
  type HealthHistory,
} from '../discover/health-history.ts';
import { freshOf, replacementIn, startedBy, wantedOf } from '../discover/fresh-members.ts';
import { imageKeepingOf } from '../discover/image-keeping.ts';
import {
  addedTag,
  replacesTag,
  rolloutTag,
  scaledByTag,
  scalingGroupTag,
  type Instance,
} from '../discover/reading.ts';
import { usualHoldMs } from '../discover/scaling-group.ts';
import { factsOfScaling, startsAnewOf } from '../discover/scaling-told.ts';
import { memberOf, type WorkerGroup, type WorkerGrouping } from './group-workers.ts';
import { believedState, workerState } from './worker-health.ts';
import { entryNotes, generationNotes } from './worker-notes.ts';
import type { WorkerReading } from './worker-reading.ts';

/** What is known of the fleet beside the reading. */
export interface WorkerMemory {
  /** What counts of who takes work; null: nobody has said. */
  readonly word: WorkWord | null;
  readonly rollout: Rollout | null;
  readonly view: (block: BlockId) => BlockWork | undefined;
  /** A block of it was seen taking work under the present word. */
  readonly wasSeenTaking: (generation: GenerationId) => boolean;
  /** Told to finish what they have in hand, by this panel. */
  readonly isDraining: (block: BlockId) => boolean;
  /** Servers that a load balancer's target group lists. */
  readonly registered: ReadonlySet<string>;
  /** When this panel first saw the word as it is. */
  readonly sinceMs: number;
}

/** Without a hook nobody knows how long work takes; this is shown and never waited for. */
const usualDrainMs = 600_000;

export function workerFleetOf(
  grouping: WorkerGrouping,
  reading: WorkerReading,
  history: HealthHistory,
  memory: WorkerMemory,
): Fleet {
  const { word } = memory;
  const numbered = numberGroups(grouping.groups, (group) => oldestMs(group));
  const takes = takersIn(grouping, memory);
  const previous = previousIn(grouping, word);
  const generations = numbered
    .map(({ group, number, label, notes }): Generation => {
      const blocks = blocksOf(group, grouping, reading, history, memory);
      const isServing = takes.has(group.id);
      const size = sizeOf(group, blocks, word, previous === group.id);
      return {
        id: group.id,
        number,
        ...labelOf(group, label),
        image: asImageId(imageOf(group) ?? 'unknown'),
        recipe: recipeOf(group, grouping),
        notes: [...notes, ...generationNotes(group, reading, memory.registered)],
        size,
        launchedAtMs: oldestMs(group) ?? groupSinceMs(history, group.id) ?? reading.atMs,
        rung: rungOf(group, size, memory),
        ...troubleOf(group, reading),
        ...keepingOf(group, reading),

        // Each traffic write finds at least half of a hold, or sets a whole one.
        ...(group.scaling.length === 0 ? {} : { keepsSizeForMs: usualHoldMs / 2 }),
        ...startsAnewOf(group.scaling),
        ...(isOurs(group) ? {} : { isForeign: true as const, whyNotAdopted: notHere }),
        ...(isServing || previous === group.id ? { hasServed: true } : {}),
        blocks,
      };
    })
    .sort((a, b) => a.number - b.number);
  const weights = generations.map(({ id }) => ({
    generation: id,
    weight: takes.has(id) ? 100 : 0,
  }));
  const sizes = generations.filter(({ id }) => takes.has(id)).map(({ size }) => size);
  const fleet: Fleet = {
    id: grouping.id,
    name: grouping.name,
    entry: { kind: 'none', marker: 'work', pinnedForMs: null, rules: [rule], notes: [] },
    floor: Math.max(0, ...sizes),
    generations,
    split: {
      revision: word?.revision ?? 0,
      weights,
      changedAtMs: memory.sinceMs,
    },
    previous,
    rollout: withLaunched(memory.rollout, grouping),
    traffic: { ...noTraffic, isCounted: false },
    unable: unableTo.map((verb) => ({ verb, because: notHere })),
    seenToServe: generations.map(({ id }) => id).filter(memory.wasSeenTaking),
  };
  const notes = entryNotes(fleet, grouping, word, reading.atMs);
  return { ...fleet, entry: { ...fleet.entry, notes: [...notes] } };
}

const rule = 'which generation takes work';

/** What an account does to servers behind a load balancer only. */
const unableTo = ['adopt', 'stop', 'start'] as const;
export const notHere =
  'Servers without a load balancer are launched, scaled, replaced and retired: do this in AWS.';

/** By record; without one by what the servers say. */
function takersIn(
  { groups }: WorkerGrouping,
  { word, view }: WorkerMemory,
): ReadonlySet<GenerationId> {
  if (word !== null) return new Set(word.record === null ? [] : [word.record.to]);
  const taking = groups.filter(({ instances }) =>
    instances.some(({ id }) => {
      const work = view(asBlockId(id));
      return work?.kind === 'seen' && work.taking;
    }),
  );
  return new Set(taking.map(({ id }) => id));
}

function previousIn({ groups }: WorkerGrouping, word: WorkWord | null): GenerationId | null {
  const record = word?.record;
  if (record === null || record === undefined || record.previous === record.to) return null;
  return groups.find(({ id }) => id === record.previous)?.id ?? null;
}

function blocksOf(
  group: WorkerGroup,
  { declared }: WorkerGrouping,
  { checks, atMs }: WorkerReading,
  history: HealthHistory,
  { view, isDraining }: WorkerMemory,
): Block[] {
  const { id, instances } = group;
  const here = new Set(instances.map((one) => one.id));
  const replacements = replacementsIn(group);
  return [...instances]
    .sort((a, b) => a.launchedAtMs - b.launchedAtMs || compare(a.id, b.id))
    .map((instance, slot): Block => {
      const block = asBlockId(plain(instance.id, 120));
      const isRunning = instance.state === 'running';
      const work = isRunning ? view(block) : undefined;
      const state = workerState({
        instance,
        checks: checks === null ? 'unread' : (checks[instance.id] ?? null),
        work,
        hasHook: declared !== null,
        member: memberOf(group, instance.id),
      });
      const old = instance.tags[replacesTag] ?? replacements.get(instance.id);
      return {
        id: block,
        generation: id,
        slot,
        zone: plain(instance.zone, 40),
        state: isDraining(block)
          ? { kind: 'draining', inFlight: null, endsAtMs: null, reason: finishing }
          : believedState(state, beliefIn(history, id, instance.id)),
        sinceMs: stateSinceMs(history, id, instance.id) ?? atMs,
        launchedAtMs: instance.launchedAtMs,
        ...(instance.privateAddress === null
          ? {}
          : { address: plain(instance.privateAddress, 80) }),
        facts: instanceFactsOf(instance),
        ...statefulOf(instance),
        ...(old !== undefined && here.has(old) ? { replaces: asBlockId(plain(old, 120)) } : {}),
        ...(work === undefined ? {} : { work }),
      };
    });
}

const finishing = 'It finishes what it has in hand, and is ended then.';

/** Of its oldest server, epoch milliseconds. */
function oldestMs({ instances, ended }: WorkerGroup): number | null {
  const all = [...instances, ...ended].map(({ launchedAtMs }) => launchedAtMs);
  return all.length === 0 ? null : Math.min(...all);
}

/** In auto scaling groups, by the mark that the group carries: the old one of each fresh one. */
function replacementsIn({ scaling, instances }: WorkerGroup): ReadonlyMap<string, string> {
  return new Map(
    scaling.flatMap(({ group }) => {
      const mark = replacementIn(group);
      if (mark === null) return [];
      const members = instances.filter(({ id }) => group.instances.some((one) => one.id === id));
      const [fresh] = freshOf(mark, members);
      return fresh === undefined ? [] : [[fresh, mark.replaces] as const];
    }),
  );
}

function sizeOf(
  { id, scaling }: WorkerGroup,
  blocks: readonly Block[],
  word: WorkWord | null,
  isPrevious: boolean,
): number {
  const meant = word?.record?.sizes[id] ?? 0;
  // A fresh block beside the one that it replaces makes it no larger.
  const shown = blocks.filter(({ replaces }) => replaces === undefined).length;
  if (scaling.length === 0) return Math.max(shown, meant);
  const desired = scaling.reduce((sum, { group }) => sum + wantedOf(group), 0);
  // The way back is as large as when it last served, whatever its auto scaling group made of it.
  return isPrevious ? Math.max(desired, meant) : desired;
}

/** A record without servers is no way back. What is being launched has none yet. */
function rungOf(
  group: WorkerGroup,
  size: number,
  { rollout, word }: WorkerMemory,
): Generation['rung'] {
  if (group.instances.length > 0 || word?.record?.to === group.id) return 'warm';
  // Its auto scaling group stands: its launch or its retirement is not finished.
  if (group.scaling.length > 0 && isOurs(group)) return 'warm';
  if (group.template === null && group.ended.length === 0) return size > 0 ? 'warm' : 'retired';
  return rollout !== null && launchOf(group) === rollout.id ? 'warm' : 'retired';
}

/** The rollout that launched it, by our tag. */
export function launchOf({ template, instances }: WorkerGroup): string | null {
  return template?.tags[rolloutTag] ?? instances[0]?.tags[rolloutTag] ?? null;
}

/** Each of its servers was launched by Blockyard, and nobody else would start another one (rule 9). */
export function isOurs({ template, instances, scaling }: WorkerGroup): boolean {
  const launched = template?.tags[rolloutTag];
  const by = template?.tags[scaledByTag];
  return (
    launched !== undefined &&
    scaling.every(({ group }) => group.name === by && group.tags[rolloutTag] === launched) &&
    instances.every(({ tags }) => tags[rolloutTag] === launched && tags[scalingGroupTag] === by)
  );
}

function withLaunched(rollout: Rollout | null, { groups }: WorkerGrouping): Rollout | null {
  if (rollout === null) return null;
  const launched = groups.filter((group) => launchOf(group) === rollout.id).map(({ id }) => id);
  const blocks = groups.flatMap(({ instances, scaling }) => [
    ...instances.filter(({ tags }) => tags[addedTag] === rollout.id).map(({ id }) => id),
    ...scaling.flatMap(({ group }) =>
      startedBy(group, rollout.id, (id) => instances.find((one) => one.id === id)),
    ),
  ]);
  return { ...rollout, launched: [...launched, ...blocks.map(asBlockId)] };
}

function labelOf({ by, name }: WorkerGroup, label: string | null): { label?: string } {
  // A number of ours needs no name, whatever words are in the fleet's.
  if (by === 'number') return {};
  const shown = by === 'value' ? plain(name, 40) : label;
  return shown === null ? {} : { label: shown };
}

function imageOf({ instances, ended }: WorkerGroup): string | null {
  return mostCommon((instances.length > 0 ? instances : ended).map(({ imageId }) => imageId));
}

function troubleOf(
  { instances }: WorkerGroup,
  { missingImages }: WorkerReading,
): Pick<Generation, 'imageTrouble'> {
  const gone = instances.find(({ imageId }) => missingImages.includes(imageId))?.imageId;
  if (gone === undefined) return {};
  const text = `Its image ${plain(gone, 60)} is deregistered or no longer shared: no server can be started from it.`;
  return { imageTrouble: { kind: 'gone', text } };
}

function keepingOf(
  group: WorkerGroup,
  { images, account }: WorkerReading,
): Pick<Generation, 'imageKeeping'> {
  const image = images.find(({ id }) => id === imageOf(group));
  const imageKeeping = imageKeepingOf(image, account);
  return imageKeeping === undefined ? {} : { imageKeeping };
}

function recipeOf({ instances, scaling }: WorkerGroup, { declared }: WorkerGrouping): Recipe {
  const each = (read: (one: Instance) => string | null | undefined) =>
    [...new Set(instances.map(read).filter((one) => one !== null && one !== undefined))]
      .sort(compare)
      .join(', ');
  return {
    env: {},
    drainTimeoutMs: declared?.drainMs ?? usualDrainMs,
    // EC2 checks each minute and calls a server impaired after two.
    health: { intervalMs: 60_000, timeoutMs: 60_000, healthyAfter: 1, unhealthyAfter: 2 },
    facts: factList([
      ...hookFacts(declared),
      ['Instance type', each(({ type }) => type)],
      ['Launch template', each(templateOf)],
      ['Subnets', each(({ subnetId }) => subnetId)],
      ['Security groups', each(({ securityGroups }) => securityGroups.join(', '))],
      ['Instance profile', each(({ profile }) => profile)],
    ]).concat(factsOfScaling(scaling)),
  };
}

/** A query can hold a secret, and this is shown. */
function withoutQuery(url: string): string {
  const [address = '', ...query] = url.split('?');
  return query.length === 0 ? address : `${address}?\u2026`;
}

function hookFacts(declared: WorkerGrouping['declared']): readonly (readonly [string, string])[] {
  if (declared === null) return [['Hook', 'none is declared']];
  const { hook } = declared;
  if (hook.kind === 'command') return [['Hook', `program ${hook.take[0] ?? ''}`]];
  const shown = ({ method, url }: { readonly method: string; readonly url: string }): string =>
    `${method} ${withoutQuery(url)}`;
  return [
    ['Take hook', shown(hook.take)],
    ['Stop hook', shown(hook.stop)],
    ['State hook', shown(hook.state)],
  ];
}
