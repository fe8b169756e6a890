/** The keyboard sheet, from the same table that the shortcuts are bound from. */
import { KeyChoices } from './key-choices.tsx';
import { shortcutGroups, shownKeys } from './shortcuts.ts';
import styles from './shortcut-list.module.css';
import { useShortcutSettings } from './use-keys.ts';

export function ShortcutList() {
  const settings = useShortcutSettings();
  return (
    <div className={styles['groups']}>
      {shortcutGroups.map((group) => (
        <section key={group.title}>
          <h3>{group.title}</h3>
          <dl>
            {group.shortcuts.map((shortcut) => (
              <div key={shortcut.text}>
                <dt>
                  <KeyChoices choices={shownKeys(shortcut, settings)} />
                </dt>
                <dd>{shortcut.text}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
