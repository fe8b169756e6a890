/** What the operating system shows of Blockyard: notifications, and the icon in the menu bar. */
import type { Settings } from '../../../src-shared/panel.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { CheckBox } from '../../ui/check-box.tsx';
import { Choice } from '../../ui/choice.tsx';
import styles from './settings-screen.module.css';

export function Notifications() {
  const settings = usePanel((panel) => panel.settings);
  const acts = useActs();
  const save = (change: Partial<Settings>): void => {
    acts.saveSettings({ ...settings, ...change });
  };
  return (
    <section className={styles['card']}>
      <h2>Notifications</h2>
      <p className={styles['quiet']}>
        Shown by the system while this window is not in front. A press on one opens its fleet; none
        of them changes anything.
      </p>
      <Choice
        name="Notifications"
        value={settings.notifications ?? 'all'}
        options={[
          { value: 'all', text: 'All', note: 'Each end of a change too, also a good one.' },
          {
            value: 'needs-me',
            text: 'Only what needs me',
            note: 'A change that failed, was stopped or waits for a press, a guard that broke, a sign-in.',
          },
          { value: 'none', text: 'None' },
        ]}
        onPick={(notifications) => {
          save({ notifications });
        }}
      />
      <CheckBox
        isOn={settings.tray !== 'hidden'}
        onChange={(isOn) => {
          save({ tray: isOn ? 'shown' : 'hidden' });
        }}
      >
        Show an icon in the menu bar or tray, where the desktop has one
      </CheckBox>
    </section>
  );
}
