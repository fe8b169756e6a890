/** Where the load balancer was told to send requests: outlined and hatched, because nobody saw them arrive. */
import type { Fleet, Generation } from '../../../src-shared/fleet.ts';
import { percent } from '../../../src-shared/wording.ts';
import { usePanel } from '../../store/panel-context.ts';
import styles from './split-bar.module.css';
import { splitView, type SplitPart } from './split-view.ts';
import { MixedText } from '../../ui/mixed-text.tsx';

interface SplitBarProps {
  readonly fleet: Fleet;
  readonly lanes: readonly Generation[];
}

export function SplitBar({ fleet, lanes }: SplitBarProps) {
  const outcome = usePanel((panel) => panel.outcomes.find((item) => item.fleet === fleet.id));
  const view = splitView(fleet, lanes, outcome);
  const [old, next] = view.parts;
  return (
    <section className={styles['panel']} aria-label="Split of the load balancer">
      <div className={styles['row']}>
        {old === undefined ? <span /> : <Side part={old} which="old" />}
        {next === undefined ? <span /> : <Side part={next} which="new" />}
      </div>
      <div className={styles['bar']} role="img" aria-label={`${view.text}, not counted`}>
        {view.parts.map((part, index) => (
          <i
            key={part.generation.id}
            data-side={index === 0 ? 'old' : index === 1 ? 'new' : 'none'}
            data-none={part.share === 0}
            style={{ flexGrow: part.share }}
          />
        ))}
      </div>
      <p className={styles['note']}>
        <b>
          <MixedText text={view.text} />
        </b>
        ; it does not tell us what was answered.
        {view.proof !== null && (
          <bdi>
            <MixedText text={` ${view.proof}`} />
          </bdi>
        )}
      </p>
    </section>
  );
}

function Side({ part, which }: { readonly part: SplitPart; readonly which: 'old' | 'new' }) {
  return (
    <span className={styles['side']} data-side={which}>
      <b>
        <bdi>{part.label}</bdi>
      </b>
      <span className={styles['share']}>{percent(part.share)}</span>
      <span className={styles['word']}>of the weights</span>
    </span>
  );
}
