import { Ban, Check, CircleHelp } from 'lucide-react';
import type { Permission, PermissionAnswer } from '../../../src-shared/permission.ts';
import { plain } from '../../../src-shared/wording.ts';
import { CopyText } from '../../ui/copy-text.tsx';
import { DenialNote } from '../../ui/denial-note.tsx';
import { permissionGroups, permissionVerdict, type PermissionRow } from './permission-groups.ts';
import styles from './permissions.module.css';

const marks = { allowed: Check, denied: Ban, untold: CircleHelp, 'not-provable': CircleHelp };
const words: Readonly<Record<PermissionAnswer['kind'], string>> = {
  allowed: 'allowed',
  denied: 'denied',
  untold: 'not answered',
  'not-provable': 'not provable',
};

interface PermissionListProps {
  readonly permissions: readonly Permission[];
  /** One below the heading that it stands under. */
  readonly heading: 'h3' | 'h4';
}

export function PermissionList({ permissions, heading: Heading }: PermissionListProps) {
  return (
    <>
      <p className={styles['verdict']}>{permissionVerdict(permissions)}</p>
      {permissionGroups(permissions).map(({ key, title, rows }) => (
        <section key={key} className={styles['group']} aria-label={title}>
          <Heading>
            {title} <span>{rows.reduce((sum, { actions }) => sum + actions.length, 0)}</span>
          </Heading>
          <ul>
            {rows.map((row) => (
              <Row key={row.actions[0]} row={row} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Row({ row }: { readonly row: PermissionRow }) {
  const { actions, purpose, need, answer } = row;
  const Mark = marks[answer.kind];
  return (
    <li className={styles['row']} data-kind={need === 'now' ? answer.kind : need}>
      <Mark size={15} aria-label={words[answer.kind]} className={styles['mark']} />
      <div className={styles['about']}>
        <p className={styles['purpose']}>{plain(purpose, 120)}</p>
        <p className={styles['actions']}>
          {actions.map((action) => (
            <code key={action}>{plain(action, 110)}</code>
          ))}
        </p>
        <Answer answer={answer} />
      </div>
    </li>
  );
}

function Answer({ answer }: { readonly answer: PermissionAnswer }) {
  switch (answer.kind) {
    case 'allowed':
      return null;
    case 'denied':
      return <DenialNote denial={answer.denial} />;
    case 'untold':
      return <p className={styles['why']}>{plain(answer.because, 400)}</p>;
    case 'not-provable':
      return (
        <>
          <p className={styles['why']}>{plain(answer.because, 400)}</p>
          {answer.statement !== null && (
            <CopyText text={answer.statement} name="Statement">
              Copy the statement that has to allow it
            </CopyText>
          )}
        </>
      );
  }
}
