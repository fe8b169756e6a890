/** Packages of both sides that differ, and where they are known from. */
import { useState } from 'react';
import type { PackageRow, PackagesReport, PackageSource } from '../../../src-shared/contents.ts';
import { contentsSides, sideWords, type ContentsSide } from '../../../src-shared/contents-words.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { count, plural } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './contents.module.css';
import { rowsAtOnce, useRows } from './use-rows.ts';

interface PackageTableProps {
  readonly job: string;
  readonly given: number;
  readonly packages: PackagesReport;
  readonly onGive: (side: ContentsSide) => void;
}

/** More rows make a slow table that nobody reads to its end; words find the others. */
const mostRows = 1000;

export function PackageTable({ job, given, packages, onGive }: PackageTableProps) {
  const { sources, added, removed, changed, equal, missing } = packages;
  return (
    <section className={styles['packages']} aria-labelledby="packages">
      <h3 id="packages">
        Packages{' '}
        {sources.length > 0 && (
          <span className={styles['quiet']}>
            {`${count(added)} added, ${count(removed)} removed, ${count(changed)} changed, ${count(equal)} equal`}
          </span>
        )}
      </h3>
      {sources.length === 0 ? (
        <p className={styles['quiet']}>
          No lockfile and no bill of materials is known of either side. One can be given for each:
          package-lock.json, yarn.lock, pnpm-lock.yaml, requirements.txt, or CycloneDX or SPDX as
          JSON.
        </p>
      ) : (
        <ul className={styles['sources']}>
          {sources.map((source) => (
            <Source
              key={`${source.side} ${source.name} ${String(source.isGiven)}`}
              source={source}
            />
          ))}
        </ul>
      )}
      <div className={styles['give']}>
        {contentsSides.map((side) => (
          <ActButton
            key={side}
            onAct={() => {
              onGive(side);
            }}
          >
            Give a list for the {sideWords[side]} side&hellip;
          </ActButton>
        ))}
      </div>
      {missing.map((sentence, index) => (
        <p key={index} className={styles['quiet']}>
          <bdi>Not compared: {plain(sentence, 400)}</bdi>
        </p>
      ))}
      {added + removed + changed > 0 && (
        <Differing job={job} given={given} differing={added + removed + changed} />
      )}
    </section>
  );
}

function Source({ source }: { readonly source: PackageSource }) {
  const { side, name, isGiven, format, problem } = source;
  return (
    <li>
      <b>{sideWords[side]}</b>{' '}
      <bdi>
        <MixedText text={plain(name, 300)} />
      </bdi>
      {isGiven && ' (given)'}
      {': '}
      {problem === null
        ? `${plain(format, 60)}, ${plural(source.count, 'package')}`
        : plain(problem, 300)}
    </li>
  );
}

function Differing({
  job,
  given,
  differing,
}: {
  readonly job: string;
  readonly given: number;
  readonly differing: number;
}) {
  const acts = useActs();
  const [filter, setFilter] = useState('');
  const rows = useRows<PackageRow>(`${job} ${String(given)} ${filter}`, (from) =>
    acts.contentsPackages({ job, filter, from, count: rowsAtOnce }),
  );
  const [parts, setParts] = useState(1);
  const total = rows.total ?? 0;
  const shown = Math.min(total, parts * rowsAtOnce, mostRows);
  const found = Array.from({ length: shown }, (_, index) => rows.rowAt(index)).filter(
    (row) => row !== null,
  );
  return (
    <>
      <div className={styles['filters']}>
        <div className={styles['filter']}>
          <TextField
            label="Filter packages"
            isLabelHidden
            type="search"
            placeholder="Words of the name"
            value={filter}
            onChange={(text) => {
              setFilter(text.slice(0, 500));
              setParts(1);
            }}
          />
        </div>
        <p className={styles['quiet']} aria-live="polite">
          {rows.total === null
            ? 'Looking\u2026'
            : `${count(rows.total)} of ${plural(differing, 'package')} that differ`}
        </p>
      </div>
      {rows.fault !== null && <FaultNote fault={rows.fault} />}
      {found.length > 0 && (
        <table className={styles['table']}>
          <caption className="visually-hidden">Packages that differ</caption>
          <thead>
            <tr>
              <th scope="col">Package</th>
              <th scope="col">Change</th>
              <th scope="col">Left</th>
              <th scope="col">Right</th>
            </tr>
          </thead>
          <tbody>
            {found.map((row) => (
              <tr key={`${row.ecosystem} ${row.name}`} data-change={row.change}>
                <th scope="row">
                  <bdi>
                    <MixedText text={plain(row.name, 200)} />
                  </bdi>{' '}
                  <span className={styles['quiet']}>{plain(row.ecosystem, 40)}</span>
                </th>
                <td>
                  {row.change}
                  {row.isOlder && <b className={styles['older']}> older</b>}
                </td>
                <td>{row.a === null ? 'none' : plain(row.a, 200)}</td>
                <td>{row.b === null ? 'none' : plain(row.b, 200)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown < total && (
        <div>
          {shown < mostRows ? (
            <ActButton
              onAct={() => {
                rows.see(shown, shown + rowsAtOnce - 1);
                setParts(parts + 1);
              }}
            >
              Show more
            </ActButton>
          ) : (
            <p className={styles['quiet']}>
              The first {count(mostRows)} of {count(total)}: words above find the others.
            </p>
          )}
        </div>
      )}
    </>
  );
}
