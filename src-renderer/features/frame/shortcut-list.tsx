/** The keyboard sheet, from the same table that the shortcuts are bound from. */
import { Fragment } from 'react';
import { KeyCaps } from './key-caps.tsx';
import { shortcutGroups } from './shortcuts.ts';
import styles from './shortcut-list.module.css';

export function ShortcutList() {
  return (
    <div className={styles['groups']}>
      {shortcutGroups.map((group) => (
        <section key={group.title}>
          <h3>{group.title}</h3>
          <dl>
            {group.shortcuts.map(({ shown, text }) => (
              <div key={text}>
                <dt>
                  {shown.map((keys, index) => (
                    <Fragment key={keys.join()}>
                      {index > 0 && <span className={styles['or']}>or</span>}
                      <KeyCaps keys={keys} />
                    </Fragment>
                  ))}
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
