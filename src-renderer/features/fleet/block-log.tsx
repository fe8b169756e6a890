/** The tail of what a block wrote, asked for again while it is on screen. Outside text, shown as text. */
import { useEffect, useRef, useState } from 'react';
import type { BlockId, FleetId } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { LogTail } from '../../store/acts.ts';
import { useActs } from '../../store/panel-context.ts';
import { bytes } from '../../ui/format.ts';
import styles from './block-log.module.css';

const everyMs = 1500;
const linesShown = 200;
const charactersShown = 500;

export function BlockLog({ fleet, block }: { readonly fleet: FleetId; readonly block: BlockId }) {
  const acts = useActs();
  const [answer, setAnswer] = useState<{
    readonly block: BlockId;
    readonly tail: Result<LogTail>;
  } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);

  useEffect(() => {
    let isWanted = true;
    let timer = 0;
    const ask = (): void => {
      if (document.visibilityState !== 'visible') {
        timer = window.setTimeout(ask, everyMs);
        return;
      }
      void acts.log(fleet, block).then((tail) => {
        if (!isWanted) return;
        setAnswer({ block, tail });
        timer = window.setTimeout(ask, everyMs);
      });
    };
    ask();
    return () => {
      isWanted = false;
      window.clearTimeout(timer);
    };
  }, [acts, fleet, block]);

  const tail = answer?.block === block ? answer.tail : null;
  useEffect(() => {
    const element = box.current;
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [tail]);

  return (
    <div className={styles['log']}>
      <h2>Log</h2>
      {tail?.ok === true && tail.value.droppedBytes > 0 && (
        <p className={styles['dropped']}>
          {bytes(tail.value.droppedBytes)} of older output were dropped.
        </p>
      )}
      <div
        ref={box}
        className={styles['lines']}
        role="region"
        aria-label="Log of the block"
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          isAtEnd.current = scrollHeight - clientHeight - scrollTop < 24;
        }}
      >
        {tail === null ? null : !tail.ok ? (
          <p className={styles['empty']}>{plain(tail.fault.message, 300)}</p>
        ) : tail.value.lines.length === 0 ? (
          <p className={styles['empty']}>It has written nothing.</p>
        ) : (
          tail.value.lines
            .slice(-linesShown)
            .map((line, index) => <bdi key={index}>{plain(line, charactersShown)}</bdi>)
        )}
      </div>
    </div>
  );
}
