/** The band on top: which yard this is, in words and in colour, and the way back at its end. */
import { Boxes, Cloud, Container, TriangleAlert } from 'lucide-react';
import type { Ref } from 'react';
import type { Band as BandFacts } from '../../../src-shared/panel.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useFleet, usePanelState, useSetView } from '../../store/panel-context.ts';
import { plural } from '../../ui/format.ts';
import { Picker } from '../../ui/picker.tsx';
import { AccountFacts } from './account-facts.tsx';
import styles from './band.module.css';
import { linkWord } from './link-word.ts';
import { Logo } from './logo.tsx';
import { RevertButton } from './revert-button.tsx';
import { YardPicker } from './yard-picker.tsx';

const kinds = {
  local: { word: 'Local', icon: Boxes },
  docker: { word: 'Docker', icon: Container },
  aws: { word: 'AWS', icon: Cloud },
} as const;

export function Band({ revertRef }: { readonly revertRef: Ref<HTMLButtonElement> }) {
  const band = usePanelState(({ panel }) => panel?.band);
  const account = band?.account ?? null;
  const link = usePanelState(({ panel }) => panel?.link);
  const fleets = usePanelState(({ panel }) => panel?.fleets) ?? [];
  const fleet = useFleet();
  const setView = useSetView();
  return (
    // In the top layer: a modal dialog hides and locks everything else, never the way back.
    <header
      className={styles['band']}
      data-kind={band?.kind ?? 'local'}
      data-react-aria-top-layer="true"
    >
      <div className={styles['logo']}>
        <Logo />
      </div>
      {band !== undefined && <Yard band={band} />}
      {account !== null && <AccountFacts account={account} />}
      {account === null && band !== undefined && band.detail !== '' && (
        <bdi className={styles['detail']}>{plain(band.detail, 120)}</bdi>
      )}
      {fleets.length > 1 && (
        <div className={styles['fleets']}>
          <Picker
            label="Fleet"
            value={fleet?.id ?? null}
            placeholder={plural(fleets.length, 'fleet')}
            options={fleets.map((each) => ({ value: each.id, text: plain(each.name, 60) }))}
            onPick={(id) => {
              setView({ fleet: id, block: null, lane: null });
            }}
          />
        </div>
      )}
      {link !== undefined && link.kind !== 'live' && (
        <span className={styles['link']} data-kind={link.kind}>
          <TriangleAlert size={14} aria-hidden="true" />
          {linkWord(link)}
        </span>
      )}
      <div className={styles['grow']} />
      <RevertButton buttonRef={revertRef} />
    </header>
  );
}

function Yard({ band }: { readonly band: BandFacts }) {
  const { word, icon: Icon } = kinds[band.kind];
  return (
    <div className={styles['yard']}>
      <span className={styles['kind']}>
        <Icon size={14} aria-hidden="true" />
        <span>{word}</span>
      </span>
      <YardPicker />
    </div>
  );
}
