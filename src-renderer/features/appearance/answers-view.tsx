/** Answers of an API on both sides: status, headers and body, value by value. */
import type { AnswerResult, AnswerRow } from '../../../src-shared/appearance-schema.ts';
import { plain } from '../../../src-shared/wording.ts';
import { ComparisonText } from '../compare/comparison-texts.tsx';
import { latency, plural } from '../../ui/format.ts';
import styles from './appearance.module.css';

export function AnswersView(props: {
  readonly answers: readonly AnswerResult[];
  readonly nameA: string;
  readonly nameB: string;
}) {
  return (
    <section className={styles['answers']} aria-label="Answers of the API">
      {props.answers.map((answer, index) => (
        <Answer key={index} {...props} answer={answer} />
      ))}
    </section>
  );
}

function Answer(props: {
  readonly answer: AnswerResult;
  readonly nameA: string;
  readonly nameB: string;
}) {
  const { answer, nameA, nameB } = props;
  const { path, a, b, headers, ignoredHeaders, body } = answer;
  const status = ({ status: one, ms }: AnswerResult['a']): string =>
    one === null ? 'no answer' : `${String(one)} in ${latency(ms)}`;
  return (
    <article aria-label={plain(path, 200)}>
      <h3>
        <bdi>{plain(path, 200)}</bdi>
      </h3>
      <p className={styles['verdict']} data-differs={answerDiffers(answer)}>
        {answerText(answer)}
      </p>
      <p className={styles['quiet']}>
        <bdi>{nameA}</bdi>: {status(a)}; <bdi>{nameB}</bdi>: {status(b)}
      </p>
      {headers.length > 0 && <Rows {...props} title="Headers" rows={headers} />}
      {body.kind === 'json' && body.rows.length > 0 && (
        <Rows {...props} title="Body" rows={body.rows} />
      )}
      {body.kind === 'json' && body.unlisted > 0 && (
        <p className={styles['quiet']}>
          {plural(body.unlisted, 'more value differs', 'more values differ')}.
        </p>
      )}
      {body.kind === 'text' && <ComparisonText difference={body.difference} />}
      {body.kind === 'json' && body.ignored.length > 0 && (
        <p className={styles['quiet']}>
          Different and ignored in the body: <bdi>{plain(body.ignored.join(', '), 400)}</bdi>.
        </p>
      )}
      {ignoredHeaders.length > 0 && (
        <p className={styles['quiet']}>
          Headers that differ from answer to answer, ignored:{' '}
          <bdi>{plain(ignoredHeaders.join(', '), 400)}</bdi>.
        </p>
      )}
    </article>
  );
}

export function answerDiffers({ a, b, headers, body }: AnswerResult): 'no' | 'yes' | 'unknown' {
  if (a.status === null || b.status === null) return 'unknown';
  if (a.status !== b.status || headers.length > 0) return 'yes';
  if (body.kind === 'told') return body.differs;
  return body.kind === 'equal' || (body.kind === 'json' && body.rows.length === 0) ? 'no' : 'yes';
}

export function answerText(answer: AnswerResult): string {
  const { a, b, headers, body } = answer;
  if (answerDiffers(answer) === 'no') return 'The answers are equal.';
  const count = body.kind === 'json' ? body.rows.length + body.unlisted : 0;
  const isChanged = a.status !== null && b.status !== null && a.status !== b.status;
  const parts = [
    ...(isChanged ? [`status ${String(a.status)} became ${String(b.status)}`] : []),
    ...(headers.length > 0 ? [plural(headers.length, 'header differs', 'headers differ')] : []),
    ...(count > 0 ? [plural(count, 'value differs', 'values differ')] : []),
    ...(body.kind === 'text' ? ['the text differs'] : []),
  ].join(', ');
  if (body.kind !== 'told') return parts;
  const told = plain(body.text, 400);
  return parts === '' ? told : `${parts}. ${told}`;
}

const marks = { added: '+', removed: '\u2212', changed: '\u2260' } as const;

function Rows(props: {
  readonly title: string;
  readonly rows: readonly AnswerRow[];
  readonly nameA: string;
  readonly nameB: string;
}) {
  const { title, rows, nameA, nameB } = props;
  return (
    <table className={styles['table']}>
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">
            <bdi>{nameA}</bdi>
          </th>
          <th scope="col">
            <bdi>{nameB}</bdi>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index} data-change={row.change}>
            <th scope="row">
              <span className={styles['sign']} aria-hidden="true">
                {marks[row.change]}
              </span>
              <span className="visually-hidden">{row.change}: </span>
              <bdi>{plain(row.name, 200)}</bdi>
            </th>
            <td>
              <Value text={row.a} />
            </td>
            <td>
              <Value text={row.b} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ text }: { readonly text: string | null }) {
  return text === null ? (
    <span className={styles['quiet']}>none</span>
  ) : (
    <bdi>{plain(text, 300)}</bdi>
  );
}
