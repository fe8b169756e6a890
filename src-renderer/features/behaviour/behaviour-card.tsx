/** How two generations behave: how they start, what memory they take, and how they answer the same sample requests. */
import { memoryIn, memoryText } from '../../../src-shared/generation-memory.ts';
import type { BehaviourSides } from './behaviour-side.ts';
import styles from './behaviour.module.css';
import { SamplesPart } from './samples-part.tsx';
import { StartPart } from './start-part.tsx';

export function BehaviourCard({ fleet, a, b }: BehaviourSides) {
  const isSame = a.generation.id === b.generation.id;
  return (
    <section className={styles['card']} aria-labelledby="behaviour">
      <h2 id="behaviour">How it behaves</h2>
      <StartPart fleet={fleet} sides={isSame ? [a] : [a, b]} />
      <div className={styles['part']}>
        <h3>Memory now</h3>
        <dl className={styles['memory']}>
          {(isSame ? [a] : [a, b]).map(({ generation, name, hue }) => (
            <div key={generation.id}>
              <dt data-side={hue}>
                <bdi>{name}</bdi>
              </dt>
              <dd>{memoryText(memoryIn(generation))}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className={styles['part']}>
        <h3>Times and errors under the same sample requests</h3>
        {fleet.entry.kind === 'none' ? (
          <p className={styles['quiet']}>
            This fleet has no entry, so its generations answer no requests.
          </p>
        ) : isSame ? (
          <p className={styles['quiet']}>Both sides are the same generation.</p>
        ) : (
          <SamplesPart
            key={`${fleet.id} ${a.generation.id} ${b.generation.id}`}
            {...{ fleet, a, b }}
          />
        )}
      </div>
    </section>
  );
}
