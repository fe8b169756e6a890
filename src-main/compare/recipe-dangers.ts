/**
 * When a change of what blocks are started with can hurt. By the names that yards give these facts; a
 * fact that is not listed is shown like any other, without a mark.
 */
import type { Fact } from './fact.ts';

type Dangers = Pick<Fact, 'danger' | 'alwaysDanger'>;
type Judge = (a: string | null, b: string | null) => Dangers;

const whenChanged =
  (danger: string): Judge =>
  () => ({ danger });

const unpinned: Judge = (_, b) => ({
  alwaysDanger: /\$(?:Latest|Default)\b|resolve:ssm:/u.test(b ?? '')
    ? 'Not pinned: the next block may start from something else than was proven.'
    : null,
});

const judges: Readonly<Record<string, Judge>> = {
  'Health path': whenChanged('Another page decides whether a block may serve.'),
  'Health check': whenChanged('Something else decides whether a block may serve.'),
  'Health check answers': whenChanged('Other answers count as healthy.'),
  'Health checks': (_, b) => ({
    alwaysDanger: b === 'off' ? 'Nobody checks the blocks: sick ones get traffic.' : null,
  }),
  'Target port': whenChanged('Traffic arrives at another port.'),
  'Target protocol': whenChanged('Traffic arrives in another protocol.'),
  VPC: whenChanged('Another network: what the blocks reach there may not be reached here.'),
  Zones: (a, b) => ({
    danger:
      namesIn(b).size < namesIn(a).size
        ? 'Fewer zones: the loss of one takes a larger share of the blocks.'
        : null,
  }),
  'Metadata tokens': (_, b) => ({
    danger:
      b === 'required'
        ? null
        : 'Instances no longer require a token (IMDSv2): a forged request can steal their role.',
  }),
  'Instance profile': (_, b) => ({
    danger: b === null ? 'Without a role: calls of the program to AWS are refused.' : null,
  }),
  'Launch template version': unpinned,
  'Image in the launch template': unpinned,
};

/** `eu-central-1a 2, eu-central-1b 2` -> the zones. */
function namesIn(text: string | null): ReadonlySet<string> {
  return new Set((text ?? '').split(', ').flatMap((part) => part.split(' ')[0] ?? []));
}

export function recipeDanger(fact: string, a: string | null, b: string | null): Dangers {
  return Object.hasOwn(judges, fact) ? (judges[fact]?.(a, b) ?? {}) : {};
}
