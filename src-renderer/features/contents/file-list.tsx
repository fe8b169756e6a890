/** Files that differ, to be searched, and the one that is chosen beside them. */
import { useState } from 'react';
import type { ContentsReport, FileChange, FileRow } from '../../../src-shared/contents.ts';
import { fileChanges } from '../../../src-shared/contents-words.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs } from '../../store/panel-context.ts';
import { FaultNote } from '../../ui/fault-note.tsx';
import { bytes, count, plural } from '../../ui/format.ts';
import { LongList } from '../../ui/long-list.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './contents.module.css';
import { FileView } from './file-view.tsx';
import { rowsAtOnce, useRows } from './use-rows.ts';

interface FileListProps {
  readonly job: string;
  readonly files: NonNullable<ContentsReport['files']>;
}

const marks = { added: '+', removed: '\u2212', changed: '~', moved: '\u2192' } as const;

export function FileList({ job, files }: FileListProps) {
  const acts = useActs();
  const [filter, setFilter] = useState('');
  const [change, setChange] = useState<FileChange | null>(null);
  const [chosen, setChosen] = useState<{ index: number; row: FileRow } | null>(null);
  const rows = useRows<FileRow>(`${job} ${change ?? ''} ${filter}`, (from) =>
    acts.contentsFiles({ job, filter, change, from, count: rowsAtOnce }),
  );
  const differing = fileChanges.reduce((sum, kind) => sum + files[kind].count, 0);
  if (differing === 0) return <p className={styles['quiet']}>No file differs.</p>;
  return (
    <>
      <div className={styles['filters']}>
        <div className={styles['filter']}>
          <TextField
            label="Filter files"
            isLabelHidden
            type="search"
            placeholder="Words of the path"
            value={filter}
            filter
            onChange={(text) => {
              setFilter(text.slice(0, 500));
              setChosen(null);
            }}
          />
        </div>
        <div className={styles['kinds']} role="group" aria-label="Which files">
          {[null, ...fileChanges].map((kind) => (
            <button
              key={kind ?? 'all'}
              type="button"
              aria-pressed={change === kind}
              onClick={() => {
                setChange(kind);
                setChosen(null);
              }}
            >
              {kind ?? 'all'}
            </button>
          ))}
        </div>
        <p className={styles['quiet']} aria-live="polite">
          {rows.total === null
            ? 'Looking\u2026'
            : `${count(rows.total)} of ${plural(differing, 'file')}`}
        </p>
      </div>
      {rows.fault !== null && <FaultNote fault={rows.fault} />}
      <div className={styles['beside']}>
        {rows.total === 0 ? (
          <p className={styles['quiet']}>No file that differs has these words in its path.</p>
        ) : (
          <LongList
            key={`${change ?? ''} ${filter}`}
            label="Files that differ"
            total={rows.total ?? 0}
            rowAt={(index) => {
              const row = rows.rowAt(index);
              return row === null ? null : <Row row={row} />;
            }}
            onView={rows.see}
            chosen={chosen?.index ?? null}
            onChoose={(index) => {
              const row = rows.rowAt(index);
              if (row !== null) setChosen({ index, row });
            }}
          />
        )}
        {chosen === null ? (
          <p className={styles['quiet']}>Choose a file to see it line by line.</p>
        ) : (
          <FileView key={chosen.row.row} job={job} row={chosen.row} />
        )}
      </div>
    </>
  );
}

function Row({ row }: { readonly row: FileRow }) {
  const { change, path, from, bytesA, bytesB, note } = row;
  const sizes = [bytesA, bytesB].flatMap((size) => (size === null ? [] : [bytes(size)]));
  const more = [from === null ? null : `was ${plain(from, 300)}`, note].filter(
    (text) => text !== null,
  );
  return (
    <span className={styles['file']} data-change={change}>
      <span className={styles['mark']} aria-hidden="true">
        {marks[change]}
      </span>
      <span className="visually-hidden">{change}: </span>
      <bdi className={styles['path']} title={plain(path, 400)}>
        <MixedText text={plain(path, 400)} />
        {more.length > 0 && <i>{plain(more.join(', '), 400)}</i>}
      </bdi>
      <span className={styles['size']}>{[...new Set(sizes)].join(' \u2192 ')}</span>
    </span>
  );
}
