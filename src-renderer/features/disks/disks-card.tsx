/** How much of the disks behind two images differs: read by a press only, because it is charged. */
import type { ImageId } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import { binaryText } from '../../../src-shared/disk-strip.ts';
import type { ContentsProgress } from '../../../src-shared/contents.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { plural } from '../../ui/format.ts';
import { DiskView } from './disk-view.tsx';
import styles from './disks.module.css';
import { useDisks } from './use-disks.ts';

interface DisksCardProps {
  readonly a: ImageId;
  readonly b: ImageId;
}

/** Anew for each pair: what was read of another one is let go. */
export function DisksCard({ a, b }: DisksCardProps) {
  return (
    <section className={styles['card']} aria-labelledby="disks">
      <h2 id="disks">Disks</h2>
      {a === b ? (
        <p className={styles['quiet']}>Both sides are the same image: every block is equal.</p>
      ) : (
        <Body key={`${a} ${b}`} a={a} b={b} />
      )}
    </section>
  );
}

function Body({ a, b }: DisksCardProps) {
  const { state, begin, cancel } = useDisks(a, b);
  switch (state.kind) {
    case 'idle':
    case 'failed':
      return (
        <>
          {state.kind === 'failed' && <FaultNote fault={state.fault} />}
          <p className={styles['quiet']}>
            EBS tells which blocks of the snapshots behind both images differ; no block is read. AWS
            charges such requests by the thousand: one asks for at most 1000 changed blocks.
          </p>
          <div>
            <ActButton onAct={begin}>Read changed blocks</ActButton>
          </div>
        </>
      );
    case 'running':
      return <Reading progress={state.progress} onCancel={cancel} />;
    case 'done': {
      const { disks, requests } = state.report;
      return (
        <>
          {disks.length === 0 && <p className={styles['quiet']}>Neither image tells of a disk.</p>}
          {disks.map((disk) => (
            <DiskView key={disk.name} disk={disk} />
          ))}
          <p className={styles['quiet']}>{`${plural(requests, 'request')} to EBS.`}</p>
        </>
      );
    }
  }
}

function Reading({
  progress,
  onCancel,
}: {
  readonly progress: ContentsProgress | null;
  readonly onCancel: () => void;
}) {
  const title = progress === null ? 'Reading both images' : plain(progress.title, 100);
  const { doneBytes = 0, totalBytes = 0 } = progress ?? {};
  const percent = totalBytes === 0 ? null : Math.round((doneBytes / totalBytes) * 100);
  return (
    <div className={styles['reading']}>
      <p>
        <span aria-live="polite">{title}</span>
        {percent !== null && (
          <span
            className={styles['quiet']}
          >{`, ${binaryText(doneBytes)} of ${binaryText(totalBytes)}`}</span>
        )}
      </p>
      <div
        className={styles['bar']}
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
        data-unknown={percent === null}
      >
        <div style={{ width: `${String(percent ?? 100)}%` }} />
      </div>
      <div>
        <ActButton onAct={onCancel}>Cancel</ActButton>
      </div>
    </div>
  );
}
