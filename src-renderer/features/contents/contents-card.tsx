/** What two images consist of: counts and bytes, files that differ, one of them beside, packages. */
import type { ContentsProgress, ContentsReport } from '../../../src-shared/contents.ts';
import type { ImageId } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import { usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { bytes, count, plural } from '../../ui/format.ts';
import styles from './contents.module.css';
import { FileList } from './file-list.tsx';
import { PackageTable } from './package-table.tsx';
import { useContents } from './use-contents.ts';

interface ContentsCardProps {
  readonly a: ImageId;
  readonly b: ImageId;
}

const filesText =
  'Files that were added, removed, changed or moved, line by line where they are text, and packages from lockfiles and bills of materials in the images.';
const sealedText =
  'This yard does not give away what its images consist of: files are compared in the local yard, where an image is a folder. Packages can be compared here from a lockfile or a bill of materials of each side.';

/** Anew for each pair: what was read of another one is let go. */
export function ContentsCard({ a, b }: ContentsCardProps) {
  return (
    <section className={styles['card']} aria-labelledby="contents">
      <h2 id="contents">Contents</h2>
      {a === b ? (
        <p className={styles['quiet']}>Both sides are the same image: every file is equal.</p>
      ) : (
        <Body key={`${a} ${b}`} a={a} b={b} />
      )}
    </section>
  );
}

function Body({ a, b }: ContentsCardProps) {
  const { readsImages } = usePanel((panel) => panel.capabilities);
  const { state, begin, cancel, give } = useContents(a, b);
  switch (state.kind) {
    case 'idle':
    case 'failed':
      return (
        <>
          {state.kind === 'failed' && <FaultNote fault={state.fault} />}
          <p className={styles['quiet']}>{readsImages ? filesText : sealedText}</p>
          <div>
            <ActButton onAct={begin}>
              {readsImages ? 'Compare contents' : 'Compare packages'}
            </ActButton>
          </div>
        </>
      );
    case 'reading':
      return <Reading progress={state.progress} onCancel={cancel} />;
    case 'done':
      return (
        <>
          {state.fault !== null && <FaultNote fault={state.fault} />}
          {state.report.files === null ? (
            <p className={styles['quiet']}>{sealedText}</p>
          ) : (
            <>
              <Counts files={state.report.files} />
              <FileList job={state.job} files={state.report.files} />
            </>
          )}
          <PackageTable
            job={state.job}
            given={state.given}
            packages={state.report.packages}
            onGive={give}
          />
        </>
      );
  }
}

function Reading({
  progress,
  onCancel,
}: {
  readonly progress: ContentsProgress | null;
  readonly onCancel: () => void;
}) {
  const title = progress === null ? 'Beginning to read' : plain(progress.title, 100);
  const { doneBytes = 0, totalBytes = 1 } = progress ?? {};
  const percent = totalBytes === 0 ? null : Math.round((doneBytes / totalBytes) * 100);
  return (
    <div className={styles['reading']}>
      <p>
        <span aria-live="polite">{title}</span>
        {progress !== null && percent !== null && (
          <span className={styles['quiet']}>{`, ${bytes(doneBytes)} of ${bytes(totalBytes)}`}</span>
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

function Counts({ files }: { readonly files: NonNullable<ContentsReport['files']> }) {
  const { a, b, added, removed, changed, moved, equal } = files;
  const growth = `${changed.bytes < 0 ? '\u2212' : '+'}${bytes(Math.abs(changed.bytes))}`;
  return (
    <dl className={styles['counts']}>
      <Count word="added" amount={added.count} note={bytes(added.bytes)} />
      <Count word="removed" amount={removed.count} note={bytes(removed.bytes)} />
      <Count word="changed" amount={changed.count} note={growth} />
      <Count word="moved" amount={moved.count} note={bytes(moved.bytes)} />
      <Count word="equal" amount={equal.count} note={bytes(equal.bytes)} />
      <div>
        <dt>in all</dt>
        <dd>
          {`${plural(a.count, 'file')}, ${bytes(a.bytes)} \u2192 ${plural(b.count, 'file')}, ${bytes(b.bytes)}`}
        </dd>
      </div>
    </dl>
  );
}

function Count({
  word,
  amount,
  note,
}: {
  readonly word: string;
  readonly amount: number;
  readonly note: string;
}) {
  return (
    <div data-change={word}>
      <dt>{word}</dt>
      <dd>
        <b>{count(amount)}</b>
        {amount > 0 && <span className={styles['quiet']}>{note}</span>}
      </dd>
    </div>
  );
}
