/** Generations of which only the record is left, and the door to bring one back under a new number. */
import type { Fleet } from '../../../src-shared/fleet.ts';
import { canLaunch } from '../../../src-shared/guards.ts';
import { labelOfGeneration } from '../../../src-shared/ids.ts';
import { plain } from '../../../src-shared/wording.ts';
import { usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { MixedText } from '../../ui/mixed-text.tsx';
import { pressRefusal } from '../fleet/press-refusal.ts';
import styles from './retired-generations.module.css';

/** The release dialog lists them all. */
const mostShown = 4;

export function RetiredGenerations({ fleet }: { readonly fleet: Fleet }) {
  const setView = useSetView();
  const images = usePanel((panel) => panel.images);
  const link = usePanel((panel) => panel.link.kind);
  const band = usePanel((panel) => panel.band);
  const { verbs } = usePanel((panel) => panel.capabilities);
  const retired = fleet.generations
    .filter(({ rung }) => rung === 'retired')
    .sort((a, b) => b.number - a.number);
  if (retired.length === 0 || !verbs.includes('release') || !verbs.includes('launch')) return null;
  const verdict = canLaunch(fleet);
  const refused =
    pressRefusal(link, band) ?? (verdict.kind === 'refused' ? verdict.because : undefined);
  const older = retired.length - mostShown;
  return (
    <div className={styles['retired']}>
      <h2>Retired</h2>
      <ul>
        {retired.slice(0, mostShown).map((generation) => {
          const label = labelOfGeneration(generation);
          const image = images.find(({ id }) => id === generation.image);
          return (
            <li key={generation.id}>
              <span>
                <b>
                  <bdi>{label}</bdi>
                </b>{' '}
                <MixedText
                  text={
                    image === undefined
                      ? 'its image is gone'
                      : `${plain(image.name, 60)} ${plain(image.version, 40)}`
                  }
                />
              </span>
              {image !== undefined && (
                <ActButton
                  className={styles['back']}
                  label={`Bring back ${label}`}
                  refusedBecause={refused}
                  onAct={() => {
                    const source = { kind: 'again', generation: generation.id } as const;
                    setView({ dialog: { kind: 'release', source } });
                  }}
                >
                  Bring back&hellip;
                </ActButton>
              )}
            </li>
          );
        })}
      </ul>
      {older > 0 && <p>{String(older)} older: in the release dialog.</p>}
    </div>
  );
}
