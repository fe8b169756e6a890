/** One disk: its share in per cent, where the changes lie as a strip, and what could not be read of it. */
import type { Disk, DiskReading } from '../../../src-shared/disk-blocks.ts';
import { binaryText, percentText, stripWords } from '../../../src-shared/disk-strip.ts';
import { plain } from '../../../src-shared/wording.ts';
import { FaultNote } from '../../ui/fault-note.tsx';
import { count } from '../../ui/format.ts';
import styles from './disks.module.css';

export function DiskView({ disk: { name, reading, notes } }: { readonly disk: Disk }) {
  return (
    <section className={styles['disk']}>
      <h3>
        <bdi>{plain(name, 80)}</bdi>
        {reading.kind === 'compared' && <Share reading={reading} />}
      </h3>
      <DiskBody name={name} reading={reading} />
      {notes.map((note, index) => (
        <p key={index} className={styles['quiet']}>
          <bdi>{plain(note, 400)}</bdi>
        </p>
      ))}
    </section>
  );
}

type Compared = Extract<DiskReading, { readonly kind: 'compared' }>;

function Share({ reading: { changed, blocks, readBlocks } }: { readonly reading: Compared }) {
  const share = percentText(changed, blocks);
  return <b>{readBlocks < blocks ? `at least ${share} changed` : `${share} changed`}</b>;
}

function DiskBody({ name, reading }: { readonly name: string; readonly reading: DiskReading }) {
  switch (reading.kind) {
    case 'compared':
      return <ComparedDisk name={name} reading={reading} />;
    case 'unrelated':
      return <UnrelatedDisk reading={reading} />;
    case 'told':
      return (
        <p className={styles['quiet']}>
          <bdi>{plain(reading.text, 400)}</bdi>
        </p>
      );
    case 'failed':
      return <FaultNote fault={reading.fault} />;
  }
}

function ComparedDisk({ name, reading }: { readonly name: string; readonly reading: Compared }) {
  const { blocks, blockBytes, changed, readBlocks, strip } = reading;
  const size = blocks * blockBytes;
  const words = stripWords(strip, size);
  const isPart = readBlocks < blocks;
  return (
    <>
      <div className={styles['strip']}>
        <svg
          viewBox={`0 0 ${String(strip.length)} 100`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Changed blocks of ${plain(name, 80)}: ${words}`}
        >
          {strip.map((share, part) =>
            share === 0 ? null : <Range key={part} part={part} share={share} />,
          )}
        </svg>
        <p className={styles['ends']} aria-hidden="true">
          <span>0</span>
          <span>{binaryText(size)}</span>
        </p>
      </div>
      <p className={styles['quiet']}>
        {`${count(changed)} of ${count(blocks)} blocks of ${binaryText(blockBytes)}, ${binaryText(changed * blockBytes)}: ${words}.`}
      </p>
      {isPart && (
        <p className={styles['quiet']}>
          {`Read up to ${binaryText(readBlocks * blockBytes)} and no further: that took all the requests, or all the time, of one comparison. What lies beyond is not known.`}
        </p>
      )}
    </>
  );
}

/** As high as its share, and never too low to be seen; unread ranges are low and grey. */
function Range({ part, share }: { readonly part: number; readonly share: number | null }) {
  const height = share === null ? 30 : Math.max(15, share * 100);
  return (
    <rect
      x={part}
      y={100 - height}
      width={1.05}
      height={height}
      className={styles[share === null ? 'unread' : 'changed']}
    />
  );
}

type Unrelated = Extract<DiskReading, { readonly kind: 'unrelated' }>;

function UnrelatedDisk({ reading: { said, written, fault } }: { readonly reading: Unrelated }) {
  return (
    <>
      <p className={styles['quiet']}>
        <bdi>{plain(said, 400)}</bdi> Blocks of snapshots from different disks cannot be compared.
      </p>
      {written !== null && <p className={styles['quiet']}>{writtenText(written)}</p>}
      {fault !== null && <FaultNote fault={fault} />}
    </>
  );
}

function writtenText({ blockBytes, a, b, both }: NonNullable<Unrelated['written']>): string {
  const text = (blocks: number) => binaryText(blocks * blockBytes);
  return `Written: ${text(a)} on the left, ${text(b)} on the right. ${text(both)} of that is in the same places on both; whether it is equal is not known.`;
}
