/** The moments of a record that something is known of, oldest first: where a scrubber can stand. Pure. */
import type { Audit } from '../../../src-shared/audit.ts';
import type { FleetPicture } from '../../../src-shared/fleet-picture.ts';
import { ownerText, plain } from '../../../src-shared/wording.ts';
import { seenWords } from './picture-words.ts';
import { answerText, endText, judgedText } from '../../../src-shared/record-words.ts';

export interface Moment {
  readonly atMs: number;
  readonly kind: 'press' | 'call' | 'answer' | 'trouble' | 'said' | 'sight' | 'end';
  readonly text: string;
}

/** What comes first of things that have the same time. */
const order: readonly Moment['kind'][] = [
  'press',
  'said',
  'call',
  'answer',
  'trouble',
  'sight',
  'end',
];

export function momentsOf(audit: Audit): readonly Moment[] {
  const calls = audit.steps.flatMap(({ title, attempts }) =>
    attempts.flatMap(({ attempt, sentAtMs, answer }): Moment[] => {
      const again = attempt === 1 ? '' : ` (attempt ${String(attempt)})`;
      const sent: Moment = { atMs: sentAtMs, kind: 'call', text: `${plain(title, 200)}${again}` };
      if (answer === null) return [sent];
      const kind = answer.kind === 'answered' ? 'answer' : 'trouble';
      return [sent, { atMs: answer.atMs, kind, text: answerText(answer) }];
    }),
  );
  const all: Moment[] = [
    { atMs: audit.pressedAtMs, kind: 'press', text: `Pressed: ${plain(audit.label, 200)}` },
    ...calls,
    ...audit.told.map(({ atMs, text, by }): Moment => {
      return { atMs, kind: 'said', text: `${plain(text, 200)}, said by ${plain(by, 80)}` };
    }),
    ...(audit.judgements ?? []).map((judgement): Moment => {
      return { atMs: judgement.atMs, kind: 'said', text: judgedText(judgement) };
    }),
    ...audit.takeovers.map(({ atMs, epoch, from }): Moment => {
      const giver = from === undefined ? '' : ` from ${ownerText(from)}`;
      return { atMs, kind: 'said', text: `Taken over${giver} (epoch ${String(epoch)})` };
    }),
    ...audit.handovers.map(({ atMs, to }): Moment => {
      return { atMs, kind: 'said', text: `Handed over to ${ownerText(to)}` };
    }),
    ...audit.sights.map(({ atMs, picture }, index): Moment => {
      const before = audit.sights[index - 1]?.picture ?? null;
      return { atMs, kind: 'sight', text: seenWords(before, picture) };
    }),
    ...(audit.end === null
      ? []
      : [{ atMs: audit.end.atMs, kind: 'end', text: endText(audit) } as const]),
  ];
  return all.sort((a, b) => a.atMs - b.atMs || order.indexOf(a.kind) - order.indexOf(b.kind));
}

export interface SeenAt {
  readonly picture: FleetPicture;
  readonly atMs: number;
}

/** What had been seen by then; before the first look, that one. Null when nothing was kept. */
export function seenAt({ sights }: Pick<Audit, 'sights'>, atMs: number): SeenAt | null {
  return sights.findLast((sight) => sight.atMs <= atMs) ?? sights[0] ?? null;
}

/** The moment next to a time. */
export function nearestMoment(moments: readonly Moment[], atMs: number): number {
  const far = (index: number): number => Math.abs((moments[index]?.atMs ?? 0) - atMs);
  return moments.reduce((best, _, index) => (far(index) < far(best) ? index : best), 0);
}
