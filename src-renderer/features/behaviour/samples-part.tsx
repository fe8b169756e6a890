/** Sample requests to both generations: sent by a press, with how far it is, and what came of them. */
import { firstList } from '../../../src-shared/appearance.ts';
import type { AppearanceProgress } from '../../../src-shared/appearance-schema.ts';
import { sampledPaths, samplesPerPath } from '../../../src-shared/behaviour.ts';
import { plain } from '../../../src-shared/wording.ts';
import { usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { plural } from '../../ui/format.ts';
import type { BehaviourSides } from './behaviour-side.ts';
import styles from './behaviour.module.css';
import { SamplesView } from './samples-view.tsx';
import { useBehaviour } from './use-behaviour.ts';

export function SamplesPart({ fleet, a, b }: BehaviourSides) {
  const settings = usePanel((panel) => panel.settings);
  const yard = usePanel((panel) => panel.yard);
  const kept = settings.appearance?.find((one) => one.yard === yard && one.fleet === fleet.id);
  const list = kept?.list ?? firstList;
  const { paths, left } = sampledPaths(list);
  const { state, begin, cancel } = useBehaviour();
  if (state.kind === 'running') return <Asking progress={state.progress} onCancel={cancel} />;
  const each = samplesPerPath(paths.length);
  const shown = paths.slice(0, 4).map(({ path }) => plain(path, 60));
  const more = paths.length - shown.length;
  return (
    <>
      {state.kind === 'failed' && <FaultNote fault={state.fault} />}
      <p className={styles['quiet']}>
        {`${String(each)} requests to each side for each path: GET, past the traffic, one after the other and the sides in turn. The paths are those of \u201cHow it looks\u201d: `}
        <bdi>{shown.join(', ')}</bdi>
        {more > 0 && ` and ${plural(more, 'more path')}`}
        {'.'}
        {left > 0 &&
          ` ${plural(left, 'more path')} of that list ${left === 1 ? 'is' : 'are'} not asked.`}
      </p>
      <div>
        <ActButton
          onAct={() => {
            const { waitsSeconds } = list;
            const sides = { a: a.generation.id, b: b.generation.id };
            begin({ fleet: fleet.id, ...sides, paths: [...paths], waitsSeconds });
          }}
        >
          {state.kind === 'done' ? 'Send them again' : 'Send sample requests'}
        </ActButton>
      </div>
      {state.kind === 'done' && <SamplesView report={state.report} {...{ a, b }} />}
    </>
  );
}

function Asking({
  progress,
  onCancel,
}: {
  readonly progress: AppearanceProgress | null;
  readonly onCancel: () => void;
}) {
  const { title = '', done = 0, total = 0 } = progress ?? {};
  const percent = total === 0 ? null : Math.round((done / total) * 100);
  return (
    <div className={styles['asking']}>
      <p>
        {progress === null ? 'Beginning' : <bdi>{plain(title, 120)}</bdi>}
        {total > 0 && (
          <span
            className={styles['quiet']}
          >{`, ${String(done)} of ${String(total)} to each side`}</span>
        )}
      </p>
      <div
        className={styles['progress']}
        role="progressbar"
        aria-label="Sending sample requests"
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
