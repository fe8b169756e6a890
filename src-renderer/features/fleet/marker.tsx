/** How responses say which generation made them: without it a switch is accepted by AWS and never verified. */
import { useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import type { MarkerDeclaration } from '../../../src-shared/marker.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useLaterParts } from '../../later/use-later-parts.ts';
import { usePanel } from '../../store/panel-context.ts';
import type { Anchor } from '../../store/view-store.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { markerWords } from './marker-words.ts';
import styles from './marker-form.module.css';

const none: MarkerDeclaration = { kind: 'none' };

export function Marker({ fleet }: { readonly fleet: Fleet }) {
  const declared = usePanel(
    (panel) => panel.markers.find((each) => each.fleet === fleet.id)?.marker ?? none,
  );
  const [isOpen, setOpen] = useState(false);
  const later = useLaterParts(isOpen);
  return (
    <section className={styles['marker']} aria-label="Marker">
      <h2>Which generation answered?</h2>
      {isOpen && later !== null ? (
        <later.MarkerForm
          fleet={fleet}
          declared={declared}
          onClose={() => {
            setOpen(false);
          }}
        />
      ) : (
        <>
          <p className={styles['words']}>
            {declared.kind === 'none'
              ? 'Responses do not say which generation made them: a cutover is accepted by AWS, not verified.'
              : `Responses say it: ${plain(markerWords(declared), 400)}.`}
          </p>
          <ActButton
            className={styles['button']}
            anchor={'marker' satisfies Anchor}
            onAct={() => {
              setOpen(true);
            }}
          >
            {declared.kind === 'none' ? 'Declare a marker\u2026' : 'Change\u2026'}
          </ActButton>
        </>
      )}
    </section>
  );
}
