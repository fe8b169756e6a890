/** What is unusual in a fleet without an entry, each as one sentence. Pure. */
import type { Fleet } from '../../../../src-shared/fleet.ts';
import { labelOfGeneration } from '../../../../src-shared/ids.ts';
import { weightOf } from '../../../../src-shared/roles.ts';
import { plain } from '../../../../src-shared/wording.ts';
import type { WorkWord } from '../claims/work-records.ts';
import { templateOf } from '../discover/blocks-of.ts';
import { compare } from '../discover/fingerprint.ts';
import { notesOfScaling } from '../discover/scaling-told.ts';
import type { WorkerGroup, WorkerGrouping } from './group-workers.ts';
import type { WorkerReading } from './worker-reading.ts';

/** So long servers may still be on their way to what was just said, in milliseconds. */
const settlingMs = 15_000;

export function entryNotes(
  fleet: Fleet,
  { declared }: WorkerGrouping,
  word: WorkWord | null,
  nowMs: number,
): readonly string[] {
  const record = word?.record;
  const isSettled = record !== null && record !== undefined && nowMs - record.atMs > settlingMs;
  return [
    ...(declared === null
      ? [
          'No hook is declared for it, so its servers cannot be told to take or to stop taking work: declare it in the settings of the account.',
        ]
      : []),
    ...(word === null
      ? [
          'Which generation takes work was never recorded: what is shown is what the servers say. The first cutover records it.',
        ]
      : []),
    ...(word !== null && record === null
      ? ['Which generation takes work was recorded in a way that this Blockyard cannot read.']
      : []),
    ...(record !== undefined &&
    record !== null &&
    fleet.generations.every(({ id }) => id !== record.to)
      ? [`By record ${plain(record.to, 80)} takes work, and none of its servers is seen.`]
      : []),
    ...(isSettled ? differences(fleet) : []),
  ];
}

/** `v002 should have stopped, and 1 of its servers still takes work (i-1).` */
function differences(fleet: Fleet): readonly string[] {
  return fleet.generations.flatMap((generation) => {
    const isTaker = weightOf(fleet, generation.id) > 0;
    const wrong = generation.blocks.filter(
      ({ work, state }) =>
        work?.kind === 'seen' && work.taking !== isTaker && state.kind !== 'draining',
    );
    const [first] = wrong;
    if (first === undefined) return [];
    const label = labelOfGeneration(generation);
    const which = `(${plain(first.id, 40)}${wrong.length > 1 ? ', ...' : ''})`;
    const servers =
      wrong.length === 1 ? '1 of its servers' : `${String(wrong.length)} of its servers`;
    return isTaker
      ? `${label} should take work, and ${servers} ${wrong.length === 1 ? 'does' : 'do'} not ${which}.`
      : `${label} should have stopped, and ${servers} still ${wrong.length === 1 ? 'takes' : 'take'} work ${which}.`;
  });
}

export function generationNotes(
  { instances, scaling }: WorkerGroup,
  { missingImages, checks, atMs }: WorkerReading,
  registered: ReadonlySet<string>,
): readonly string[] {
  const images = distinct(instances.map(({ imageId }) => imageId));
  const templates = distinct(instances.map((one) => templateOf(one) ?? 'no launch template'));
  const both = instances.filter(({ id }) => registered.has(id)).map(({ id }) => id);
  const gone = images.filter((id) => missingImages.includes(id));
  const notes: readonly (readonly [boolean, string])[] = [
    [
      images.length > 1,
      `Its servers were started from ${String(images.length)} images: ${list(images)}.`,
    ],
    [
      templates.length > 1,
      `Its servers were started from different templates: ${list(templates)}.`,
    ],
    [
      scaling.length > 0,
      `The auto scaling group ${list(scaling.map(({ group }) => group.name))} starts and ends its servers by itself.`,
    ],
    [
      both.length > 0,
      `A load balancer lists ${list(both)} as well: requests reach it whatever its hook is told.`,
    ],
    [
      gone.length > 0,
      `Its image ${list(gone)} is deregistered or no longer shared: no server can be started from it.`,
    ],
    [
      checks === null && instances.length > 0,
      'EC2\u2019s status checks could not be read: its health cannot be told.',
    ],
  ];
  return [
    ...notes.flatMap(([holds, text]) => (holds ? [text] : [])),
    ...notesOfScaling(scaling, atMs),
  ];
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value !== '').sort(compare);
}

function list(values: readonly string[]): string {
  const shown = values.slice(0, 4).map((value) => plain(value, 60));
  return values.length > shown.length
    ? `${shown.join(', ')} and ${String(values.length - shown.length)} more`
    : shown.join(', ');
}
