/** Modest requests of our own, or jobs in a queue of ours, with what became of each of them. */
import { SwitchButton, SwitchField } from 'react-aria-components';
import { isServed } from '../../../src-shared/entry-of.ts';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { SampleWork as SampleWorkCounts } from '../../../src-shared/work-schema.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { count, rate } from '../../ui/format.ts';
import styles from './sample-traffic.module.css';

export function SampleTraffic({ fleet }: { readonly fleet: Fleet }) {
  const sample = usePanel((panel) => panel.sampleTraffic.find((item) => item.fleet === fleet.id));
  const { sampleWork } = fleet;
  if (sampleWork !== undefined) return <SampleWork fleet={fleet} work={sampleWork} />;
  if (sample === undefined || !isServed(fleet)) return null;
  const numbers = [
    { word: 'sent', value: sample.sent, isBad: false },
    { word: 'answered', value: sample.answered, isBad: false },
    { word: 'errors', value: sample.errors, isBad: sample.errors > 0 },
    { word: 'refused', value: sample.refused, isBad: sample.refused > 0 },
    { word: 'lost', value: sample.lost, isBad: sample.lost > 0 },
  ];
  const speed = sample.isOn ? rate(sample.requestsPerSecond) : 'off';
  return (
    <Sample
      fleet={fleet}
      word="Sample traffic"
      isOn={sample.isOn}
      speed={speed}
      numbers={numbers}
    />
  );
}

function SampleWork({ fleet, work }: { readonly fleet: Fleet; readonly work: SampleWorkCounts }) {
  const numbers = [
    { word: 'queued', value: work.queued, isBad: false },
    { word: 'fetched', value: work.fetched, isBad: false },
    { word: 'done', value: work.done, isBad: false },
    { word: 'lost', value: work.lost, isBad: work.lost > 0 },
    { word: 'done twice', value: work.twice, isBad: work.twice > 0 },
  ];
  const speed = work.isOn ? `${count(work.running)} running` : 'off';
  return (
    <Sample fleet={fleet} word="Sample work" isOn={work.isOn} speed={speed} numbers={numbers} />
  );
}

interface SampleProps {
  readonly fleet: Fleet;
  readonly word: string;
  readonly isOn: boolean;
  readonly speed: string;
  readonly numbers: readonly {
    readonly word: string;
    readonly value: number;
    readonly isBad: boolean;
  }[];
}

function Sample({ fleet, word: name, isOn, speed, numbers }: SampleProps) {
  const acts = useActs();
  return (
    <div className={styles['row']} data-anchor={'sample-traffic' satisfies Anchor}>
      <SwitchField
        isSelected={isOn}
        onChange={(next) => {
          acts.setSampleTraffic(fleet.id, next);
        }}
      >
        <SwitchButton className={styles['switch'] ?? ''}>
          <span className={styles['track']} aria-hidden="true">
            <i />
          </span>
          {name}
        </SwitchButton>
      </SwitchField>
      <span className={styles['rate']}>{speed}</span>
      <dl className={styles['numbers']}>
        {numbers.map(({ word, value, isBad }) => (
          <div key={word} data-bad={isBad}>
            <dt>{word}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
