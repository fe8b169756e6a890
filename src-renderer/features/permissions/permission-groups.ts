/** Permissions in the order in which they matter to somebody who is about to press. Pure. */
import type { Permission, PermissionAnswer } from '../../../src-shared/permission.ts';

export interface PermissionGroup {
  readonly key: PermissionAnswer['kind'] | Exclude<Permission['need'], 'now'>;
  readonly title: string;
  readonly rows: readonly PermissionRow[];
}

/** Actions that serve the same and got the same answer. */
export interface PermissionRow extends Omit<Permission, 'action'> {
  readonly actions: readonly string[];
}

const titles: Readonly<Record<PermissionGroup['key'], string>> = {
  denied: 'Denied',
  untold: 'Not answered',
  'not-provable': 'Cannot be proven beforehand',
  allowed: 'Allowed, proven now',
  judging: 'Needed for the second opinion of a release only',
  comparing: 'Needed to read changed blocks of two AMIs only',
  launching: 'Not needed to see, cut over and revert',
};

const order = [
  ...(['denied', 'untold', 'not-provable', 'allowed'] as const),
  ...(['judging', 'comparing', 'launching'] as const),
];

/** Empty groups are left out. */
export function permissionGroups(permissions: readonly Permission[]): readonly PermissionGroup[] {
  const keyOf = ({ need, answer }: Permission): PermissionGroup['key'] =>
    need === 'now' ? answer.kind : need;
  return order
    .map((key) => ({
      key,
      title: titles[key],
      rows: rowsOf(permissions.filter((permission) => keyOf(permission) === key)),
    }))
    .filter((group) => group.rows.length > 0);
}

function rowsOf(permissions: readonly Permission[]): readonly PermissionRow[] {
  const rows = new Map<string, PermissionRow>();
  for (const { action, ...rest } of permissions) {
    const key = JSON.stringify(rest);
    rows.set(key, { ...rest, actions: [...(rows.get(key)?.actions ?? []), action] });
  }
  return [...rows.values()];
}

/** One sentence over all that is needed to see, cut over and revert. */
export function permissionVerdict(permissions: readonly Permission[]): string {
  const needed = permissions.filter(({ need }) => need === 'now');
  const count = (kind: PermissionAnswer['kind']): number =>
    needed.filter(({ answer }) => answer.kind === kind).length;
  const denied = count('denied');
  const open = count('untold') + count('not-provable');
  const said = `${String(count('allowed'))} of ${String(needed.length)} are proven`;
  const rest = open === 0 ? '' : `, ${String(open)} cannot be told beforehand`;
  return denied === 0
    ? `Nothing that is needed is denied: ${said}${rest}.`
    : `${String(denied)} of ${String(needed.length)} that are needed ${denied === 1 ? 'is' : 'are'} denied; ${said}${rest}.`;
}

/** The action that a revert needs and that was denied; null when none was. */
export function deniedWayBack(permissions: readonly Permission[]): string | null {
  const denied = permissions.find(
    ({ isWayBack, answer }) => isWayBack === true && answer.kind === 'denied',
  );
  return denied?.action ?? null;
}
