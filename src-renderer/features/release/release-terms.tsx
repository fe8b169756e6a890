/** What the everyday release takes as it is, folded away under one line that says what it is. */
import { usePanel } from '../../store/panel-context.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { DraftField, ReleaseDraft, ReleaseProblems } from './release-draft.ts';
import styles from './release-dialog.module.css';

interface ReleaseTermsFormProps {
  readonly draft: ReleaseDraft;
  readonly problems: ReleaseProblems['fields'];
  /** Without one nothing is asked and nothing counted: only its health is watched. */
  readonly hasEntry: boolean;
  readonly onChange: (part: Partial<ReleaseDraft>) => void;
}

export function ReleaseTermsForm({ draft, problems, hasEntry, onChange }: ReleaseTermsFormProps) {
  const canCheck = usePanel((panel) => panel.capabilities.previewAddress);
  const field = (name: DraftField, label: string, isMono = false) => (
    <TextField
      label={label}
      value={draft[name]}
      error={problems[name]}
      isMono={isMono}
      onChange={(value) => {
        onChange({ [name]: value });
      }}
    />
  );
  if (!hasEntry) {
    return (
      <details className={styles['fold']}>
        <summary className={styles['head']}>
          <b>Bake</b>
          <span>bake {draft.bake}; back with too few healthy blocks</span>
        </summary>
        <div className={styles['folded']}>
          <div className={styles['fields']}>{field('bake', 'Bake time')}</div>
          <p className={styles['quiet']}>
            With too few healthy blocks the work goes back by itself. How well it is done is not
            counted here.
          </p>
        </div>
      </details>
    );
  }
  return (
    <details className={styles['fold']}>
      <summary className={styles['head']}>
        <b>Checks, bake and guards</b>
        <span>{termsText(draft, canCheck)}</span>
      </summary>
      <div className={styles['folded']}>
        <h4>In isolation, before any traffic</h4>
        {canCheck ? (
          <div className={styles['fields']}>
            <div className={styles['broad']}>{field('path', 'Path', true)}</div>
            {field('status', 'Status')}
            {field('withinMs', 'Within, in ms')}
            {field('inARow', 'Good ones in a row')}
            <div className={styles['whole']}>
              {field('text', 'Text in the answer; empty: any', true)}
            </div>
          </div>
        ) : (
          <p className={styles['quiet']}>
            This yard has no address that reaches one generation alone: health checks are its proof.
          </p>
        )}
        <h4>With traffic</h4>
        <div className={styles['fields']}>
          {field('bake', 'Bake time')}
          {field('errors', 'Errors more than before, in %')}
          {field('slowness', 'Times as slow as before')}
        </div>
        <p className={styles['quiet']}>
          Worse than that, or with too few healthy blocks, the traffic goes back by itself.
        </p>
      </div>
    </details>
  );
}

function termsText(draft: ReleaseDraft, canCheck: boolean): string {
  const text = draft.text === '' ? '' : ', with a text';
  const checks = `${draft.inARow} times ${draft.path} with ${draft.status} within ${draft.withinMs} ms${text}; `;
  return `${canCheck ? checks : ''}bake ${draft.bake}; back at ${draft.errors} % more errors or ${draft.slowness} times as slow`;
}
