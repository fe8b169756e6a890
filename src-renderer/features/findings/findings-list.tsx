/** What a comparison found, what is worth a look first, and what it did not compare. */
import { TriangleAlert } from 'lucide-react';
import {
  areasText,
  areaWords,
  askedForText,
  findingsText,
  unlistedText,
} from '../../../src-shared/findings.ts';
import type { Finding, Findings } from '../../../src-shared/findings-schema.ts';
import { plain } from '../../../src-shared/wording.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { capital } from '../fleet/sentence.ts';
import styles from './findings-list.module.css';

export function FindingsList({ findings }: { readonly findings: Findings }) {
  const { a, b, listed, missing, moreMissing, areas } = findings;
  const more = unlistedText(findings);
  return (
    <div className={styles['findings']}>
      <p className={styles['sum']}>
        <b>{capital(findingsText(findings))}.</b> Compared: {areasText(areas)}.{' '}
        {askedForText(areas)}
      </p>
      {missing.length > 0 && (
        <div className={styles['missing']}>
          <h3>
            <TriangleAlert size={13} aria-hidden="true" />
            Not compared
          </h3>
          <ul>
            {missing.map((sentence, index) => (
              <li key={index}>
                <bdi>{plain(sentence, 500)}</bdi>
              </li>
            ))}
            {moreMissing > 0 && <li>and {moreMissing} more</li>}
          </ul>
        </div>
      )}
      {listed.length > 0 && (
        <table className={styles['table']}>
          <caption className="visually-hidden">Findings</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col" data-side="old">
                <bdi>
                  <MixedText text={plain(a, 80)} />
                </bdi>
              </th>
              <th scope="col" data-side="new">
                <bdi>
                  <MixedText text={plain(b, 80)} />
                </bdi>
              </th>
            </tr>
          </thead>
          <tbody>
            {listed.map((finding, index) => (
              <Row key={index} finding={finding} />
            ))}
          </tbody>
        </table>
      )}
      {more !== '' && <p className={styles['more']}>{more}, counted and not listed.</p>}
    </div>
  );
}

const signs = { added: '+', removed: '\u2212', changed: '~' } as const;

function Row({ finding }: { readonly finding: Finding }) {
  const { area, subject, before, after, kind, why } = finding;
  return (
    <tr data-worth={why !== null}>
      <th scope="row">
        <span className={styles['kind']}>
          <i aria-hidden="true">{signs[kind]}</i> {kind}, {areaWords[area].toLowerCase()}
        </span>
        <bdi>
          <MixedText text={plain(subject, 300)} />
        </bdi>
        {why !== null && (
          <span className={styles['why']}>
            <TriangleAlert size={12} aria-hidden="true" />
            <MixedText text={plain(why, 300)} />
          </span>
        )}
      </th>
      <Value text={before} />
      <Value text={after} />
    </tr>
  );
}

function Value({ text }: { readonly text: string | null }) {
  return (
    <td>
      {text === null ? (
        <span className={styles['none']}>&ndash;</span>
      ) : (
        <bdi>
          <MixedText text={plain(text, 300)} />
        </bdi>
      )}
    </td>
  );
}
