/** Taking a running change over by consent: to ask for it, to hand it over, to keep it. */
import { Hand } from 'lucide-react';
import { useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { SaidWord } from '../../../src-shared/handover-schema.ts';
import { ownerText } from '../../../src-shared/wording.ts';
import { useActs, usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { pressRefusal } from '../fleet/press-refusal.ts';
import styles from './handover.module.css';
import { wordKey, type HandoverView } from './handover-view.ts';

interface HandoverActsProps {
  readonly fleet: Fleet;
  readonly view: HandoverView;
}

/** Beside what else can be said to a change that runs elsewhere. */
export function AskAct({ fleet, view }: HandoverActsProps) {
  if (view.kind !== 'elsewhere' || view.ask === null) return null;
  const who = ownerText(view.owner);
  return (
    <WordButton
      fleet={fleet}
      word={view.ask}
      label="Ask to take over"
      busy="Asking\u2026"
      title={`Nothing changes until ${who} hands it over. Once this panel is not heard of any more it is taken up without asking.`}
    />
  );
}

/** Somebody wants what runs here: said loudly, and nothing happens by itself. */
export function HandoverAsked({ fleet, view }: HandoverActsProps) {
  if (view.kind !== 'asked-of-us') return null;
  const who = ownerText(view.by);
  return (
    <div className={styles['asked']} role="status">
      <Hand size={16} aria-hidden="true" />
      <p>
        <b>
          <MixedText text={`${who} asks to take this change over.`} />
        </b>{' '}
        Handed over, it goes on there from where it stands; from here nothing more is sent.
      </p>
      <div className={styles['answers']}>
        {view.answers.map((word) => (
          <WordButton
            key={word.kind}
            fleet={fleet}
            word={word}
            label={word.kind === 'decline' ? 'Keep it' : `Hand over to ${who}`}
            busy={word.kind === 'decline' ? 'Keeping\u2026' : 'Handing over\u2026'}
          />
        ))}
      </div>
    </div>
  );
}

interface WordButtonProps {
  readonly fleet: Fleet;
  readonly word: SaidWord;
  readonly label: string;
  readonly busy: string;
  readonly title?: string;
}

function WordButton({ fleet, word, label, busy, title }: WordButtonProps) {
  const acts = useActs();
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const [pressed, setPressed] = useState<string | null>(null);
  const rollout = fleet.rollout?.id;
  const isBusy = rollout !== undefined && pressed === wordKey(rollout, word);
  return (
    <ActButton
      look="plain"
      isBusy={isBusy}
      refusedBecause={pressRefusal(link, band)}
      {...(title !== undefined && { title })}
      onAct={() => {
        if (rollout === undefined) return;
        setPressed(wordKey(rollout, word));
        void acts.say(fleet.id, rollout, word).finally(() => {
          setPressed(null);
        });
      }}
    >
      <span>
        <MixedText text={isBusy ? busy : label} />
      </span>
    </ActButton>
  );
}
