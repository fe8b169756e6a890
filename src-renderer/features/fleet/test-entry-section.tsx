/** Through what a generation is proved in isolation: a rule that Blockyard makes, or what the operator declares. */
import { useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { testEntryWords } from '../../../src-shared/test-entry-words.ts';
import { useLaterParts } from '../../later/use-later-parts.ts';
import { usePanel } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import styles from './marker-form.module.css';

export function TestEntrySection({ fleet }: { readonly fleet: Fleet }) {
  const declared = usePanel(
    (panel) => panel.tests?.find((each) => each.fleet === fleet.id)?.test ?? null,
  );
  const [isOpen, setOpen] = useState(false);
  const later = useLaterParts(isOpen);
  return (
    <section className={styles['marker']} aria-label="Test listener">
      <h2>How is it proved alone?</h2>
      {isOpen && later !== null ? (
        <later.TestEntryForm
          fleet={fleet}
          declared={declared}
          onClose={() => {
            setOpen(false);
          }}
        />
      ) : (
        <>
          <p className={styles['words']}>
            {declared === null
              ? 'Through a test rule that Blockyard makes for each proof and removes after it.'
              : declared.turns === true
                ? `Through your ${testEntryWords(declared)}. Blockyard turns it to the candidate for each proof and puts it back.`
                : `Through your ${testEntryWords(declared)}, which you turn to the candidate.`}
          </p>
          <ActButton
            className={styles['button']}
            onAct={() => {
              setOpen(true);
            }}
          >
            {declared === null ? 'Use one of yours\u2026' : 'Change the test\u2026'}
          </ActButton>
        </>
      )}
    </section>
  );
}
