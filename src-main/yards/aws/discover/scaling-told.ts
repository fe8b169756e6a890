/** What is told of a generation that auto scaling groups fill: as facts, and what is unusual as notes. Pure. */
import type { Fact, Generation } from '../../../../src-shared/fleet.ts';
import { plain } from '../../../../src-shared/wording.ts';
import { factList } from './blocks-of.ts';
import { lacksTag, type AwsReading, type ReadScaling, type TargetGroup } from './reading.ts';
import { mixedTexts, usesSpot } from './mixed-policy.ts';
import { holdIn, type ScalingTemplate, type ScheduledSize } from './scaling-group.ts';
import { scalingOf } from './scaling-of.ts';

export function scalingFactsOf(group: TargetGroup, reading: AwsReading): readonly Fact[] {
  return factsOfScaling(scalingOf(group, reading));
}

export function factsOfScaling(all: readonly ReadScaling[]): readonly Fact[] {
  return all.flatMap(({ group: one, details }) =>
    factList([
      [
        'Auto scaling group',
        `${one.name}: ${String(one.sizes.min)} to ${String(one.sizes.max)} servers, ${String(one.sizes.desired)} wanted`,
      ],
      [
        'Its template',
        one.template === null ? one.launchConfiguration : templateText(one.template),
      ],
      ['Its types and prices', one.mixed === null ? null : mixedTexts(one.mixed).join('; ')],
      ['Its health checks', `${one.health.type}, from ${String(one.health.graceMs / 1000)} s on`],
      ['Its subnets', one.subnetIds.join(', ')],
      ['Its scaling policies', details?.policies.join('; ')],
      ['Its scheduled actions', details?.scheduled.map(scheduledText).join('; ')],
      ['Its lifecycle hooks', details?.hooks.join('; ')],
      ['Its warm pool', one.warmPool === null ? null : `${String(one.warmPool.instances)} servers`],
    ]),
  );
}

function templateText({ id, name, version }: ScalingTemplate): string {
  return `${name ?? id ?? ''} version ${version}`;
}

export function scheduledText({
  name,
  recurrence,
  startMs,
  min,
  desired,
  max,
}: ScheduledSize): string {
  const when = recurrence ?? (startMs === null ? '' : new Date(startMs).toISOString());
  const sizes = [
    ['min', min],
    ['desired', desired],
    ['max', max],
  ].flatMap(([what, size]) => (size === null ? [] : `${String(what)} ${String(size)}`));
  return `${name} (${[when, ...sizes].join(', ')})`;
}

/** What is unusual or will change by itself, each as one sentence. */
export function scalingNotes(group: TargetGroup, reading: AwsReading): readonly string[] {
  return notesOfScaling(scalingOf(group, reading), reading.atMs);
}

export function notesOfScaling(all: readonly ReadScaling[], nowMs: number): readonly string[] {
  const several = all.length > 1 ? [`${String(all.length)} auto scaling groups fill it.`] : [];
  return [...several, ...all.flatMap((one) => notesOf(one, nowMs))];
}

/** Whether servers that are lost come back as the same tomorrow; nothing where no group starts any. */
export function startsAnewOf(all: readonly ReadScaling[]): Pick<Generation, 'startsAnew'> {
  if (all.length === 0) return {};
  const ways = all.flatMap(({ group, details }) => [
    ...textOf('template', movingTemplate(group)),
    ...textOf('image', movingImage(group, details)),
  ]);
  const isPart = all.some(({ details }) => details === null);
  if (ways.length > 0) return { startsAnew: { kind: 'changing', ways, ...(isPart && { isPart }) } };
  return { startsAnew: { kind: isPart ? 'untold' : 'fixed' } };
}

function textOf(what: 'template' | 'image', text: string | null) {
  return text === null ? [] : [{ what, text }];
}

/** Its own, or one that its mixed instances policy names for some of its servers. */
function movingTemplate({ name, template, mixed }: ReadScaling['group']): string | null {
  const versions = [template, ...(mixed?.overrides ?? []).map((one) => one.template)];
  const moving = versions.find((one) => one?.version === '$Latest' || one?.version === '$Default');
  if (moving === undefined || moving === null) return null;
  return `${plain(name, 60)} starts servers from ${moving.version} of its template: what that is can change under it.`;
}

function movingImage(
  { name }: ReadScaling['group'],
  details: ReadScaling['details'],
): string | null {
  const alias = details?.imageAlias ?? null;
  if (alias === null) return null;
  return `The template of ${plain(name, 60)} names its image by the parameter ${plain(alias, 80)}: what that is can change under it.`;
}

function notesOf({ group, details, trouble }: ReadScaling, nowMs: number): readonly string[] {
  const name = plain(group.name, 60);
  const template = movingTemplate(group);
  const image = movingImage(group, details);
  const hold = details === null ? null : holdIn(details.scheduled, nowMs);
  const others = group.targetGroupArns.length - 1;
  const lacks = group.tags[lacksTag];
  const mixed = group.mixed === null ? '' : mixedTexts(group.mixed).join('; ');
  const notes: readonly (readonly [boolean, string])[] = [
    [
      hold !== null,
      `${name} is held at ${String(group.sizes.min)} or more until ${timeText(hold?.untilMs ?? 0, nowMs)} by a scheduled action, which gives it back ${String(hold?.min)} as its smallest size.`,
    ],
    [template !== null, template ?? ''],
    [image !== null, image ?? ''],
    [
      group.mixed !== null,
      `${name} starts servers of several types or prices, as its mixed instances policy says: ${plain(mixed, 200)}.`,
    ],
    [
      group.mixed !== null && usesSpot(group.mixed),
      `AWS can take servers of ${name} away that run at the spot price, two minutes after it has said so.`,
    ],
    [
      group.suspended.length > 0,
      `${name} does not carry out ${plain(group.suspended.join(', '), 120)}: suspended.`,
    ],
    [
      others > 0,
      `${name} fills ${String(others)} more target ${others === 1 ? 'group' : 'groups'}.`,
    ],
    [group.status !== null, `AWS says of ${name}: ${plain(group.status ?? '', 60)}.`],
    [
      trouble !== null,
      `${name} has ${String(group.instances.length)} of ${String(group.sizes.desired)} servers. AWS says: "${plain(trouble ?? '', 200)}"`,
    ],
    [
      lacks !== undefined,
      `It was launched without what the group before has: ${plain(lacks ?? '', 250)}.`,
    ],
  ];
  return notes.flatMap(([holds, text]) => (holds ? [text] : []));
}

/** `12:40 UTC`, with the day where it is not today. */
export function timeText(atMs: number, nowMs: number): string {
  const [day = '', time = ''] = new Date(atMs).toISOString().split('T');
  const isToday = new Date(nowMs).toISOString().startsWith(day);
  return `${isToday ? '' : `${day} `}${time.slice(0, 5)} UTC`;
}
