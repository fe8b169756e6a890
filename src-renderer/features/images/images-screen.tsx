/** The images of this yard, and the door for new ones. */
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import type { Fleet } from '../../../src-shared/fleet.ts';
import { labelOfGeneration, type ImageId } from '../../../src-shared/ids.ts';
import type { AmiImage, Image } from '../../../src-shared/image.ts';
import type { Fault, Result } from '../../../src-shared/result.ts';
import { plain } from '../../../src-shared/wording.ts';
import { useActs, useClock, useFleet, usePanel, useSetView } from '../../store/panel-context.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { FaultNote } from '../../ui/fault-note.tsx';
import { ago, bytes, plural, shortId } from '../../ui/format.ts';
import { MixedText } from '../../ui/mixed-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { Anchor } from '../../store/view-store.ts';
import styles from './images-screen.module.css';
import { ComparePicked, PickSides } from './pick-sides.tsx';

export function ImagesScreen() {
  const images = usePanel((panel) => panel.images);
  const { importsImages } = usePanel((panel) => panel.capabilities);
  const newest = [...images].sort((a, b) => b.importedAtMs - a.importedAtMs);
  return (
    <div className={styles['screen']}>
      <div className={styles['title']}>
        <h1>Images</h1>
        <p>
          {images.length === 0
            ? 'None yet.'
            : `${plural(images.length, 'image')}, immutable${importsImages ? ', named by content' : ''}.`}
        </p>
        {newest.length > 1 && <ComparePicked />}
      </div>
      {importsImages && <ImportCard />}
      {newest.length > 0 && (
        <div className={styles['card']}>
          <table className={styles['table']}>
            <caption className="visually-hidden">Images, newest first</caption>
            <thead>
              <tr>
                <th scope="col">Image</th>
                <th scope="col">Built</th>
                <th scope="col">Commit</th>
                <th scope="col">Size</th>
                <th scope="col">Used by</th>
                <th scope="col">Compare</th>
                <th scope="col">
                  <span className="visually-hidden">Acts</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {newest.map((image) => (
                <ImageRow key={image.id} image={image} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function ImageRow({ image }: { readonly image: Image }) {
  const fleets = usePanel((panel) => panel.fleets);
  const fleet = useFleet();
  const verbs = usePanel((panel) => panel.capabilities.verbs);
  const setView = useSetView();
  const { nowMs } = useClock();
  const now = useNow(nowMs, 30_000);
  const builtAtMs = Date.parse(image.facts.builtAt ?? '');
  const name = `${plain(image.name, 80)} ${plain(image.version, 60)}`;
  const users = usersOf(fleets, image.id);
  return (
    <tr>
      <th scope="row">
        <bdi className={styles['name']}>
          <MixedText text={name} />
        </bdi>
        <code className={styles['id']}>{shortId(image.id)}</code>
      </th>
      <td className={styles['short']}>
        {Number.isNaN(builtAtMs) ? 'not said' : ago(now - builtAtMs)}
      </td>
      <td className={styles['short']}>
        <code>{image.facts.commit === undefined ? '-' : plain(image.facts.commit, 12)}</code>
      </td>
      <td className={styles['short']}>
        {image.kind === 'ami' ? (
          diskBytes(image) === 0 ? (
            'not said'
          ) : (
            bytes(diskBytes(image))
          )
        ) : (
          <>
            {bytes(image.bytes)}
            <span className={styles['quiet']}>{plural(image.fileCount, 'file')}</span>
          </>
        )}
      </td>
      <td>
        {users === '' ? (
          <span className={styles['quiet']}>nobody</span>
        ) : (
          <MixedText text={users} />
        )}
      </td>
      <td className={styles['short']}>
        <PickSides image={image.id} name={name} />
      </td>
      <td className={styles['acts']}>
        {verbs.includes('launch') && (
          <ActButton
            refusedBecause={fleet === undefined ? 'There is no fleet yet.' : undefined}
            onAct={() => {
              setView({
                dialog: verbs.includes('release')
                  ? { kind: 'release', source: { kind: 'image', image: image.id } }
                  : { kind: 'launch', image: image.id },
              });
            }}
          >
            Use in a release&hellip;
            <span className="visually-hidden">{name}</span>
          </ActButton>
        )}
      </td>
    </tr>
  );
}

/** All disks that an instance of it starts with. */
function diskBytes({ ami }: AmiImage): number {
  return ami.blockDevices.reduce((sum, device) => sum + (device.sizeGiB ?? 0), 0) * 1024 ** 3;
}

function usersOf(fleets: readonly Fleet[], image: ImageId): string {
  return fleets
    .flatMap((fleet) =>
      fleet.generations
        .filter((generation) => generation.image === image && generation.rung !== 'retired')
        .map((generation) => `${plain(fleet.name, 40)} ${labelOfGeneration(generation)}`),
    )
    .join(', ');
}

function ImportCard() {
  const acts = useActs();
  const [path, setPath] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [added, setAdded] = useState<Image | null>(null);
  // The list comes with the next look at the yard, up to a second behind the answer.
  const isListed = usePanel(({ images }) => images.some(({ id }) => id === added?.id));
  const run = (asked: Promise<Result<Image | null>>): void => {
    setBusy(true);
    setFault(null);
    setAdded(null);
    void asked.then((result) => {
      setBusy(false);
      if (!result.ok) setFault(result.fault);
      else if (result.value !== null) {
        setAdded(result.value);
        setPath('');
      }
    });
  };
  const importPath = (): void => {
    if (path.trim() !== '' && !isBusy) run(acts.importImage(path.trim()));
  };
  return (
    <section className={styles['card']} aria-label="Import an image">
      <p className={styles['quiet']}>
        An image is a folder or a .tgz with a manifest. It is hashed file by file, kept read-only,
        and verified at each launch.
      </p>
      <div className={styles['import']} data-anchor={'import' satisfies Anchor}>
        <ActButton
          isBusy={isBusy}
          onAct={() => {
            run(acts.chooseImage());
          }}
        >
          <FolderOpen size={15} aria-hidden="true" />
          Choose from disk&hellip;
        </ActButton>
        <span className={styles['quiet']}>or</span>
        <div className={styles['path']}>
          <TextField
            label="Path of a folder or .tgz"
            isLabelHidden
            placeholder="Path of a folder or .tgz"
            value={path}
            onChange={setPath}
            onEnter={importPath}
            isMono
          />
        </div>
        <ActButton
          isBusy={isBusy}
          refusedBecause={path.trim() === '' ? 'Type a path first.' : undefined}
          onAct={importPath}
        >
          {isBusy ? 'Importing\u2026' : 'Import'}
        </ActButton>
      </div>
      {fault !== null && <FaultNote fault={fault} />}
      {added !== null && (
        <p role="status">
          Imported{' '}
          <bdi className={styles['name']}>
            <MixedText text={`${plain(added.name, 80)} ${plain(added.version, 60)}`} />
          </bdi>
          {added.kind !== 'ami' && `, ${plural(added.fileCount, 'file')}, ${bytes(added.bytes)}`}
          {isListed ? '.' : '; it is in the list in a moment.'}
        </p>
      )}
    </section>
  );
}
