/** The keyboard sheet, from the same table that the shortcuts are documented in. */
import { shortcutGroups } from './shortcuts.ts';
import styles from './shortcut-list.module.css';

export function ShortcutList() {
  const isMac = navigator.userAgent.includes('Macintosh');
  return (
    <div className={styles['groups']}>
      {shortcutGroups.map((group) => (
        <section key={group.title}>
          <h3>{group.title}</h3>
          <dl>
            {group.shortcuts.map(({ shown, text }) => (
              <div key={text}>
                <dt>
                  {shown.map((key) => (
                    <kbd key={key}>{key === 'Ctrl' && isMac ? 'Cmd' : key}</kbd>
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
