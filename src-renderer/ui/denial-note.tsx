/** What was not allowed, in the words of whoever did not allow it, and the text that would. All of it outside text. */
import type { Denial } from '../../src-shared/denial.ts';
import { plain } from '../../src-shared/wording.ts';
import { CopyText } from './copy-text.tsx';
import styles from './denial-note.module.css';

export function DenialNote({ denial }: { readonly denial: Denial }) {
  const { action, resource, said, isForbidden, statement } = denial;
  // The sentence names it already, where it does.
  const isSaid = resource === '*' || said?.includes(resource ?? '') === true;
  const about = isSaid ? null : resource;
  return (
    <div className={styles['denial']}>
      {said !== null && <q>{plain(said, 900)}</q>}
      {about !== null && (
        <p>
          About <code>{plain(about, 400)}</code>
        </p>
      )}
      {isForbidden && (
        <p>
          A policy forbids {plain(action, 110)} outright: that one has to change, adding this
          statement is not enough.
        </p>
      )}
      <CopyText text={statement} name={`Statement that allows ${plain(action, 110)}`}>
        Copy the statement that allows it
      </CopyText>
    </div>
  );
}
