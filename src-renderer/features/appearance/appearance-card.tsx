/** How two generations look: what is compared, how far it is, and each page of both. */
import { useState } from 'react';
import type {
  AppearanceList,
  AppearanceProgress,
  AppearanceReport,
  Box,
} from '../../../src-shared/appearance-schema.ts';
import { firstList, shotsOf, whyTooMany } from '../../../src-shared/appearance.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { GenerationId } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { plural } from '../../ui/format.ts';
import { AnswersView, answerDiffers } from './answers-view.tsx';
import styles from './appearance.module.css';
import { draftOf, listOf, type DraftErrors } from './list-draft.ts';
import { ListEditor } from './list-editor.tsx';
import { ShotList } from './shot-list.tsx';
import { differs, ShotView, type Mode } from './shot-view.tsx';
import { useAppearance } from './use-appearance.ts';

export interface AppearanceCardProps {
  readonly fleet: Fleet;
  readonly a: GenerationId;
  readonly b: GenerationId;
  /** Safe text, as the facts above call them. */
  readonly nameA: string;
  readonly nameB: string;
}

const what =
  'Pages of both generations are drawn past the traffic, by a process of its own that reaches nothing but their addresses, and compared pixel by pixel; answers of an API value by value.';

export function AppearanceCard(props: AppearanceCardProps) {
  const { fleet, a, b } = props;
  return (
    <section className={styles['card']} aria-labelledby="appearance">
      <h2 id="appearance">How it looks</h2>
      {fleet.entry.kind === 'none' ? (
        <p className={styles['quiet']}>
          This fleet has no entry, so its generations have no pages.
        </p>
      ) : a === b ? (
        <p className={styles['quiet']}>Both sides are the same generation.</p>
      ) : (
        <Body key={`${fleet.id} ${a} ${b}`} {...props} />
      )}
    </section>
  );
}

function Body(props: AppearanceCardProps) {
  const { fleet, a, b } = props;
  const acts = useActs();
  const settings = usePanel((panel) => panel.settings);
  const yard = usePanel((panel) => panel.yard);
  const kept = (settings.appearance ?? []).find(
    (one) => one.yard === yard && one.fleet === fleet.id,
  );
  const [draft, setDraft] = useState(() => draftOf(kept?.list ?? firstList));
  const [errors, setErrors] = useState<DraftErrors | null>(null);
  const { state, begin, cancel } = useAppearance(fleet.id, a, b);
  const read = listOf(draft);
  const tooMany = read.kind === 'list' ? whyTooMany(read.list) : null;
  const keep = (list: AppearanceList): void => {
    if (JSON.stringify(kept?.list) === JSON.stringify(list)) return;
    const others = (settings.appearance ?? []).filter((one) => one !== kept);
    // The newest first: of a hundred fleets the one that was not looked at for longest goes.
    const appearance = [{ yard, fleet: fleet.id, list }, ...others].slice(0, 100);
    acts.saveSettings({ ...settings, appearance });
  };
  const run = (): void => {
    if (read.kind === 'errors') {
      setErrors(read.errors);
      return;
    }
    setErrors(null);
    keep(read.list);
    begin(read.list);
  };
  const ignore = (path: string, viewport: number, box: Box): void => {
    const paths = draft.paths.map((one) =>
      one.kind === 'page' && one.path.trim() === path
        ? { ...one, areas: [...one.areas, { kind: 'area' as const, viewport, box }] }
        : one,
    );
    const next = { ...draft, paths };
    setDraft(next);
    const changed = listOf(next);
    if (changed.kind === 'list') keep(changed.list);
  };
  if (state.kind === 'running') return <Drawing progress={state.progress} onCancel={cancel} />;
  return (
    <>
      {state.kind === 'failed' && <FaultNote fault={state.fault} />}
      {state.kind !== 'done' && <p className={styles['quiet']}>{what}</p>}
      <details className={styles['list']} open={errors !== null || undefined}>
        <summary>
          What is compared: {read.kind === 'list' ? listText(read.list) : 'something is to correct'}
        </summary>
        <ListEditor
          draft={draft}
          errors={read.kind === 'errors' ? read.errors : null}
          onChange={setDraft}
        />
      </details>
      <div>
        <ActButton refusedBecause={tooMany ?? undefined} onAct={run}>
          {state.kind === 'done' ? 'Compare the pages again' : 'Compare the pages'}
        </ActButton>
        {tooMany !== null && <p className={styles['problem']}>{tooMany}</p>}
      </div>
      {state.kind === 'done' && <Report {...props} report={state.report} onIgnore={ignore} />}
    </>
  );
}

function listText(list: AppearanceList): string {
  const pages = list.paths.filter(({ kind }) => kind === 'page').length;
  const answers = list.paths.length - pages;
  const shots = shotsOf(list).length;
  return [
    ...(pages > 0 ? [`${plural(pages, 'page')}, ${plural(shots, 'picture')} of each side`] : []),
    ...(answers > 0 ? [plural(answers, 'answer')] : []),
  ].join(', ');
}

function Drawing({
  progress,
  onCancel,
}: {
  readonly progress: AppearanceProgress | null;
  readonly onCancel: () => void;
}) {
  const title = progress === null ? 'Beginning' : plain(progress.title, 120);
  const { done = 0, total = 0 } = progress ?? {};
  const percent = total === 0 ? null : Math.round((done / total) * 100);
  return (
    <div className={styles['drawing']}>
      <p>
        <span aria-live="polite">
          <bdi>{title}</bdi>
        </span>
        {total > 0 && (
          <span className={styles['quiet']}>{`, ${String(done + 1)} of ${String(total)}`}</span>
        )}
      </p>
      <div
        className={styles['bar']}
        role="progressbar"
        aria-label="Drawing and comparing"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
      >
        <div style={{ width: `${String(percent ?? 0)}%` }} />
      </div>
      <div>
        <ActButton onAct={onCancel}>Cancel</ActButton>
      </div>
    </div>
  );
}

function Report(
  props: AppearanceCardProps & {
    readonly report: AppearanceReport;
    readonly onIgnore: (path: string, viewport: number, box: Box) => void;
  },
) {
  const { report, nameA, nameB, onIgnore } = props;
  const { run, shots, answers, missing } = report;
  const first = shots.find((one) => differs(one) !== 'no') ?? shots[0];
  const [picked, setPicked] = useState(first?.shot ?? 0);
  const [mode, setMode] = useState<Mode>('side');
  const [hasIgnored, setHasIgnored] = useState(false);
  const shot = shots.find((one) => one.shot === picked);
  return (
    <>
      <p className={styles['sum']} role="status">
        {sumText(report)}
      </p>
      {hasIgnored && <p className={styles['quiet']}>It is ignored from the next comparison on.</p>}
      {missing.map((sentence, index) => (
        <p key={index} className={styles['problem']}>
          <bdi>{plain(sentence, 400)}</bdi>
        </p>
      ))}
      {shots.length > 1 && <ShotList shots={shots} picked={picked} onPick={setPicked} />}
      {shot !== undefined && (
        <ShotView
          key={shot.shot}
          {...{ run, shot, nameA, nameB, mode }}
          onMode={setMode}
          onIgnore={({ x, y, width, height }) => {
            setHasIgnored(true);
            onIgnore(shot.path, shot.viewport.width, { x, y, width, height });
          }}
        />
      )}
      {answers.length > 0 && <AnswersView answers={answers} nameA={nameA} nameB={nameB} />}
    </>
  );
}

/** `2 of 4 pictures differ, 1 could not be compared; 1 of 2 answers differs.` */
function sumText({ shots, answers }: AppearanceReport): string {
  const differing = shots.filter((one) => differs(one) === 'yes').length;
  const unknown = shots.filter((one) => differs(one) === 'unknown').length;
  const others = answers.filter((one) => answerDiffers(one) === 'yes').length;
  const untold = answers.filter((one) => answerDiffers(one) === 'unknown').length;
  const pictures = `${String(differing)} of ${plural(shots.length, 'picture')} ${differing === 1 ? 'differs' : 'differ'}${unknown === 0 ? '' : `, ${String(unknown)} could not be compared`}`;
  const told = `${String(others)} of ${plural(answers.length, 'answer')} ${others === 1 ? 'differs' : 'differ'}${untold === 0 ? '' : `, ${String(untold)} could not be compared`}`;
  return `${[...(shots.length > 0 ? [pictures] : []), ...(answers.length > 0 ? [told] : [])].join('; ')}.`;
}
