/** One comparison: who is on which side, what differs, what could not be compared. */
import { ArrowLeftRight, TriangleAlert } from 'lucide-react';
import type { Comparison } from '../../../src-shared/plan.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { ReactNode } from 'react';
import { plain } from '../../../src-shared/wording.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { plural } from '../../ui/format.ts';
import type { FindingsOf } from '../../store/findings-acts.ts';
import { FindingsExport } from '../findings/findings-export.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { Picker } from '../../ui/picker.tsx';
import styles from './compare-screen.module.css';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { ComparisonText } from './comparison-texts.tsx';
import { WhatPicker } from './what-picker.tsx';

export interface Side<Id extends string> {
  readonly id: Id | null;
  readonly name: string;
  readonly hue: 'old' | 'new' | 'none';
}

interface ComparisonViewProps<Id extends string> {
  /** `image`, `generation`. */
  readonly noun: string;
  readonly a: Side<Id>;
  readonly b: Side<Id>;
  readonly options: readonly {
    readonly value: Id;
    readonly text: string;
    readonly note?: string;
  }[];
  readonly onPick: (a: Id | null, b: Id | null) => void;
  readonly comparison: Result<Comparison> | null;
  /** Of which two sides findings are saved; null while there are none. */
  readonly of: FindingsOf | null;
  /** Brings in what the lists do not have. */
  readonly finder?: ReactNode;
  /** What can be done with the right one. */
  readonly act?: ReactNode;
  /** Below the facts. */
  readonly contents?: ReactNode;
}

export function ComparisonView<Id extends string>(props: ComparisonViewProps<Id>) {
  const { a, b, options, onPick, comparison } = props;
  const found = comparison?.ok === true ? comparison.value : null;
  return (
    <div className={styles['screen']}>
      <div className={styles['title']}>
        <h1>
          <bdi>
            <MixedText text={a.name} />
          </bdi>{' '}
          and{' '}
          <bdi>
            <MixedText text={b.name} />
          </bdi>
        </h1>
        {found !== null && <Summary comparison={found} />}
        {found !== null && (
          <div className={styles['copy']}>
            <CopyButton text={comparisonMarkdown(found, a.name, b.name)}>
              Copy as Markdown
            </CopyButton>
            {props.of !== null && a.id !== b.id && <FindingsExport of={props.of} />}
          </div>
        )}
      </div>
      <div className={styles['pickers']}>
        <WhatPicker />
        <Picker
          label="Left"
          isLabelShown
          value={a.id}
          options={options}
          onPick={(id) => {
            onPick(id, b.id);
          }}
        />
        <ActButton
          onAct={() => {
            onPick(b.id, a.id);
          }}
        >
          <ArrowLeftRight size={14} aria-hidden="true" />
          Swap sides
        </ActButton>
        <Picker
          label="Right"
          isLabelShown
          value={b.id}
          options={options}
          onPick={(id) => {
            onPick(a.id, id);
          }}
        />
        {props.finder}
        {props.act}
      </div>
      {found !== null && found.missing.length > 0 && <Missing sentences={found.missing} />}
      <section className={styles['card']} aria-label="Facts">
        {a.id === b.id ? (
          <p className={styles['quiet']}>
            Both sides are the same {props.noun}: there is no difference.
          </p>
        ) : comparison === null ? (
          <p className={styles['quiet']}>Comparing&hellip;</p>
        ) : comparison.ok ? (
          <ComparisonTable
            comparison={comparison.value}
            nameA={a.name}
            nameB={b.name}
            sideA={a.hue}
            sideB={b.hue}
          />
        ) : (
          <FaultNote fault={comparison.fault} />
        )}
      </section>
      {found?.texts.map((difference) => (
        <ComparisonText key={difference.title} difference={difference} />
      ))}
      {props.contents}
    </div>
  );
}

function Summary({ comparison }: { readonly comparison: Comparison }) {
  const { rows, texts } = comparison;
  const changed = rows.filter((row) => row.change !== 'equal').length;
  const marked = rows.filter((row) => row.danger !== null).length;
  const differing = texts.filter(({ lines }) => lines.length > 0).length;
  return (
    <p>
      {plural(changed, 'difference')}
      {marked > 0 && (
        <>
          , <b className={styles['marked']}>{marked} marked</b>
        </>
      )}
      {differing > 0 && `, ${plural(differing, 'text differs', 'texts differ')}`},{' '}
      {plural(rows.length - changed, 'fact')} equal
    </p>
  );
}

/** Above the facts: a row that is not there must not pass for an equal one. */
function Missing({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <section className={styles['missing']} aria-labelledby="not-compared">
      <h2 id="not-compared">
        <TriangleAlert size={14} aria-hidden="true" />
        Not compared
      </h2>
      <ul>
        {sentences.map((sentence, index) => (
          <li key={index}>
            <bdi>{plain(sentence, 500)}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
