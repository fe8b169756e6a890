/** What has become of a link that was opened: on its way, offered, or why it leads nowhere. */
import type { LinkPlace } from '../../../src-shared/deep-link.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, useSetView, useView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import styles from './opened-link.module.css';

function Where({ place }: { readonly place: LinkPlace }) {
  return (
    <>
      <bdi>{plain(place.part ?? place.fleet, 80)}</bdi>
      {place.part !== null && (
        <>
          {' '}
          of <bdi>{plain(place.fleet, 80)}</bdi>
        </>
      )}{' '}
      in the yard <bdi>{plain(place.yard, 80)}</bdi>
    </>
  );
}

export function OpenedLinkNote() {
  const link = useView((view) => view.link);
  const setView = useSetView();
  const acts = useActs();
  if (link === null) return null;
  const putAway = (): void => {
    setView({ link: null });
  };
  return (
    <div className={styles['place']}>
      {link.kind === 'refused' ? (
        <FaultNote fault={link.fault} onDismiss={putAway} />
      ) : (
        <div className={styles['note']} role="status">
          <p>
            {link.kind === 'going' ? (
              <>
                Opening a link to <Where place={link.place} />
                &hellip;
              </>
            ) : (
              <>
                {link.because} A link leads to <Where place={link.place} />.
              </>
            )}
          </p>
          {link.kind === 'offered' && <ActButton onAct={acts.goToLink}>Go there</ActButton>}
          <ActButton look="quiet" onAct={putAway}>
            {link.kind === 'going' ? 'Stay here' : 'Put away'}
          </ActButton>
        </div>
      )}
    </div>
  );
}
