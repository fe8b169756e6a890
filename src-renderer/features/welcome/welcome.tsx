/**
 * What stands above the fleet until somebody has chosen how to begin, or has begun. It covers nothing, and never comes
 * back by itself.
 */
import { BookOpen, Cloud, FileText, X } from 'lucide-react';
import { useId } from 'react';
import type { Settings } from '../../../src-shared/panel.ts';
import { welcomed } from '../../store/end-welcome.ts';
import { useActs, usePanel, useSetView } from '../../store/panel-context.ts';
import { useOpenReleaseFile } from '../frame/use-open-release-file.ts';
import { begun } from '../guide/begun.ts';
import styles from './welcome.module.css';

const themes: readonly { readonly value: Settings['theme']; readonly word: string }[] = [
  { value: 'system', word: 'As the system' },
  { value: 'dark', word: 'Dark' },
  { value: 'light', word: 'Light' },
];

export function Welcome() {
  const settings = welcomed(usePanel((panel) => panel.settings));
  const acts = useActs();
  const setView = useSetView();
  const openReleaseFile = useOpenReleaseFile();
  const name = useId();
  return (
    <section className={styles['welcome']} aria-label="Welcome">
      <div className={styles['head']}>
        <p>
          <b>Welcome to Blockyard.</b> It releases immutable fleets: a new generation beside the old
          one, one press over, one press back.
        </p>
        <div className={styles['theme']} role="radiogroup" aria-label="Theme">
          {themes.map(({ value, word }) => (
            <label key={value}>
              <input
                type="radio"
                name={name}
                checked={settings.theme === value}
                onChange={() => {
                  acts.saveSettings({ ...settings, welcome: 'due', theme: value });
                }}
              />
              <span>{word}</span>
            </label>
          ))}
        </div>
        <button
          type="button"
          className={styles['skip']}
          onClick={() => {
            acts.saveSettings(settings);
          }}
        >
          Skip
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <div className={styles['cards']}>
        <Card
          icon={BookOpen}
          title="Explore the sample fleet"
          text="Real servers on this computer, no account. A guided release: over, back, and a failing image that comes back by itself."
          onChoose={() => {
            acts.saveSettings({ ...settings, guide: begun(settings.guide) });
            setView({ screen: 'fleet' });
          }}
        />
        <Card
          icon={Cloud}
          title="Connect an AWS profile"
          text="Tries it first and changes nothing. You choose how careful this yard is: look only, normal, or strict."
          onChoose={() => {
            acts.saveSettings(settings);
            setView({ dialog: { kind: 'connect' } });
          }}
        />
        <Card
          icon={FileText}
          title="Open a release file"
          text="JSON or YAML. Its plan opens, filled in; nothing is sent before you press."
          onChoose={() => {
            acts.saveSettings(settings);
            openReleaseFile();
          }}
        />
      </div>
    </section>
  );
}

interface CardProps {
  readonly icon: typeof Cloud;
  readonly title: string;
  readonly text: string;
  readonly onChoose: () => void;
}

function Card({ icon: Icon, title, text, onChoose }: CardProps) {
  const id = useId();
  return (
    <div className={styles['card']}>
      <Icon size={18} strokeWidth={1.7} aria-hidden="true" />
      {/* Its name is short, and all of the card is its target. */}
      <button type="button" aria-describedby={id} onClick={onChoose}>
        {title}
      </button>
      <p id={id}>{text}</p>
    </div>
  );
}
