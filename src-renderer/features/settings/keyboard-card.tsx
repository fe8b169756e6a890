/** Every shortcut with its keys, and other keys for it (WCAG 2.1.4: turned off, or changed). */
import { useId, useRef, useState } from 'react';
import { spokenOf, type Combination } from '../../../src-shared/key-combination.ts';
import {
  activeKeys,
  defaultKeys,
  mostKeys,
  ownKeys,
  problemOf,
  usualShortcuts,
  withKeys,
  type KeyedName,
  type ShortcutSettings,
} from '../../../src-shared/shortcut-keys.ts';
import { useActs, usePanelStore } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { CheckBox } from '../../ui/check-box.tsx';
import { KeyChoices } from '../frame/key-choices.tsx';
import { isMac } from '../frame/key-meaning.ts';
import { shortcutGroups, shownKeys, type Shortcut } from '../frame/shortcuts.ts';
import { useShortcutSettings } from '../frame/use-keys.ts';
import { nameOfShortcut, problemText } from './key-problem-words.ts';
import { KeyRecorder } from './key-recorder.tsx';
import styles from './keyboard-card.module.css';

interface Recording {
  readonly name: KeyedName;
  /** In place of what it has, or beside it. */
  readonly mode: 'change' | 'add';
}

export function KeyboardCard() {
  const settings = useShortcutSettings();
  const acts = useActs();
  const panel = usePanelStore();
  const [recording, setRecording] = useState<Recording | null>(null);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const save = (shortcuts: ShortcutSettings): void => {
    const kept = panel.getState().panel?.settings;
    if (kept !== undefined) acts.saveSettings({ ...kept, shortcuts });
  };
  /** The button that was pressed gets the focus back; it is there again in the next frame. */
  const leave = ({ name, mode }: Recording): void => {
    setRecording(null);
    requestAnimationFrame(() => {
      const back = list.current?.querySelector<HTMLElement>(`[data-keys-of="${name}"]`);
      const buttons = [...(back?.querySelectorAll('button') ?? [])];
      (mode === 'add' && buttons.length > 1 ? buttons[1] : buttons[0])?.focus();
    });
  };
  const give = (name: KeyedName, keys: readonly Combination[], pressed: Combination | null) => {
    const problem = problemOf(name, keys, settings);
    if (problem !== null) return problemText(problem, pressed, isMac());
    save(withKeys(name, keys, settings));
    const now = keys.map((each) => spokenOf(each, isMac())).join(' or ');
    setSaid(`${nameOfShortcut(name)}: ${now === '' ? 'no keys' : now}.`);
    return null;
  };
  const record = ({ name, mode }: Recording, combination: Combination | null): string | null => {
    const own = ownKeys(name, settings);
    const keys =
      combination === null
        ? []
        : mode === 'add'
          ? [...new Set([...own, combination])]
          : [combination];
    const because = give(name, keys, combination);
    if (because === null) leave({ name, mode });
    return because;
  };
  const isUsual = Object.keys(settings.changed).length === 0 && settings.singleKeys !== 'off';
  return (
    <section className={styles['card']} aria-label="Keyboard" ref={list}>
      <h2>Keyboard</h2>
      <p className={styles['quiet']}>
        No shortcut changes a fleet. Those that have to do with one lead to its button or open its
        plan. What you change holds at once.
      </p>
      <CheckBox
        isOn={settings.singleKeys !== 'off'}
        onChange={(isOn) => {
          const { changed } = settings;
          save(isOn ? { changed } : { singleKeys: 'off', changed });
        }}
      >
        Letters, digits and signs alone are shortcuts
        <span className={styles['note']}>
          Turn it off when you speak to your computer, or press keys unmeant. Inside fields they are
          always text.
        </span>
      </CheckBox>
      {shortcutGroups.slice(0, 2).map(({ title, shortcuts }) => (
        <div key={title} className={styles['group']}>
          <h3>{title}</h3>
          <ul>
            {shortcuts.map((shortcut) => (
              <Row
                key={shortcut.text}
                shortcut={shortcut}
                settings={settings}
                recording={recording}
                onBegin={setRecording}
                onRecord={record}
                onLeave={(isByEscape) => {
                  if (isByEscape && recording !== null) leave(recording);
                  else setRecording(null);
                }}
                onReset={(name) => give(name, defaultKeys[name], null)}
              />
            ))}
          </ul>
        </div>
      ))}
      <ActButton
        className={styles['all']}
        refusedBecause={isUsual ? 'Nothing is changed.' : undefined}
        onAct={() => {
          save(usualShortcuts);
          setSaid('All shortcuts have their usual keys.');
        }}
      >
        Reset all
      </ActButton>
      <p role="status" className="visually-hidden">
        {said}
      </p>
    </section>
  );
}

interface RowProps {
  readonly shortcut: Shortcut;
  readonly settings: ShortcutSettings;
  readonly recording: Recording | null;
  readonly onBegin: (recording: Recording) => void;
  readonly onRecord: (recording: Recording, combination: Combination | null) => string | null;
  readonly onLeave: (isByEscape: boolean) => void;
  /** Answers why not. */
  readonly onReset: (name: KeyedName) => string | null;
}

function Row(props: RowProps) {
  const { shortcut, settings, recording, onBegin } = props;
  const id = useId();
  const [refusal, setRefusal] = useState<string | null>(null);
  if (shortcut.kind === 'fixed') {
    return (
      <li className={styles['row']}>
        <span>{shortcut.text}</span>
        <KeyChoices choices={shortcut.shown} />
        <span className={styles['stays']}>stays</span>
      </li>
    );
  }
  const { name, text } = shortcut;
  const called = nameOfShortcut(name);
  const isChanged = settings.changed[name] !== undefined;
  const own = ownKeys(name, settings);
  const shown = shownKeys(shortcut, settings);
  const active = activeKeys(name, settings);
  const off = own.filter((each) => !active.includes(each));
  const begin = (mode: Recording['mode']): void => {
    setRefusal(null);
    onBegin({ name, mode });
  };
  return (
    <li className={styles['row']} data-keys-of={name} data-is-changed={isChanged || undefined}>
      <span>
        {text}
        {isChanged && <span className={styles['changed']}>changed</span>}
      </span>
      {recording?.name === name ? (
        <KeyRecorder
          label={`New keys for ${called}`}
          hintId={id}
          onKeys={(combination) => props.onRecord(recording, combination)}
          onLeave={props.onLeave}
        />
      ) : (
        <>
          <span className={styles['has']}>
            <KeyChoices choices={shown} />
            {off.length > 0 && (
              <span className={styles['note']}>
                {off.map((each) => spokenOf(each, isMac())).join(', ')} is off
              </span>
            )}
          </span>
          <span className={styles['acts']}>
            <ActButton
              look="quiet"
              label={`Change the keys of ${called}`}
              onAct={() => {
                begin('change');
              }}
            >
              Change
            </ActButton>
            {own.length > 0 && own.length < mostKeys && (
              <ActButton
                look="quiet"
                label={`Add keys to ${called}`}
                onAct={() => {
                  begin('add');
                }}
              >
                Add
              </ActButton>
            )}
            {isChanged && (
              <ActButton
                look="quiet"
                label={`Reset the keys of ${called}`}
                onAct={() => {
                  setRefusal(props.onReset(name));
                }}
              >
                Reset
              </ActButton>
            )}
          </span>
          {refusal !== null && (
            <p role="alert" className={styles['problem']}>
              {refusal}
            </p>
          )}
        </>
      )}
    </li>
  );
}
