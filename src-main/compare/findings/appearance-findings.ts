/** Of how two generations look and answer: pictures that changed, what pages did, and values of answers. Pure. */
import { differenceText, findingText, shotTitle } from '../../../src-shared/appearance.ts';
import type {
  AnswerResult,
  AppearanceReport,
  ShotResult,
} from '../../../src-shared/appearance-schema.ts';
import type { Finding } from '../../../src-shared/findings-schema.ts';
import type { Gathered } from './gathered.ts';
import { hunksOf } from './fact-findings.ts';

export function appearanceFindings({ run, shots, answers, missing }: AppearanceReport): Gathered {
  return {
    areas: [
      ...(shots.length === 0 ? [] : ['pages' as const]),
      ...(answers.length === 0 ? [] : ['answers' as const]),
    ],
    findings: [
      ...shots.flatMap((shot) => shotFindings(run, shot)),
      ...answers.flatMap(answerFindings),
    ],
    unlisted: answers.reduce(
      (sum, { body }) => sum + (body.kind === 'json' ? body.unlisted : 0),
      0,
    ),
    missing: [
      ...missing,
      ...shots.flatMap((shot) =>
        shot.difference.kind === 'told' ? [`${shotTitle(shot)}: ${shot.difference.text}`] : [],
      ),
      ...answers.flatMap(({ path, body }) =>
        body.kind === 'told' && body.differs === 'unknown' ? [`${path}: ${body.text}`] : [],
      ),
    ],
  };
}

function shotFindings(run: string, shot: ShotResult): Finding[] {
  const { a, b, difference } = shot;
  const subject = shotTitle(shot);
  const picture = { run, shot: shot.shot };
  const said = (side: ShotResult['a']): string[] => side.findings.map(findingText);
  const [left, right] = [said(a), said(b)];
  const looks: Finding[] =
    difference.kind === 'compared' && difference.changed > 0
      ? [
          {
            ...{ area: 'pages', subject, before: null, after: differenceText(difference) },
            ...{ kind: 'changed', why: null, picture },
          },
        ]
      : [];
  return [
    ...statusFindings('pages', subject, a.status, b.status),
    ...looks,
    ...left
      .filter((text) => !right.includes(text))
      .map((text): Finding => ({ area: 'pages', subject, before: text, after: null, kind: 'removed', why: null })), // prettier-ignore
    ...right
      .filter((text) => !left.includes(text))
      .map((text): Finding => ({ area: 'pages', subject, before: null, after: text, kind: 'added', why: null })), // prettier-ignore
  ];
}

function answerFindings({ path, a, b, headers, body }: AnswerResult): Finding[] {
  return [
    ...statusFindings('answers', path, a.status, b.status),
    ...headers.map((row) => rowFinding(`${path}, header ${row.name}`, row)),
    ...(body.kind === 'json' ? body.rows.map((row) => rowFinding(`${path} ${row.name}`, row)) : []),
    ...(body.kind === 'text' ? hunksOf('answers', { ...body.difference, title: path }) : []),
    ...(body.kind === 'told' && body.differs === 'yes'
      ? [{ area: 'answers', subject: path, before: null, after: body.text, kind: 'changed', why: null } as const] // prettier-ignore
      : []),
  ];
}

function rowFinding(subject: string, { change, a, b }: AnswerResult['headers'][number]): Finding {
  return { area: 'answers', subject, before: a, after: b, kind: change, why: null };
}

function statusFindings(
  area: 'pages' | 'answers',
  path: string,
  before: number | null,
  after: number | null,
): Finding[] {
  if (before === after) return [];
  const text = (status: number | null): string =>
    status === null ? 'no answer' : `status ${String(status)}`;
  const isWorse = after === null || (after >= 400 && (before === null || before < 400));
  const why = isWorse ? 'It answered before.' : 'It answers otherwise.';
  return [
    { area, subject: `${path}, status`, before: text(before), after: text(after), kind: 'changed', why }, // prettier-ignore
  ];
}
