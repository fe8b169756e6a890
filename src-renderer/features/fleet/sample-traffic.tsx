/** Modest requests of our own, with what became of each of them. */
import { SwitchButton, SwitchField } from 'react-aria-components';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { count, rate } from '../../ui/format.ts';
import styles from './sample-traffic.module.css';

export function SampleTraffic({ fleet }: { readonly fleet: Fleet }) {
  const sample = usePanel((panel) => panel.sampleTraffic.find((item) => item.fleet === fleet.id));
  const acts = useActs();
  if (sample === undefined) return null;
  const numbers = [
    { word: 'sent', value: sample.sent, isBad: false },
    { word: 'answered', value: sample.answered, isBad: false },
    { word: 'errors', value: sample.errors, isBad: sample.errors > 0 },
    { word: 'refused', value: sample.refused, isBad: sample.refused > 0 },
    { word: 'lost', value: sample.lost, isBad: sample.lost > 0 },
  ];
  return (
    <div className={styles['row']} data-anchor={'sample-traffic' satisfies Anchor}>
      <SwitchField
        isSelected={sample.isOn}
        onChange={(isOn) => {
          acts.setSampleTraffic(fleet.id, isOn);
        }}
      >
        <SwitchButton className={styles['switch'] ?? ''}>
          <span className={styles['track']} aria-hidden="true">
            <i />
          </span>
          Sample traffic
        </SwitchButton>
      </SwitchField>
      <span className={styles['rate']}>{sample.isOn ? rate(sample.requestsPerSecond) : 'off'}</span>
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
