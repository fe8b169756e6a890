/** One file of both sides: its lines, or a sentence about it. */
import { useEffect, useState } from 'react';
import type { FileDifference, FileRow } from '../../../src-shared/contents.ts';
import type { Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs } from '../../store/panel-context.ts';
import { FaultNote } from '../../ui/fault-note.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { ComparisonText } from '../compare/comparison-texts.tsx';
import styles from './contents.module.css';

interface FileViewProps {
  readonly job: string;
  readonly row: FileRow;
}

/** Anew for each file. */
export function FileView({ job, row }: FileViewProps) {
  const acts = useActs();
  const [result, setResult] = useState<Result<FileDifference> | null>(null);
  useEffect(() => {
    let isWanted = true;
    void acts.contentsFile(job, row.row).then((answer) => {
      if (isWanted) setResult(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [acts, job, row.row]);
  if (result?.ok === true && result.value.kind === 'text') {
    return (
      <div className={styles['text']} tabIndex={0} role="region" aria-label="The chosen file">
        <ComparisonText difference={result.value.difference} />
      </div>
    );
  }
  return (
    <div className={styles['told']}>
      <h3>
        <bdi>
          <MixedText text={plain(row.path, 400)} />
        </bdi>
      </h3>
      {result === null ? (
        <p className={styles['quiet']}>Reading&hellip;</p>
      ) : result.ok ? (
        <p>{result.value.kind === 'told' && plain(result.value.text, 500)}</p>
      ) : (
        <FaultNote fault={result.fault} />
      )}
    </div>
  );
}
