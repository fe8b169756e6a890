import { describe, expect, it } from 'vitest';
import type { Permission } from '../../../src-shared/permission.ts';
import { deniedWayBack, permissionGroups, permissionVerdict } from './permission-groups.ts';

const answers = {
  allowed: { kind: 'allowed', how: '' },
  denied: {
    kind: 'denied',
    denial: { action: 'x', resource: null, said: null, isForbidden: false, statement: '' },
  },
  untold: { kind: 'untold', because: '' },
} as const satisfies Record<string, Permission['answer']>;

const permission = (
  action: string,
  answer: Permission['answer'],
  need: Permission['need'] = 'now',
): Permission => ({ action, purpose: 'See', need, answer });

describe('the groups of permissions', () => {
  it('begin with what is denied, and keep apart what only a launch needs', () => {
    const groups = permissionGroups([
      permission('a', answers.allowed),
      permission('b', answers.denied, 'launching'),
      permission('c', answers.denied),
      permission('d', answers.allowed),
    ]);
    expect(groups.map(({ key, rows }) => [key, rows.map(({ actions }) => actions)])).toEqual([
      ['denied', [['c']]],
      ['allowed', [['a', 'd']]],
      ['launching', [['b']]],
    ]);
  });
});

describe('the verdict', () => {
  it('never calls something allowed that nobody proved', () => {
    const told = [permission('a', answers.allowed), permission('b', answers.untold)];
    expect(permissionVerdict(told)).toBe(
      'Nothing that is needed is denied: 1 of 2 are proven, 1 cannot be told beforehand.',
    );
  });

  it('does not count against anybody what only a launch needs', () => {
    const told = [permission('a', answers.allowed), permission('b', answers.denied, 'launching')];
    expect(permissionVerdict(told)).toBe('Nothing that is needed is denied: 1 of 1 are proven.');
    expect(permissionVerdict([...told, permission('c', answers.denied)])).toMatch(
      /^1 of 2 that are needed is denied/u,
    );
  });
});

describe('the right to a revert', () => {
  it('is missing only where one that a revert needs was denied', () => {
    const moves = { ...permission('x:ModifyRule', answers.denied), isWayBack: true } as const;
    expect(deniedWayBack([permission('a', answers.denied), moves])).toBe('x:ModifyRule');
    expect(deniedWayBack([permission('a', answers.denied)])).toBeNull();
    expect(deniedWayBack([{ ...moves, answer: answers.untold }])).toBeNull();
  });
});
