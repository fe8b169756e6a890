/** Keys that each do the same. */
import { Fragment } from 'react';
import { KeyCaps } from './key-caps.tsx';
import styles from './key-choices.module.css';

export function KeyChoices({ choices }: { readonly choices: readonly (readonly string[])[] }) {
  if (choices.length === 0) return <span className={styles['none']}>no keys</span>;
  return (
    <span className={styles['choices']}>
      {choices.map((keys, index) => (
        <Fragment key={keys.join()}>
          {index > 0 && <span className={styles['or']}>or</span>}
          <KeyCaps keys={keys} />
        </Fragment>
      ))}
    </span>
  );
}
